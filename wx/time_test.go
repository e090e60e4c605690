package wx

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"facetill/flow"
	"facetill/wx/transport"
	"facetill/wx/transport/pipetest"
)

func pipeClient(t *testing.T, dial transport.DialFunc) *client {
	c, err := newClient(Config{Merchant: testMerchant, Key: testKey(t), ClientIP: "127.0.0.1",
		MainURL: "http://main", BackupURL: "http://backup", FaceURL: "http://face", Dial: dial, Cert: testCert(t)})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// ok answers every request well.
func ok(t *testing.T) func(io.Writer, *http.Request) {
	body := signed(t, f("result_code", "SUCCESS"), f("out_trade_no", "12345678"), f("trade_state", "NOTPAY"))
	return func(w io.Writer, r *http.Request) {
		resp := http.Response{StatusCode: 200, ProtoMajor: 1, ProtoMinor: 1, ContentLength: int64(len(body)), Request: r,
			Header: http.Header{"Date": {time.Now().UTC().Format(http.TimeFormat)}}}
		if r.Method == http.MethodPost {
			resp.Body = io.NopCloser(&sliceReader{body})
		}
		resp.Write(w)
	}
}

type sliceReader struct{ rest []byte }

func (s *sliceReader) Read(p []byte) (int, error) {
	if len(s.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(p, s.rest)
	s.rest = s.rest[n:]
	return n, nil
}

// TestConnectLimit: 2.5 s for a host that does not answer.
func TestConnectLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := pipeClient(t, func(ctx context.Context, _, _ string) (net.Conn, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		})
		defer c.close()
		start := time.Now()
		a := query(c, t.Context(), request{})
		if !a.unsent || a.code != "CONNECT" || time.Since(start) != connectLimit {
			t.Errorf("%+v after %v", a, time.Since(start))
		}
	})
}

// TestPayIsWaitedFor: once a byte is out, the end of the caller's context changes
// nothing (money rule 3.1).
func TestPayIsWaitedFor(t *testing.T) {
	body := string(signed(t, success()...))
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		p := &pipetest.Server{Answer: func(w io.Writer, _ *http.Request) {
			cancel()
			time.Sleep(9 * time.Second)
			fmt.Fprintf(w, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
		}}
		g := &Gateway{pipeClient(t, p.Dial)}
		defer g.Close()
		if a := g.Pay(ctx, payRequest()); a.Kind != flow.AnswerPaid {
			t.Errorf("%+v", a)
		}
	})
}

// TestKeepWarm: one connection, a HEAD at once and each 15 s; a request after 90
// s of it opens no connection.
func TestKeepWarm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &pipetest.Server{Answer: ok(t)}
		c := pipeClient(t, p.Dial)
		defer c.close()
		ctx, cancel := context.WithCancel(t.Context())
		go c.keepWarm(ctx)
		time.Sleep(91 * time.Second)
		if p.Requests.Load() != 7 || p.Dials.Load() != 1 {
			t.Errorf("%d requests on %d connections, want 7 on 1", p.Requests.Load(), p.Dials.Load())
		}
		if a := query(c, t.Context(), request{}); a.fields == nil || p.Dials.Load() != 1 {
			t.Errorf("%+v, %d connections", a, p.Dials.Load())
		}
		cancel()
		time.Sleep(time.Minute)
		if p.Requests.Load() != 8 {
			t.Errorf("%d requests after the end", p.Requests.Load())
		}
	})
}

// TestSyncJoinsWarmUp: one HEAD serves both.
func TestSyncJoinsWarmUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		answer := ok(t)
		p := &pipetest.Server{Answer: func(w io.Writer, r *http.Request) { time.Sleep(time.Second); answer(w, r) }}
		g := &Gateway{pipeClient(t, p.Dial)}
		defer g.Close()
		stop := g.KeepWarm(t.Context())
		defer stop()
		synctest.Wait()
		if err := g.Sync(t.Context()); err != nil || p.Requests.Load() != 1 {
			t.Errorf("%v after %d requests", err, p.Requests.Load())
		}
	})
}

// TestQueryLimit: try.Limit is for one host, connecting included.
func TestQueryLimit(t *testing.T) {
	for _, r := range []struct {
		try  flow.Try
		want time.Duration
		asks string
	}{
		{flow.Try{Limit: 2 * time.Second, Backup: true}, 4 * time.Second, "main:80 backup:80 "},
		{flow.Try{Limit: 3 * time.Second}, 3 * time.Second, "main:80 "},
		{flow.Try{}, DefaultTimeout, "main:80 "},
	} {
		synctest.Test(t, func(t *testing.T) {
			p, asks := &pipetest.Server{}, ""
			g := &Gateway{pipeClient(t, func(ctx context.Context, network, addr string) (net.Conn, error) {
				asks += addr + " "
				time.Sleep(time.Second)
				return p.Dial(ctx, network, addr)
			})}
			defer g.Close()
			start := time.Now()
			a := g.Query(t.Context(), testAttempt(flow.FamilyMicropay), r.try)
			if a.Kind != flow.AnswerLost || a.Code != "TIMEOUT" || time.Since(start) != r.want || asks != r.asks {
				t.Errorf("%+v: %s %s after %v, asked %s", r.try, a.Kind, a.Code, time.Since(start), asks)
			}
		})
	}
}

// TestHostOrder: a host that could not be reached is asked second for three
// minutes; with both unreachable the main one is first.
func TestHostOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, down, asks := &pipetest.Server{Answer: ok(t)}, "main:80", ""
		c := pipeClient(t, func(ctx context.Context, network, addr string) (net.Conn, error) {
			asks += addr + " "
			if addr == down {
				return nil, net.ErrClosed
			}
			return p.Dial(ctx, network, addr)
		})
		g := &Gateway{c}
		defer g.Close()
		ask := func(want string) {
			t.Helper()
			asks = ""
			time.Sleep(21 * time.Second) // so that each call opens a connection
			g.LookRefunds(t.Context(), testAttempt(flow.FamilyMicropay))
			if asks != want {
				t.Errorf("asked %q, want %q", asks, want)
			}
		}
		ask("main:80 ")
		ask("backup:80 ")
		time.Sleep(3 * time.Minute)
		ask("main:80 ")
		ask("backup:80 ")
		down = "backup:80"
		ask("backup:80 ")
		ask("main:80 ")
	})
	var h transport.Health
	h.Note("main", 0, &transport.LostError{Err: transport.ErrTimeout})
	h.Note("main", 0, errSendBy("late", errSlept))
	if h.Bad("main", 0) {
		t.Error("a host is avoided for what is not its fault")
	}
}
