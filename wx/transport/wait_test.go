package transport

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"facetill/wx/transport/pipetest"
)

// named is what an error is called: the code of what did not leave, or of what has
// no answer.
func named(err error) string {
	if unsent, is := errors.AsType[*UnsentError](err); is {
		return "unsent " + unsent.Code
	}
	if lost, is := errors.AsType[*LostError](err); is {
		return "lost " + lost.Code()
	}
	return fmt.Sprint(err)
}

// Money rules 1.3 and 3.1: once a byte of a detached request is out, its answer is
// waited for to the limit, whoever called has gone or not; before that it does
// not leave.
func TestDetachedRequestIsWaitedFor(t *testing.T) {
	for _, r := range []struct {
		name         string
		detach       bool
		dial, answer time.Duration // how long they take; the caller goes after a second
		after        time.Duration
		says         string
	}{
		{"answered behind its caller", true, 0, 3 * time.Second, 3 * time.Second, "<nil>"},
		{"not detached", false, 0, 3 * time.Second, time.Second, "lost GIVEN_UP"},
		{"never answered", true, 0, time.Hour, limit, "lost TIMEOUT"},
		{"not yet out", true, 2 * time.Second, 0, time.Second, "unsent CONNECT"},
	} {
		synctest.Test(t, func(t *testing.T) {
			server := &pipetest.Server{Answer: func(w io.Writer, q *http.Request) {
				time.Sleep(r.answer)
				ok(w, q)
			}}
			p := plainPool(t, "http://main", func(ctx context.Context, network, addr string) (net.Conn, error) {
				select {
				case <-time.After(r.dial):
					return server.Dial(ctx, network, addr)
				case <-ctx.Done():
					return nil, ctx.Err()
				}
			})
			defer p.Close()
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(time.Second, cancel)
			start := time.Now()
			a, err := p.Do(ctx, &Request{Path: "/x", Body: []byte("body"), Max: 10, Limit: limit, Detach: r.detach})
			if named(err) != r.says || time.Since(start) != r.after || err == nil && string(a.Body) != "ok" {
				t.Errorf("%s: %q, %v after %v", r.name, a.Body, err, time.Since(start))
			}
			time.Sleep(r.answer) // the server notices
		})
	}
}

// Money rule 3.1: an answer that is whole in the moment in which nobody waits for it
// any more is an answer, and no doubt.
func TestAnswerInTheMomentOfTheEnd(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	e := newEnd(func(p []byte) (int, error) { cancel(); return len(p), nil })
	answer := strings.NewReader("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
	e.read = func(p []byte) (int, error) { <-e.over; return answer.Read(p) }
	x := &exchange{max: 10}
	if sent, err := e.conn().roundTrip(ctx, []byte("body"), x); !sent || err != nil || string(x.response.Body) != "ok" {
		t.Errorf("sent %t, %v, %+v", sent, err, x.response)
	}
}

// Nobody writes to an exchange that has returned: whether anything was heard is
// read from it (money rule 1.6).
func TestReaderIsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newEnd(func([]byte) (int, error) { return 1, errors.New("broken") })
		e.read = func([]byte) (int, error) { <-e.over; time.Sleep(time.Second); return 0, net.ErrClosed }
		start := time.Now()
		if _, err := e.conn().roundTrip(t.Context(), []byte("body"), &exchange{}); err == nil || time.Since(start) != time.Second {
			t.Errorf("%v after %v, and its reader after a second", err, time.Since(start))
		}
	})
}

// An answer is dated by its first byte, not by its last.
func TestWhenAnAnswerCame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &pipetest.Server{Answer: func(w io.Writer, _ *http.Request) {
			for _, part := range []string{"H", "TTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", "ok"} {
				time.Sleep(time.Second)
				io.WriteString(w, part)
			}
		}}
		p := plainPool(t, "http://main", server.Dial)
		defer p.Close()
		start := time.Now()
		if a, err := post(t.Context(), p, limit); err != nil || a.At.Sub(start) != time.Second || time.Since(start) != 3*time.Second {
			t.Errorf("%v: begun after %v, whole after %v", err, a.At.Sub(start), time.Since(start))
		}
	})
}

