package host

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"facetill/wx/sim"
	"facetill/wx/sim/certificates"
	"facetill/wx/wire"
)

// childEnv makes the test binary serve instead of test: "static" or "sim".
const childEnv = "FACETILL_SIM_BENCH_CHILD"

func TestMain(m *testing.M) {
	if kind := os.Getenv(childEnv); kind != "" {
		benchChild(kind)
		return
	}
	os.Exit(m.Run())
}

// benchChild serves until its standard input ends, so that its CPU time is that
// of the server alone. The kind is "static" or "sim", and what it speaks.
func benchChild(kind string) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	server, err := sim.New(sim.Config{})
	if err != nil {
		panic(err)
	}
	h := New(server)
	if strings.HasPrefix(kind, "static") {
		h = staticHandler(server)
	}
	debug.SetGCPercent(aloneGC)
	srv := &http.Server{Handler: h}
	if strings.HasSuffix(kind, "https") {
		creds, err := certificates.New(sim.DefaultMchID, time.Now())
		if err != nil {
			panic(err)
		}
		srv.TLSConfig = creds.ServerConfig()
		srv.TLSNextProto = map[string]func(*http.Server, *tls.Conn, http.Handler){}
		go func() { _ = srv.ServeTLS(ln, "", "") }()
	} else {
		go func() { _ = srv.Serve(ln) }()
	}
	fmt.Println(ln.Addr())
	_, _ = io.Copy(io.Discard, os.Stdin)
}

// staticHandler is what no handler can undercut: it reads the body and writes
// one and the same answer, recorded from the simulator.
func staticHandler(server *sim.Server) http.HandlerFunc {
	_, body, _ := bytes.Cut(benchRequests(1)[0], []byte("\r\n\r\n"))
	answer := server.Do(wire.Micropay.Path, body, false).Body
	return func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.ReadAll(r.Body)
		w.Header().Set("Content-Type", "text/xml; charset=utf-8")
		w.Header().Set("Content-Length", strconv.Itoa(len(answer)))
		_, _ = w.Write(answer)
	}
}

// BenchmarkServe is the figure: CPU per verified and signed micropay against the
// static handler, each in a process of its own on one processor, the median of
// interleaved rounds of one run. What the simulator is served over is https.
func BenchmarkServe(b *testing.B) {
	for _, scheme := range []string{"https", "http"} {
		b.Run(scheme, func(b *testing.B) { benchServe(b, scheme) })
	}
}

func benchServe(b *testing.B, scheme string) {
	const rounds = 5
	requests := benchRequests(b.N)
	b.ResetTimer()
	var ratios, cost []float64
	for range rounds {
		var cpu [2]time.Duration
		for i, kind := range []string{"static ", "sim "} {
			cpu[i] = childCPU(b, kind+scheme, requests) - childCPU(b, kind+scheme, nil)
			if cpu[i] <= 0 {
				return // too few requests to have a time
			}
		}
		ratios = append(ratios, float64(cpu[1])/float64(cpu[0]))
		cost = append(cost, float64(cpu[1].Nanoseconds())/float64(b.N))
	}
	slices.Sort(ratios)
	slices.Sort(cost)
	b.ReportMetric(ratios[rounds/2], "x-static")
	b.ReportMetric(cost[rounds/2], "cpu-ns/op")
}

// benchRequests are n pay requests of 19 fields, ready to be written.
func benchRequests(n int) [][]byte {
	key, err := wire.NewKey(sim.DefaultAPIKey)
	if err != nil {
		panic(err)
	}
	all := make([][]byte, n)
	for i := range all {
		m := wire.Message{
			{Name: "appid", Value: sim.DefaultAppID}, {Name: "mch_id", Value: sim.DefaultMchID},
			{Name: "nonce_str", Value: "5K8264ILTKCH16CQ2502SI8ZNMTM67VS"}, {Name: "sign_type", Value: "HMAC-SHA256"},
			{Name: "device_info", Value: "013467007045764"}, {Name: "body", Value: "image形象店-深圳腾大-QQ公仔"},
			{Name: "attach", Value: "说明"}, {Name: "out_trade_no", Value: fmt.Sprintf("2611251200%022d", i)},
			{Name: "total_fee", Value: "888"}, {Name: "fee_type", Value: "CNY"}, {Name: "spbill_create_ip", Value: "8.8.8.8"},
			{Name: "goods_tag", Value: "1234"}, {Name: "limit_pay", Value: "no_credit"}, {Name: "receipt", Value: "Y"},
			{Name: "auth_code", Value: sim.Code(0, uint64(i))}, {Name: "profit_sharing", Value: "N"}, {Name: "version", Value: "1.0"},
			{Name: "scene_info", Value: `{"store_info":{"id":"SZTX001","name":"腾大餐厅"}}`},
		}
		m.Set("sign", key.Sign(m, wire.HMACSHA256))
		body := m.Append(nil)
		all[i] = append(fmt.Appendf(nil, "POST /pay/micropay HTTP/1.1\r\nHost: sim\r\nContent-Type: text/xml\r\nContent-Length: %d\r\n\r\n", len(body)), body...)
	}
	return all
}

// childCPU starts a server, sends it the requests over one connection and
// returns the CPU time that it took in all its life.
func childCPU(b *testing.B, kind string, requests [][]byte) time.Duration {
	b.Helper()
	exe, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	child := exec.Command(exe)
	child.Env = append(os.Environ(), childEnv+"="+kind, "GOMAXPROCS=1")
	stdin, _ := child.StdinPipe()
	stdout, _ := child.StdoutPipe()
	if err := child.Start(); err != nil {
		b.Fatal(err)
	}
	addr, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range benchConns {
		wg.Go(func() {
			if err := drive(strings.TrimSpace(addr), kind, requests, i); err != nil {
				b.Error(err)
			}
		})
	}
	wg.Wait()
	stdin.Close()
	if err := child.Wait(); err != nil {
		b.Fatal(err)
	}
	return child.ProcessState.UserTime() + child.ProcessState.SystemTime()
}

// benchConns is how many clients a busy server has at once.
const benchConns = 8

// drive sends every benchConns'th request, from the first on, over a connection.
func drive(addr, kind string, requests [][]byte, first int) error {
	var conn net.Conn
	var err error
	if strings.HasSuffix(kind, "https") {
		conn, err = tls.Dial("tcp", addr, &tls.Config{InsecureSkipVerify: true}) // its own child, for its time
	} else {
		conn, err = net.Dial("tcp", addr)
	}
	if err != nil {
		return err
	}
	defer conn.Close()
	r := bufio.NewReader(conn)
	for i := first; i < len(requests); i += benchConns {
		if _, err := conn.Write(requests[i]); err != nil {
			return err
		}
		resp, err := http.ReadResponse(r, nil)
		if err != nil {
			return err
		}
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			return err
		}
		if strings.HasPrefix(kind, "sim") && !bytes.Contains(body, []byte("<result_code><![CDATA[SUCCESS]]>")) {
			return fmt.Errorf("the sale did not succeed: %s", body)
		}
	}
	return nil
}

// BenchmarkDo is one sale without a network: what a simulation in a loop pays.
func BenchmarkDo(b *testing.B) {
	s, err := sim.New(sim.Config{})
	if err != nil {
		b.Fatal(err)
	}
	requests := benchRequests(b.N)
	for i := range requests {
		_, body, _ := strings.Cut(string(requests[i]), "\r\n\r\n")
		requests[i] = []byte(body)
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		if r := s.Do(wire.Micropay.Path, requests[i], false); r.Fault != sim.Deliver {
			b.Fatal(r.Fault)
		}
	}
}
