package bridge

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"facetill/device/sim"
	"facetill/device/sim/callertest"
	"facetill/device/wire"
)

// counted is a caller that remembers what it was asked.
type counted struct {
	wire.Caller
	mu   sync.Mutex
	cmds []wire.Command
}

func (c *counted) Call(ctx context.Context, req []byte) ([]byte, error) {
	cmd, _ := wire.CommandOf(req)
	c.mu.Lock()
	c.cmds = append(c.cmds, cmd)
	c.mu.Unlock()
	return c.Caller.Call(ctx, req)
}

func (c *counted) count(cmd wire.Command) (n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, got := range c.cmds {
		if got == cmd {
			n++
		}
	}
	return n
}

// bench is a till's client, a cable, and a terminal whose customer needs 5 s.
type bench struct {
	*network
	*counted
	term   *sim.Terminal
	client *Client
}

func newBench(t *testing.T, o sim.Options) *bench {
	o.Customer = 5 * time.Second
	b := &bench{network: newNetwork(), term: sim.New(o)}
	b.counted = &counted{Caller: b.term}
	b.client = over(t, b.network, b.counted)
	callertest.Want(t, b.client, wire.Init{}, wire.Success)
	return b
}

// capture runs one in the background.
func (b *bench) capture(t *testing.T, ctx context.Context) <-chan result {
	got := make(chan result, 1)
	req := callertest.Encode(t, callertest.Code(100, "20000001"))
	go func() {
		resp, err := b.client.Call(ctx, req)
		got <- result{resp, err}
	}()
	return got
}

type result struct {
	resp []byte
	err  error
}

func (r result) wantCode(t *testing.T) {
	t.Helper()
	if r.err != nil {
		t.Fatal(r.err)
	}
	if a, err := wire.ReadAnswer(wire.CmdCode, r.resp); err != nil || wire.CheckFaceCode(wire.FaceCodeMicropay, a.FaceCode) != nil {
		t.Errorf("got %v, %v, want a code", a, err)
	}
}

// TestAnswerAfterTheLineBroke: whenever the line breaks and comes back, the
// customer's face is taken once and its code arrives once.
func TestAnswerAfterTheLineBroke(t *testing.T) {
	for name, away := range map[string]struct{ from, to time.Duration }{
		"during the scan":      {2 * time.Second, 3500 * time.Millisecond},
		"until after its end":  {4 * time.Second, 20 * time.Second},
		"at the scan's begin":  {time.Millisecond, 2 * time.Second},
		"nearly for too long":  {time.Second, 19 * time.Second},
		"again and again":      {time.Second, time.Second + time.Millisecond},
		"with the answer lost": {0, 9 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, sim.Options{})
				got := b.capture(t, t.Context())
				if away.from == 0 { // the bridge has sent it, and believes that it arrived
					time.Sleep(4 * time.Second)
					b.silence()
					time.Sleep(2 * time.Second)
					b.Cut()
				} else {
					time.Sleep(away.from)
					b.Cut()
				}
				time.Sleep(away.to - away.from)
				b.Back()
				if name == "again and again" {
					for range 3 {
						time.Sleep(1200 * time.Millisecond)
						b.Cut()
						b.Back()
					}
				}
				(<-got).wantCode(t)
				if n := b.count(wire.CmdCode); n != 1 || b.count(wire.CmdStop) != 0 {
					t.Errorf("%d captures and %d stops at the terminal", n, b.count(wire.CmdStop))
				}
				callertest.Want(t, b.client, wire.Update{Merchant: callertest.Shop, AuthInfo: callertest.AuthInfo, Result: wire.PaySuccess}, wire.Success)
			})
		})
	}
}

// TestUnsteadyLine: a line that is there every 12 s is there, for as long as
// the scan takes.
func TestUnsteadyLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, sim.Options{SlowCustomer: 55 * time.Second})
		if err := b.term.SetCustomer(sim.Slow); err != nil {
			t.Fatal(err)
		}
		got := b.capture(t, t.Context())
		for range 5 {
			time.Sleep(2 * time.Second)
			b.Cut()
			time.Sleep(10 * time.Second)
			b.Back()
		}
		(<-got).wantCode(t)
	})
}

// TestLineStaysBroken: the till gives up for sure, the camera is closed, and a
// code that still came is for nobody, also when the till comes back.
func TestLineStaysBroken(t *testing.T) {
	for _, tt := range []struct {
		name    string
		options sim.Options
		walks   bool
		back    time.Duration
	}{
		{"for ever", sim.Options{}, true, 0},
		{"back too late", sim.Options{}, true, 25 * time.Second},
		{"a code despite the stop", sim.Options{StopAnswer: wire.Success}, true, 25 * time.Second},
		{"a library that knows no stop", sim.Options{OldLibrary: true}, true, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, tt.options)
				if err := b.term.SetCustomer(sim.WalksAway); err != nil {
					t.Fatal(err)
				}
				got := b.capture(t, t.Context())
				time.Sleep(time.Second)
				b.Cut()
				begin := time.Now()
				if tt.back > 0 {
					time.Sleep(tt.back)
					b.Back()
				}
				r := <-got
				if wire.KindOf(r.err) != wire.KindCrashed || r.resp != nil {
					t.Errorf("got %q, %v", r.resp, r.err)
				}
				if gone := time.Since(begin); gone > AskFor+askEvery {
					t.Errorf("it took %v to give up", gone)
				}
				if b.count(wire.CmdStop) == 0 || b.count(wire.CmdCode) != 1 {
					t.Errorf("the terminal was asked %v", b.cmds)
				}
				if s := b.term.State(time.Now()); !tt.options.OldLibrary && (s == sim.Capturing || s == sim.Waiting) {
					t.Errorf("the camera is left %s", s)
				}
				b.Back()
				if h, err := b.client.Health(t.Context()); err != nil || h.Busy {
					t.Errorf("the bridge is not free again: %+v, %v", h, err)
				}
			})
		})
	}
}