// A server that speaks without being asked gets no request: its words would be
// taken for the answer.
func TestServerThatSpeaksFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		go far.Write([]byte("x"))
		p := plainPool(t, "http://main", func(context.Context, string, string) (net.Conn, error) { return near, nil })
		_, err := p.Do(t.Context(), &Request{Limit: limit, Gate: func() error { synctest.Wait(); return nil }})
		if fmt.Sprint(err) != "TLS: connection was given up: server spoke without being asked" || far.SetDeadline(time.Time{}) == nil {
			t.Errorf("%v; the connection is open: %t", err, far.SetDeadline(time.Time{}) == nil)
		}
	})
}

// A connection whose answer cannot be read is given up at once.
func TestBadAnswerEndsTheConnection(t *testing.T) {
	near, far := net.Pipe()
	go func() {
		http.ReadRequest(bufio.NewReader(far))
		io.WriteString(far, "hello\r\n\r\n")
	}()
	p := plainPool(t, "http://main", func(context.Context, string, string) (net.Conn, error) { return near, nil })
	if _, err := post(t.Context(), p, limit); named(err) != "lost NOT_HTTP" || far.SetDeadline(time.Time{}) == nil {
		t.Errorf("%v; the connection is open: %t", err, far.SetDeadline(time.Time{}) == nil)
	}
}

// A server may send 256 KiB before a request, with its handshake, and then 64 KiB
// beside eight times the body that is allowed.
func TestRoomOfAnAnswer(t *testing.T) {
	const room = 64<<10 + 8*8192
	for more, want := range map[int]string{0: "<nil>", 1: "lost TOO_LARGE"} {
		near, far := net.Pipe()
		go func() {
			http.ReadRequest(bufio.NewReader(far))
			head, tail := "HTTP/1.1 200 OK\r\nX: ", "\r\nContent-Length: 2\r\n\r\nok"
			text := []byte(head + strings.Repeat("x", room+more-len(head)-len(tail)) + tail)
			for part := range slices.Chunk(text, 512) { // a read takes no more than a write
				far.Write(part)
			}
		}()
		p := plainPool(t, "http://main", func(context.Context, string, string) (net.Conn, error) { return near, nil })
		c, _, err := p.take(t.Context())
		if err != nil || c.sock.left.Load() != 256<<10 {
			t.Errorf("%v; a server may send %d bytes", err, c.sock.left.Load())
		}
		p.put(c)
		if _, err := p.Do(t.Context(), &Request{Max: 8192, Limit: limit}); named(err) != want {
			t.Errorf("%d bytes more than there is room for: %v, want %s", more, err, want)
		}
		p.Close()
	}
}

// What the gate keeps back (money rule 1.3) costs no connection.
func TestGateKeepsTheConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &pipetest.Server{Answer: ok}
		p := plainPool(t, "http://main", server.Dial)
		defer p.Close()
		late := &UnsentError{"SEND_BY", errors.New("late")}
		if _, err := p.Do(t.Context(), &Request{Limit: limit, Gate: func() error { return late }}); err != error(late) {
			t.Errorf("%v, want the gate's", err)
		}
		if _, err := post(t.Context(), p, limit); err != nil || server.Dials.Load() != 1 || server.Requests.Load() != 1 {
			t.Errorf("%v, %d requests on %d connections", err, server.Requests.Load(), server.Dials.Load())
		}
	})
}

