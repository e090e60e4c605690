package transport

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"facetill/wx/transport/pipetest"
)

const (
	limit   = 10 * time.Second
	connect = 2500 * time.Millisecond
)

// ok answers every request well.
func ok(w io.Writer, r *http.Request) {
	resp := http.Response{StatusCode: 200, ProtoMajor: 1, ProtoMinor: 1, ContentLength: 2, Request: r}
	if r.Method == http.MethodPost {
		resp.Body = io.NopCloser(strings.NewReader("ok"))
	}
	resp.Write(w)
}

func plainPool(t *testing.T, address string, dial DialFunc) *Pool {
	t.Helper()
	to, err := ParseEndpoint(address)
	if err != nil {
		t.Fatal(err)
	}
	return NewPool(to, &Dialer{Dial: dial, Limit: connect})
}

// post is a small request that any server will do for.
func post(ctx context.Context, p *Pool, within time.Duration) (Response, error) {
	return p.Do(ctx, &Request{Path: "/x", ContentType: "text/plain", Body: []byte("body"), Max: 1 << 10, Limit: within})
}

// lostAs reports whether an error is a request that was written and has no
// answer, by this name.
func lostAs(err error, code string) bool {
	lost, is := errors.AsType[*LostError](err)
	return is && lost.Code() == code
}

// TestWholeAnswerTimeout: the limit runs from the first byte of the request,
// whether nothing comes or bytes trickle in.
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
			server := &pipetest.Server{Answer: answer}
			p := plainPool(t, "http://main", server.Dial)
			defer p.Close()
			for _, within := range []time.Duration{limit, 2 * time.Second} {
				start := time.Now()
				if _, err := post(t.Context(), p, within); !lostAs(err, "TIMEOUT") || time.Since(start) != within {
					t.Errorf("%v after %v", err, time.Since(start))
				}
			}
			if server.Requests.Load() != 2 || server.Dials.Load() != 2 {
				t.Errorf("%d requests on %d connections, want 2 on 2", server.Requests.Load(), server.Dials.Load())
			}
			time.Sleep(2 * time.Second) // the server notices
		})
	}
}

// TestFreshness: a connection carries a request up to 20 s after its last use
// and not later.
func TestFreshness(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &pipetest.Server{Answer: ok}
		p := plainPool(t, "http://main", server.Dial)
		defer p.Close()
		for i, row := range []struct {
			wait  time.Duration
			dials int64
		}{{0, 1}, {20 * time.Second, 1}, {20*time.Second + 1, 2}, {90 * time.Second, 3}} {
			time.Sleep(row.wait)
			if _, err := post(t.Context(), p, limit); err != nil || server.Dials.Load() != row.dials {
				t.Errorf("row %d: %v, %d connections, want %d", i, err, server.Dials.Load(), row.dials)
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

// TestRequestJoinsWarmUp: a request that comes while the connection is being
// opened waits for it and opens no second one, but only for a second.
func TestRequestJoinsWarmUp(t *testing.T) {
	for _, slow := range []time.Duration{300 * time.Millisecond, 2 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			server, first := &pipetest.Server{Answer: ok}, true
			p := plainPool(t, "http://main", func(ctx context.Context, network, addr string) (net.Conn, error) {
				if first {
					first = false
					time.Sleep(slow)
				}
				return server.Dial(ctx, network, addr)
			})
			defer p.Close()
			go p.Warm(t.Context(), &Request{Path: "/", Head: true, Limit: connect})
			synctest.Wait()
			start := time.Now()
			c, reused, err := p.take(t.Context())
			want := min(slow, time.Second)
			if err != nil || time.Since(start) != want || reused != (slow < want+1) {
				t.Errorf("warm-up of %v: %v after %v, want %v; its connection %t", slow, err, time.Since(start), want, reused)
			}
			p.put(c)
			time.Sleep(time.Minute)
			if got, want := server.Dials.Load(), int64(slow/time.Second); got != max(want, 1) {
				t.Errorf("warm-up of %v: %d connections", slow, got)
			}
		})
	}
}
