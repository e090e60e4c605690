package wx

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"facetill/wx/bill"
	"facetill/wx/sim"
	"facetill/wx/transport/pipetest"
	"facetill/wx/wire"
)

// faulty is a writer that fails after so many bytes.
type faulty struct {
	bytes.Buffer
	room int
}

var errDisk = errors.New("no space left")

func (f *faulty) Write(p []byte) (int, error) {
	if f.room -= len(p); f.room < 0 {
		return 0, errDisk
	}
	return f.Buffer.Write(p)
}

// TestBill: what WeChat answers, and what comes of it.
func TestBill(t *testing.T) {
	table := "\ufeff交易时间,公众账号ID\n`2026-11-24 12:00:00,`wx1\n" + strings.Repeat("`x,`y\n", 20000)
	fail := func(word, code string) string {
		return "<xml><return_code><![CDATA[FAIL]]></return_code><return_msg><![CDATA[" + word + "]]></return_msg>" + code + "</xml>"
	}
	long := "<xml>" + strings.Repeat("x", wire.MaxBody)
	for _, r := range []struct {
		body, text string // text: of the error
		is         error
	}{
		{table, "", nil},
		{"\x1f\x8bpacked", "", nil},
		{"abc", "", nil},
		{fail("No Bill Exist", "<error_code>20002</error_code>"), "no trade on that day: downloadbill: 20002: No Bill Exist", ErrNoBill},
		{fail("NO Bill Exist", ""), "no trade on that day: downloadbill: FAIL: NO Bill Exist", ErrNoBill},
		{fail("Bill Creating", "<error_code>20002</error_code>"), "the bill is being made, ask again after 10:00: downloadbill: 20002: Bill Creating", ErrBillNotReady},
		{fail("", "<error_code>20002</error_code>"), "downloadbill: 20002", nil},
		{fail("sign error", "<error_code>20001</error_code>"), "downloadbill: 20001: sign error", nil},
		{"<xml>", "downloadbill: NOT_XML: " + decodeError("<xml>"), nil},
		{long, "downloadbill: TOO_LARGE: answer is longer than allowed", nil},
		{"", "downloadbill: EMPTY: answer has no bill", nil},
	} {
		s := newServer(t, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, r.body) })
		var out bytes.Buffer
		err := testGateway(t, testConfig(t, s)).Bill(t.Context(), time.Date(2026, 11, 24, 17, 0, 0, 0, time.UTC), &out)
		_, called := errors.AsType[*CallError](err)
		if r.text == "" && (err != nil || out.String() != r.body) || r.text != "" && (!called || err.Error() != r.text || out.Len() > 0) || r.is != nil && !errors.Is(err, r.is) {
			t.Errorf("%.60q: %d bytes, %v", r.body, out.Len(), err)
		}
		if m := s.last(); m.Get("bill_date") != "20261125" || m.Get("bill_type") != "ALL" || m.Get("tar_type") != "GZIP" {
			t.Errorf("request %v", m)
		}
		if err := testGateway(t, testConfig(t, s)).Bill(t.Context(), someTime, &faulty{}); r.text == "" && !errors.Is(err, errDisk) {
			t.Errorf("%.60q into a full disk: %v", r.body, err)
		}
	}
}

func decodeError(text string) string {
	_, err := wire.Decode([]byte(text))
	return err.Error()
}

// TestBillUnpacked: where WeChat cannot pack it, it is asked for as it is.
func TestBillUnpacked(t *testing.T) {
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "table") })
	s.Config.Handler = packing(s.Config.Handler)
	var out bytes.Buffer
	if err := testGateway(t, testConfig(t, s)).Bill(t.Context(), someTime, &out); err != nil || out.String() != "table" || s.last().Has("tar_type") {
		t.Errorf("%q %v", out.String(), err)
	}
}

// packing refuses what asks for a packed bill.
func packing(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if bytes.Contains(body, []byte("GZIP")) {
			io.WriteString(w, "<xml><return_code>FAIL</return_code><return_msg>CompressGZip Error</return_msg><error_code>20003</error_code></xml>")
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		next.ServeHTTP(w, r)
	})
}

// TestBillIsAPage: it comes from a page that says 200 alone.
func TestBillIsAPage(t *testing.T) {
	for status, code := range map[int]string{200: "", 302: "REDIRECT", 502: "HTTP_502"} {
		g, requests := asked(t, func(DirectRequest) DirectAnswer { return DirectAnswer{Status: status, Body: []byte("a,b,c\n")} })
		var out bytes.Buffer
		err := g.Bill(t.Context(), someTime, &out)
		ce, _ := errors.AsType[*CallError](err)
		if (err == nil) != (code == "") || code != "" && (ce.Code != code || out.Len() > 0) || code == "" && out.String() != "a,b,c\n" {
			t.Errorf("status %d: %q %v", status, out.String(), err)
		}
		if limit := (*requests)[0].Limit; limit != 10*time.Minute {
			t.Errorf("a bill has %v", limit)
		}
	}
	g, _ := asked(t, func(DirectRequest) DirectAnswer { return DirectAnswer{Unsent: true, Code: "DNS"} })
	if err := g.Bill(t.Context(), someTime, io.Discard); err == nil || err.Error() != "downloadbill: DNS: no connection" {
		t.Error(err)
	}
	g, _ = asked(t, func(DirectRequest) DirectAnswer { return DirectAnswer{Status: 200, Body: []byte("a,b,c\n")} })
	if err := g.Bill(t.Context(), someTime, &faulty{}); !errors.Is(err, errDisk) {
		t.Error(err)
	}
}