// TestTillGivesUpWhileTheLineIsBroken: the end of ctx ends the asking.
func TestTillGivesUpWhileTheLineIsBroken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, sim.Options{})
		ctx, cancel := context.WithTimeout(t.Context(), 4*time.Second)
		defer cancel()
		got := b.capture(t, ctx)
		time.Sleep(2 * time.Second)
		b.Cut()
		r := <-got
		if wire.KindOf(r.err) != wire.KindTimeout || !errors.Is(r.err, context.DeadlineExceeded) {
			t.Errorf("got %v", r.err)
		}
	})
}

// TestWhoMayAskAgain: by both names, for 60 s, until the next command.
func TestWhoMayAskAgain(t *testing.T) {
	ask := func(t *testing.T, b *bench, session, number string) int {
		t.Helper()
		_, status, _ := b.client.exchange(t.Context(), wire.CmdCode, http.MethodGet, "/v1/answer?session="+session+"&out_trade_no="+number, "", nil)
		return status
	}
	post := func(t *testing.T, b *bench, r wire.Request, session string) {
		t.Helper()
		if _, status, err := b.client.exchange(t.Context(), wire.CommandFor(r), http.MethodPost, "/v1/call", session, callertest.Encode(t, r)); err != nil || status != 200 {
			t.Fatalf("%s: HTTP %d, %v", wire.CommandFor(r), status, err)
		}
	}
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, sim.Options{})
		want := func(status int, session, number, why string) {
			t.Helper()
			if got := ask(t, b, session, number); got != status {
				t.Errorf("%s: HTTP %d, want %d", why, got, status)
			}
		}
		update := wire.Update{Merchant: callertest.Shop, AuthInfo: callertest.AuthInfo, Result: wire.PaySuccess}
		want(404, "S1", "20000001", "before any scan")
		post(t, b, callertest.Code(100, "20000001"), "S1")
		want(200, "S1", "20000001", "who scanned")
		want(200, "S1", "20000001", "who scanned, whose line broke once more")
		want(404, "S2", "20000001", "another session")
		want(404, "S1", "20000002", "another sale")
		want(404, "", "20000001", "no session")
		want(404, "S1", "", "no number")
		_, _ = callertest.Do(t.Context(), t, b.client, callertest.Stop)
		want(200, "S1", "20000001", "after a stop that came too late")
		post(t, b, update, "")
		want(404, "S1", "20000001", "after the next command")

		post(t, b, callertest.Code(100, "20000003"), "S3")
		time.Sleep(AnswerLife - time.Second)
		want(200, "S3", "20000003", "after 59 s")
		time.Sleep(2 * time.Second)
		want(404, "S3", "20000003", "after 61 s")
		post(t, b, update, "")

		post(t, b, callertest.Code(100, "20000003"), "S3")
		post(t, b, callertest.Code(100, "20000004"), "")
		want(404, "", "20000004", "a scan without a session")
		want(404, "S3", "20000003", "the scan before one without")
		post(t, b, update, "")
		post(t, b, callertest.Code(100, "20000005"), "S5")
		time.Sleep(2 * time.Minute) // its page is gone
		post(t, b, callertest.Code(100, "20000006"), "S6")
		want(404, "S5", "20000005", "after the next scan")
		want(200, "S6", "20000006", "that scan itself")
	})
}

// TestRequestThatNeverArrived is not sent a second time.
func TestRequestThatNeverArrived(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, sim.Options{})
		b.client.http.Transport = &lossy{next: b.client.http.Transport}
		r := <-b.capture(t, t.Context())
		if wire.KindOf(r.err) != wire.KindCrashed || !errors.Is(r.err, errNoAnswerKept) || b.count(wire.CmdCode) != 0 {
			t.Errorf("got %v, and the terminal was asked %v", r.err, b.cmds)
		}
	})
}

// lossy loses every POST after its connection was there.
type lossy struct{ next http.RoundTripper }

func (l *lossy) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method != http.MethodPost {
		return l.next.RoundTrip(r)
	}
	other := r.Clone(r.Context()) // its context tells the client of a connection
	other.Method, other.URL.Path, other.Body, other.ContentLength = http.MethodGet, "/v1/health", nil, 0
	if resp, err := l.next.RoundTrip(other); err == nil {
		_ = resp.Body.Close()
	}
	return nil, errors.New("connection reset by peer")
}

