package bridge

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"facetill/device/sim"
	"facetill/device/sim/callertest"
	"facetill/device/wire"
)

// lines is a log that may be written by several.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// crowded runs a bridge over pipes in virtual time.
func crowded(t *testing.T, term wire.Caller, out io.Writer) (*network, *Client) {
	t.Helper()
	n := newNetwork()
	s := Handler(term, token, Options{})
	srv := NewHTTP(s, out)
	go func() { _ = srv.Serve(n) }()
	c := NewClient("http://127.0.0.1:17891", token, &http.Transport{DialContext: n.Dial})
	t.Cleanup(func() {
		c.http.CloseIdleConnections()
		s.Close()
		_ = srv.Close()
		_ = n.Close()
	})
	return n, c
}

// guest opens a connection, sends a text, and then says nothing more.
func guest(t *testing.T, n *network, text string) net.Conn {
	t.Helper()
	c, err := n.Dial(t.Context(), "tcp", "")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.WriteString(c, text) }()
	return c
}

const post = "POST /v1/call HTTP/1.1\r\nHost: 127.0.0.1:17891\r\nContent-Length: 60000\r\n"

// Case 55: whatever a caller begins and does not end has an end: a connection
// without a word, half a header, a body that never comes or comes by drops, with
// the token and without.
func TestConnectionsEnd(t *testing.T) {
	for name, tt := range map[string]struct {
		text  string
		drops bool
		ends  time.Duration
	}{
		"nothing":                {"", false, 15 * time.Second},
		"half a header":          {"POST /v1/call HTTP/1.1\r\nHost: 127", false, 15 * time.Second},
		"no token, no body":      {post + "\r\n", false, 5 * time.Second},
		"wrong token, no body":   {post + "Authorization: Bearer WRONG\r\n\r\n", false, 5 * time.Second},
		"other host, no body":    {"POST /v1/call HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 60000\r\n\r\n", false, 5 * time.Second},
		"no token, drops":        {post + "\r\n", true, 5 * time.Second},
		"token, no body":         {post + "Authorization: Bearer " + token + "\r\n\r\n", false, 15 * time.Second},
		"token, drops":           {post + "Authorization: Bearer " + token + "\r\n\r\n", true, 15 * time.Second},
		"token, chunks, no body": {"POST /v1/call HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\nAuthorization: Bearer " + token + "\r\n\r\n", false, 15 * time.Second},
	} {
		synctest.Test(t, func(t *testing.T) {
			n, _ := crowded(t, sim.New(sim.Options{}), io.Discard)
			c := guest(t, n, tt.text)
			ended := make(chan struct{})
			start := time.Now()
			go func() {
				defer close(ended)
				_, _ = io.Copy(io.Discard, c) // until the bridge closes it
			}()
			var drops sync.WaitGroup
			if tt.drops {
				drops.Go(func() {
					for {
						time.Sleep(time.Second)
						if _, err := c.Write([]byte("x")); err != nil {
							return
						}
					}
				})
			}
			select {
			case <-ended:
			case <-time.After(10 * time.Minute):
			}
			if took := time.Since(start); took > tt.ends {
				t.Errorf("%s: it was held for %s", name, took)
			}
			_ = c.Close()
			drops.Wait()
		})
	}
}

// A customer may take a minute and more: the deadline is the request's, not the
// scan's.
func TestScanOutlivesTheReadDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, c := crowded(t, sim.New(sim.Options{Customer: 150 * time.Second}), io.Discard)
		callertest.Want(t, c, wire.Init{}, wire.Success)
		start := time.Now()
		resp, err := c.Call(t.Context(), callertest.Encode(t, callertest.Code(100, "20000001")))
		a, bad := wire.ReadAnswer(wire.CmdCode, resp)
		if err != nil || bad != nil || a.ReturnCode != wire.Success || time.Since(start) < 150*time.Second {
			t.Errorf("after %s: %v, %v, %v", time.Since(start), a, err, bad)
		}
		time.Sleep(50 * time.Second) // the deadlines of one request are not those of the next
		if _, err := c.Health(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// Case 55: four hundred connections that hold on, and those who have the token
// are answered at once. The callers are told once a minute of, not each time.
func TestHealthIsNeverStarved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &lines{}
		n, c := crowded(t, sim.New(sim.Options{Customer: 30 * time.Second}), out)
		callertest.Want(t, c, wire.Init{}, wire.Success)
		scan := make(chan error)
		go func() {
			_, err := c.Call(t.Context(), callertest.Encode(t, callertest.Code(100, "20000001")))
			scan <- err
		}()
		time.Sleep(time.Second)
		var held []net.Conn
		for i := range 400 {
			text := []string{"", "GET /", post + "\r\n", post + "Authorization: Bearer WRONG\r\n\r\n"}[i%4]
			held = append(held, guest(t, n, text))
		}
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		other := NewClient("http://127.0.0.1:17891", token, &http.Transport{DialContext: n.Dial})
		if h, err := other.Health(ctx); err != nil || !h.Busy {
			t.Errorf("health among 400: %+v, %v", h, err)
		}
		open := 0
		for _, h := range held {
			_ = h.SetReadDeadline(time.Now().Add(time.Millisecond))
			if _, err := io.Copy(io.Discard, h); err != nil { // a deadline: it is still open
				open++
			}
		}
		if open > mostGuests {
			t.Errorf("%d connections are held, at most %d may be", open, mostGuests)
		}
		if err := <-scan; err != nil {
			t.Errorf("the scan of the till ended with %v", err)
		}
		for range 200 { // three minutes and more, one failure a second
			_, _ = NewClient("http://127.0.0.1:17891", "WRONG", &http.Transport{DialContext: n.Dial, DisableKeepAlives: true}).Health(t.Context())
			time.Sleep(time.Second)
		}
		if got := strings.Count(out.String(), "\n"); got < 3 || got > 6 {
			t.Errorf("%d lines in four minutes:\n%s", got, out)
		}
		if strings.Contains(out.String(), "WRONG") {
			t.Errorf("the log has a token:\n%s", out)
		}
		other.http.CloseIdleConnections()
		for _, h := range held {
			_ = h.Close()
		}
	})
}

// Case 55: a caller who is refused is told to go, and its body is not waited for.
func TestRefusedCallersAreSentAway(t *testing.T) {
	for _, host := range []string{"127.0.0.1:17891", "evil.example"} {
		synctest.Test(t, func(t *testing.T) {
			n, _ := crowded(t, sim.New(sim.Options{}), io.Discard)
			c := guest(t, n, "POST /v1/call HTTP/1.1\r\nHost: "+host+"\r\nContent-Length: 60000\r\n\r\n")
			resp, err := http.ReadResponse(bufio.NewReader(c), nil)
			if err != nil || !resp.Close || resp.StatusCode != 401 && resp.StatusCode != 403 {
				t.Errorf("%s: %v, %v", host, resp, err)
			}
			_ = c.Close()
		})
	}
}

// Case 57: the token alone is no authorisation: its scheme belongs to it.
func TestTheSchemeBelongsToTheToken(t *testing.T) {
	h := Handler(sim.New(sim.Options{}), token, Options{})
	for auth, want := range map[string]int{"Bearer " + token: 200, token: 401, "bearer " + token: 200, "Bearer": 401, "Bearer  " + token: 401,
		"Basic " + token: 401, "Bearer " + token + " ": 401, "Token " + token: 401, "": 401} {
		r := httptest.NewRequest("GET", "http://localhost/v1/health", nil)
		r.Header.Set("Authorization", auth)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%s: HTTP %d, want %d", fmt.Sprintf("%q", auth), w.Code, want)
		}
	}
}