// TestBillCut: a bill that ends before its end is an error, whatever ends it.
func TestBillCut(t *testing.T) {
	for name, r := range map[string]struct{ answer, code string }{
		"with a length":    {"Content-Length: 100\r\n\r\nhalf a table", "CUT_SHORT"},
		"in parts":         {"Transfer-Encoding: chunked\r\n\r\nc\r\nhalf a table\r\n", "CUT_SHORT"},
		"in its last part": {"Transfer-Encoding: chunked\r\n\r\nff\r\nhalf a table", "CUT_SHORT"},
		"without a length": {"Connection: close\r\n\r\nhalf a table", "NO_LENGTH"},
	} {
		s := newServer(t, func(w http.ResponseWriter, _ *http.Request) {
			nc, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			defer nc.Close()
			io.WriteString(nc, "HTTP/1.1 200 OK\r\n"+r.answer)
		})
		var out bytes.Buffer
		err := testGateway(t, testConfig(t, s)).Bill(t.Context(), someTime, &out)
		if ce, is := errors.AsType[*CallError](err); !is || ce.Code != r.code {
			t.Errorf("%s: %q %v", name, out.String(), err)
		}
	}
}

// TestBillStreams: a long bill passes through a bounded memory, and the connection
// serves the next call.
func TestBillStreams(t *testing.T) {
	const size = 96 << 20
	part := bytes.Repeat([]byte("`0.01,"), 1<<15)
	s := newServer(t, func(w http.ResponseWriter, _ *http.Request) {
		for sent := 0; sent < size; sent += len(part) {
			if _, err := w.Write(part); err != nil {
				t.Error(err)
				return
			}
		}
	})
	g := testGateway(t, testConfig(t, s))
	out := &watched{}
	if err := g.Bill(t.Context(), someTime, out); err != nil || out.bytes < size || out.most > 32<<20 {
		t.Errorf("%d bytes, %d of memory, %v", out.bytes, out.most, err)
	}
	if err := g.Bill(t.Context(), someTime, io.Discard); err != nil {
		t.Error(err)
	}
	if opened, requests := s.counts(); opened != 1 || requests != 2 {
		t.Errorf("%d connections for %d requests", opened, requests)
	}
}

// watched looks at the memory in use each 8 MiB.
type watched struct {
	bytes int
	most  uint64
}

func (w *watched) Write(p []byte) (int, error) {
	if w.bytes>>23 != (w.bytes+len(p))>>23 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		w.most = max(w.most, m.HeapAlloc)
	}
	w.bytes += len(p)
	return len(p), nil
}

// TestBillTime: a slow bill has ten minutes, and one of which nothing comes a minute.
func TestBillTime(t *testing.T) {
	for every, want := range map[time.Duration]time.Duration{50 * time.Second: 10 * time.Minute, 70 * time.Second: time.Minute} {
		synctest.Test(t, func(t *testing.T) {
			p := &pipetest.Server{Answer: func(w io.Writer, _ *http.Request) {
				io.WriteString(w, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
				for i := range 1000 {
					time.Sleep(every)
					if _, err := io.WriteString(w, strconv.Itoa(i%10)); err != nil {
						return
					}
				}
			}}
			g := &Gateway{pipeClient(t, p.Dial)}
			defer g.Close()
			start := time.Now()
			err := g.Bill(t.Context(), someTime, io.Discard)
			if ce, is := errors.AsType[*CallError](err); !is || ce.Code != "TIMEOUT" || time.Since(start) != want {
				t.Errorf("a byte each %v: %v after %v", every, err, time.Since(start))
			}
			time.Sleep(2 * every) // the server sees that nobody listens
		})
	}
}

// TestBillAgainstSim: a day's bill over HTTPS, one without trade, and one that is not
// ready.
func TestBillAgainstSim(t *testing.T) {
	g, run := simGateway(t)
	if err := g.Bill(t.Context(), someTime, io.Discard); !errors.Is(err, ErrNoBill) {
		t.Error(err)
	}
	for n := range 3 {
		_, err := g.Call(t.Context(), &wire.Micropay, f("out_trade_no", fmt.Sprintf("2000000%d", n)), f("body", "tea, green"), f("total_fee", "1500"),
			f("spbill_create_ip", "127.0.0.1"), f("auth_code", sim.Code(0, uint64(n))), f("device_info", "till-3"))
		if err != nil {
			t.Fatal(err)
		}
	}
	if held := readBill(t, g); len(held) != 3 {
		t.Errorf("%d rows", len(held))
	}
	if all, err := run.Server.Orders(); err != nil || len(all) != 3 {
		t.Errorf("%d orders, %v", len(all), err)
	}
}

// readBill fetches the bill of someTime and reads its rows.
func readBill(t *testing.T, g *Gateway) (rows []bill.Row) {
	t.Helper()
	var out bytes.Buffer
	if err := g.Bill(t.Context(), someTime, &out); err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(out.Bytes(), []byte("\x1f\x8b")) {
		t.Error("it is not packed")
	}
	r := bill.NewReader(&out)
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || row.Unreadable != "" {
			t.Fatalf("%+v %v", row, err)
		}
		rows = append(rows, row)
	}
	if found := r.Summary().Findings; len(found) > 0 {
		t.Error(found)
	}
	return rows
}