// Warm-ups at the same time are one HEAD: its answer or its failure is everybody's,
// and who cannot wait for it leaves.
func TestWarmUpsAreOne(t *testing.T) {
	for _, r := range []struct {
		refused bool
		goes    time.Duration // the second one's caller
		after   time.Duration
		says    string
	}{
		{false, time.Minute, time.Second, "<nil>"},
		{true, time.Minute, time.Second, "unsent CONNECT"},
		{false, time.Second / 2, time.Second / 2, "unsent CONNECT"},
	} {
		synctest.Test(t, func(t *testing.T) {
			server := &pipetest.Server{Answer: ok}
			var dials atomic.Int64
			p := plainPool(t, "http://main", func(ctx context.Context, network, addr string) (net.Conn, error) {
				dials.Add(1)
				if time.Sleep(time.Second); r.refused {
					return nil, errors.New("refused")
				}
				return server.Dial(ctx, network, addr)
			})
			defer p.Close()
			head := &Request{Path: "/", Head: true, Limit: limit}
			first := make(chan error, 1)
			go func() {
				a, err := p.Warm(t.Context(), head)
				if (err == nil) != (a.Status == 200) {
					t.Errorf("%+v: %+v, %v", r, a, err)
				}
				first <- err
			}()
			synctest.Wait()
			gone := errors.New("gone")
			ctx, cancel := context.WithTimeoutCause(t.Context(), r.goes, gone)
			defer cancel()
			start := time.Now()
			a, err := p.Warm(ctx, head)
			if named(err) != r.says || time.Since(start) != r.after || (err == nil) != (a.Status == 200) || errors.Is(err, gone) != (r.goes == r.after) {
				t.Errorf("%+v: %+v, %v after %v", r, a, err, time.Since(start))
			}
			err = <-first
			if (err != nil) != r.refused || dials.Load() != 1 || server.Requests.Load() > 1 {
				t.Errorf("%+v: the first one %v, %d requests, %d connections", r, err, server.Requests.Load(), dials.Load())
			}
			before := server.Requests.Load()
			if _, err := p.Warm(t.Context(), head); (err != nil) != r.refused || err == nil && server.Requests.Load() != before+1 {
				t.Errorf("%+v: a later one %v, %d requests", r, err, server.Requests.Load())
			}
		})
	}
}

// Whoever waits for a warm-up whose own caller goes asks by itself: a sale that needs
// WeChat's time is not told that the network is down because another one ended.
func TestWarmUpWhoseCallerGoes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &pipetest.Server{Answer: func(w io.Writer, r *http.Request) {
			time.Sleep(time.Second)
			ok(w, r)
		}}
		p := plainPool(t, "http://main", server.Dial)
		defer p.Close()
		head := &Request{Path: "/", Head: true, Limit: limit}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second/2)
		defer cancel()
		first := make(chan error, 1)
		go func() { _, err := p.Warm(ctx, head); first <- err }()
		synctest.Wait()
		start := time.Now()
		if a, err := p.Warm(t.Context(), head); err != nil || a.Status != 200 || time.Since(start) != 1500*time.Millisecond {
			t.Errorf("%+v, %v after %v", a, err, time.Since(start))
		}
		if err := <-first; !errors.Is(err, context.DeadlineExceeded) || server.Requests.Load() != 2 {
			t.Errorf("the first one %v, %d requests", err, server.Requests.Load())
		}
	})
}

// A request is these bytes, in one write.
func TestRequestBytes(t *testing.T) {
	for want, q := range map[string]*Request{
		"HEAD /x HTTP/1.1\r\nHost: main\r\nUser-Agent: facetill\r\n\r\n": {Path: "/x", Head: true},
		"POST /x HTTP/1.1\r\nHost: main\r\nUser-Agent: facetill\r\nContent-Type: text/xml\r\nContent-Length: 4\r\n\r\nbody": {
			Path: "/x", ContentType: "text/xml", Body: []byte("body")},
	} {
		var got []string
		answer, asked := strings.NewReader("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"), make(chan struct{})
		e := newEnd(func(p []byte) (int, error) {
			got = append(got, string(p))
			close(asked)
			return len(p), nil
		})
		e.read = func(p []byte) (int, error) { <-asked; return answer.Read(p) }
		p := plainPool(t, "http://main", func(context.Context, string, string) (net.Conn, error) { return e, nil })
		q.Limit = limit
		if a, err := p.Do(t.Context(), q); err != nil || a.Status != 204 || len(got) != 1 || got[0] != want {
			t.Errorf("%+v, %v; it wrote %q, want %q", a, err, got, want)
		}
	}
}