// TestHangUpStopsTheScan: a caller that goes away and has not said how it would
// ask again leaves no camera open, here one that does not know stop.
func TestHangUpStopsTheScan(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var stops, released atomic.Int32
		ended := make(chan error)
		n := newNetwork()
		c := over(t, n, callFunc(func(ctx context.Context, req []byte) ([]byte, error) {
			switch cmd, _ := wire.CommandOf(req); cmd {
			case wire.CmdStop:
				stops.Add(1)
				return []byte(`{"return_code":"PARAM_ERROR"}`), nil
			case wire.CmdRelease:
				released.Add(1)
				return []byte(`{"return_code":"SUCCESS"}`), nil
			}
			<-ctx.Done()
			ended <- ctx.Err()
			return nil, ctx.Err()
		}))
		c.again = false
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		begin := time.Now()
		_, err := c.Call(ctx, callertest.Encode(t, callertest.Code(100, "20000001")))
		if wire.KindOf(err) != wire.KindTimeout || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		<-ended
		if took := time.Since(begin); took != time.Second+stopGrace || stops.Load() == 0 {
			t.Errorf("the call was given up after %v and %d stops", took, stops.Load())
		}
		if synctest.Wait(); released.Load() != 1 {
			t.Errorf("its face screen was released %d times", released.Load())
		}
	})
}

// TestCancelledScanThatKnowsNoStop: a till that has sent a stop does not come back
// for the answer. The camera is its next customer's as soon as the bridge's own
// stops have failed.
func TestCancelledScanThatKnowsNoStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, sim.Options{OldLibrary: true})
		if err := b.term.SetCustomer(sim.WalksAway); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		got := b.capture(t, ctx)
		time.Sleep(time.Second)
		callertest.Want(t, b.client, callertest.Stop, wire.ParamError)
		cancel()
		if r := <-got; wire.KindOf(r.err) != wire.KindTimeout {
			t.Fatalf("got %v", r.err)
		}
		time.Sleep(stopGrace + time.Second)
		callertest.Want(t, b.client, wire.Init{}, wire.Success)
		(<-b.capture(t, t.Context())).wantCode(t)
	})
}

// TestNobodyGetsAnEmptyAnswer: a client that left in the middle of a scan must not
// read an empty 200, should its connection live a moment longer than its wish.
func TestNobodyGetsAnEmptyAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := Handler(sim.New(sim.Options{Customer: time.Hour}), token, Options{})
		for _, req := range []wire.Request{wire.Init{}, callertest.Code(100, "20000001")} {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			r := httptest.NewRequestWithContext(ctx, "POST", "http://localhost/v1/call", bytes.NewReader(callertest.Encode(t, req)))
			r.Header.Set("Authorization", "Bearer "+token)
			w := httptest.NewRecorder()
			func() {
				defer func() {
					if gone := recover(); gone != nil && (gone != http.ErrAbortHandler || w.Body.Len() > 0) {
						t.Errorf("%s: %v with %q", wire.CommandFor(req), gone, w.Body)
					}
				}()
				s.ServeHTTP(w, r)
				if w.Body.Len() == 0 {
					t.Errorf("%s: an empty answer with HTTP %d", wire.CommandFor(req), w.Code)
				}
			}()
			cancel()
		}
		s.Close()
	})
}

// TestCloseStopsTheScan: a bridge that ends leaves no camera open and hands out
// no code that came after its stop.
func TestCloseStopsTheScan(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		term := sim.New(sim.Options{Customer: 5 * time.Second, StopAnswer: wire.Success})
		calls := &counted{Caller: term}
		s := Handler(calls, token, Options{})
		n := newNetwork()
		srv := &http.Server{Handler: s}
		go func() { _ = srv.Serve(n) }()
		c := NewClient("http://127.0.0.1:17891", token, &http.Transport{DialContext: n.Dial})
		callertest.Want(t, c, wire.Init{}, wire.Success)
		got := make(chan error)
		go func() {
			_, err := c.Call(t.Context(), callertest.Encode(t, callertest.Code(100, "20000001")))
			got <- err
		}()
		time.Sleep(time.Second)
		s.Close()
		if err := <-got; wire.KindOf(err) != wire.KindTimeout {
			t.Errorf("the scan ended with %v", err)
		}
		if s := term.State(time.Now()); s != sim.Idle {
			t.Errorf("the terminal is left %s", s)
		}
		if _, err := c.Call(t.Context(), callertest.Encode(t, callertest.Code(100, "20000002"))); wire.KindOf(err) != wire.KindNotRunning {
			t.Errorf("a scan after the end: %v", err)
		}
		if want := []wire.Command{wire.CmdInit, wire.CmdCode, wire.CmdStop, wire.CmdRelease}; !slices.Equal(calls.cmds, want) {
			t.Errorf("the terminal was asked %v, want %v", calls.cmds, want)
		}
		c.http.CloseIdleConnections()
		_ = srv.Close()
	})
}
