package wx

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"facetill/flow"
)

// pipes is a server over pipes, for tests in virtual time.
type pipes struct {
	dials, requests atomic.Int64
	// answer writes the answer to a request; nil never answers.
	answer func(w io.Writer, r *http.Request)
}

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	p.dials.Add(1)
	ours, theirs := net.Pipe()
	go func() {
		defer theirs.Close()
		br := bufio.NewReader(theirs)
		for {
			r, err := http.ReadRequest(br)
			if err != nil {
				return
			}
			io.Copy(io.Discard, r.Body)
			p.requests.Add(1)
			if p.answer != nil {
				p.answer(theirs, r)
			}
		}
	}()
	return ours, nil
}

func pipeClient(t *testing.T, dial DialFunc) *client {
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

// TestWholeAnswerTimeout: 10 s from the first byte of the request, whether
// nothing comes or bytes trickle in.
func TestWholeAnswerTimeout(t *testing.T) {
	trickle := func(w io.Writer, r *http.Request) {
		io.WriteString(w, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
		for {
			if _, err := io.WriteString(w, "x"); err != nil {
				return
			}
			time.Sleep(time.Second)
		}
	}
	for _, answer := range []func(io.Writer, *http.Request){nil, trickle} {
		synctest.Test(t, func(t *testing.T) {
			p := &pipes{answer: answer}
			c := pipeClient(t, p.dial)
			defer c.close()
			start := time.Now()
			a := query(c, t.Context(), request{})
			if a.code != "TIMEOUT" || a.unsent || time.Since(start) != DefaultTimeout {
				t.Errorf("%+v after %v", a, time.Since(start))
			}
			start = time.Now()
			a = query(c, t.Context(), request{limit: 2 * time.Second})
			if a.code != "TIMEOUT" || time.Since(start) != 2*time.Second {
				t.Errorf("%+v after %v", a, time.Since(start))
			}
			if p.requests.Load() != 2 || p.dials.Load() != 2 {
				t.Errorf("%d requests on %d connections, want 2 on 2", p.requests.Load(), p.dials.Load())
			}
			time.Sleep(2 * time.Second) // the server notices
		})
	}
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

// TestFreshness: a connection carries a request up to 20 s after its last use
// and not later.
func TestFreshness(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &pipes{answer: ok(t)}
		c := pipeClient(t, p.dial)
		defer c.close()
		for i, row := range []struct {
			wait  time.Duration
			dials int64
		}{{0, 1}, {20 * time.Second, 1}, {20*time.Second + 1, 2}, {90 * time.Second, 3}} {
			time.Sleep(row.wait)
			if a := query(c, t.Context(), request{}); a.fields == nil || p.dials.Load() != row.dials {
				t.Errorf("row %d: %+v, %d connections, want %d", i, a, p.dials.Load(), row.dials)
			}
		}
	})
}

// TestAliveAsksTheWallToo: a machine that slept has a monotonic clock that says
// nothing of it.
func TestAliveAsksTheWallToo(t *testing.T) {
	now := time.Now()
	c := &conn{used: now}
	if !c.alive(now.Add(5*time.Second), freshFor) {
		t.Error("5 s old is not fresh")
	}
	for _, wall := range []time.Duration{time.Hour, -time.Hour} {
		if c.alive(now.Round(0).Add(wall), freshFor) {
			t.Errorf("fresh although the wall clock moved by %v", wall)
		}
	}
}

// TestKeepWarm: one connection, a HEAD at once and each 15 s; a request after 90
// s of it opens no connection.
func TestKeepWarm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &pipes{answer: ok(t)}
		c := pipeClient(t, p.dial)
		defer c.close()
		ctx, cancel := context.WithCancel(t.Context())
		go c.keepWarm(ctx)
		time.Sleep(91 * time.Second)
		if p.requests.Load() != 7 || p.dials.Load() != 1 {
			t.Errorf("%d requests on %d connections, want 7 on 1", p.requests.Load(), p.dials.Load())
		}
		if a := query(c, t.Context(), request{}); a.fields == nil || p.dials.Load() != 1 {
			t.Errorf("%+v, %d connections", a, p.dials.Load())
		}
		cancel()
		time.Sleep(time.Minute)
		if p.requests.Load() != 8 {
			t.Errorf("%d requests after the end", p.requests.Load())
		}
	})
}

// TestRequestJoinsWarmUp: a request that comes while the connection is being
// opened waits for it and opens no second one, but only for a second.
func TestRequestJoinsWarmUp(t *testing.T) {
	for _, slow := range []time.Duration{300 * time.Millisecond, 2 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			p := &pipes{answer: ok(t)}
			c := pipeClient(t, func(ctx context.Context, network, addr string) (net.Conn, error) {
				if p.dials.Load() == 0 {
					p.dials.Add(1)
					time.Sleep(slow)
					p.dials.Add(-1)
				}
				return p.dial(ctx, network, addr)
			})
			defer c.close()
			go c.head(t.Context(), false)
			synctest.Wait()
			start := time.Now()
			a := query(c, t.Context(), request{})
			want := min(slow, joinLimit)
			if a.fields == nil || time.Since(start) != want {
				t.Errorf("warm-up of %v: %+v after %v, want %v", slow, a, time.Since(start), want)
			}
			time.Sleep(time.Minute)
		})
	}
}

// TestSyncJoinsWarmUp: one HEAD serves both.
func TestSyncJoinsWarmUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		answer := ok(t)
		p := &pipes{answer: func(w io.Writer, r *http.Request) { time.Sleep(time.Second); answer(w, r) }}
		g := &Gateway{pipeClient(t, p.dial)}
		defer g.Close()
		stop := g.KeepWarm(t.Context())
		defer stop()
		synctest.Wait()
		if err := g.Sync(t.Context()); err != nil || p.requests.Load() != 1 {
			t.Errorf("%v after %d requests", err, p.requests.Load())
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
			p, asks := &pipes{}, ""
			g := &Gateway{pipeClient(t, func(ctx context.Context, network, addr string) (net.Conn, error) {
				asks += addr + " "
				time.Sleep(time.Second)
				return p.dial(ctx, network, addr)
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
		p, down, asks := &pipes{answer: ok(t)}, "main:80", ""
		c := pipeClient(t, func(ctx context.Context, network, addr string) (net.Conn, error) {
			asks += addr + " "
			if addr == down {
				return nil, net.ErrClosed
			}
			return p.dial(ctx, network, addr)
		})
		g := &Gateway{c}
		defer g.Close()
		ask := func(want string) {
			t.Helper()
			asks = ""
			time.Sleep(freshFor + time.Second) // so that each call opens a connection
			g.Refunds(t.Context(), testAttempt(flow.FamilyMicropay))
			if asks != want {
				t.Errorf("asked %q, want %q", asks, want)
			}
		}
		ask("main:80 ")
		ask("backup:80 ")
		time.Sleep(avoidFor)
		ask("main:80 ")
		ask("backup:80 ")
		down = "backup:80"
		ask("backup:80 ")
		ask("main:80 ")
	})
	var h hostHealth
	h.note("main", 0, &lostError{errTimeout, false})
	h.note("main", 0, errSendBy("late", errSlept))
	if h.bad("main", 0) {
		t.Error("a host is avoided for what is not its fault")
	}
}
