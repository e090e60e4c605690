package transport

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestProxy(t *testing.T) {
	s, _, _ := counting(t, okHandler)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	asked := make(chan *http.Request, 1)
	proxy := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- r
		to, err := net.Dial("tcp", r.Host)
		if err != nil {
			t.Error(err)
			return
		}
		from, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		io.WriteString(from, "HTTP/1.1 200 Connection Established\r\n\r\n")
		go func() { io.Copy(to, from); to.Close() }()
		go func() { io.Copy(from, to); from.Close() }()
	})}
	go proxy.Serve(ln)
	defer proxy.Close()
	to, err := ParseEndpoint(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	p := NewPool(to, &Dialer{Dial: new(net.Dialer).DialContext, Limit: connect, Proxy: ln.Addr().String(),
		ProxyAuthorization: func() string { return "Basic dTpw" }})
	defer p.Close()
	if _, err := post(t.Context(), p, limit); err != nil {
		t.Fatal(err)
	}
	r := <-asked
	if r.Method != "CONNECT" || r.Header.Get("Proxy-Authorization") != "Basic dTpw" {
		t.Errorf("%s %v", r.Method, r.Header)
	}
}

// A proxy that does not let us through, or says more than that it does, is not
// taken for the host; its password is in no error.
func TestProxyRefuses(t *testing.T) {
	for answer, says := range map[string]string{
		"HTTP/1.1 403 Forbidden\r\n\r\n": "proxy proxy:1 answered status 403 to connect",
		"HTTP/1.1 200 OK\r\n\r\nx":       "proxy proxy:1 answered status 200 to connect",
		"":                               "proxy proxy:1: unexpected EOF",
		"HTTP/1.1 407 Proxy Authentication\r\n\r\n": "proxy proxy:1 answered status 407 to connect",
	} {
		near, far := net.Pipe()
		go func() {
			http.ReadRequest(bufio.NewReader(far))
			io.WriteString(far, answer)
			if answer == "" {
				far.Close()
			}
		}()
		p := plainPool(t, "http://main", func(context.Context, string, string) (net.Conn, error) { return near, nil })
		p.dialer.Proxy, p.dialer.ProxyAuthorization = "proxy:1", func() string { return "MARKED" }
		_, err := post(t.Context(), p, limit)
		unsent, is := errors.AsType[*UnsentError](err)
		if !is || unsent.Code != "PROXY" || unsent.Err.Error() != says {
			t.Errorf("%q: %v, want %s", answer, err, says)
		}
		if err := near.SetDeadline(time.Time{}); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("%q: the connection is open", answer)
		}
	}
}

// Money rule 1.5: whatever becomes of the way to the host, nothing of the request
// has left, and the reason is that of its end.
func TestProxyIsNotWaitedFor(t *testing.T) {
	broken := errors.New("broken")
	for _, r := range []struct {
		name  string
		write error
		says  string // the proxy, in the moment in which the caller goes
		after time.Duration
		text  string
	}{
		{"a proxy that says nothing", nil, "", connect, "PROXY: no connection to main:80 within 2.5s"},
		{"a proxy that takes nothing", broken, "", 0, "PROXY: broken"},
		{"a caller that goes as the proxy lets it through", nil, "HTTP/1.1 200 OK\r\n\r\n", 0, "PROXY: context canceled"},
	} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			var heard strings.Builder
			e := newEnd(func(p []byte) (int, error) { heard.Write(p); return len(p), r.write })
			if r.says != "" {
				e.read = func(p []byte) (int, error) { cancel(); return copy(p, r.says), nil }
			}
			p := plainPool(t, "http://main", func(context.Context, string, string) (net.Conn, error) { return e, nil })
			p.dialer.Proxy = "proxy:1"
			start := time.Now()
			_, err := post(ctx, p, limit)
			if fmt.Sprint(err) != r.text || time.Since(start) != r.after || !e.closed.Load() {
				t.Errorf("%s: %v after %v, closed %t", r.name, err, time.Since(start), e.closed.Load())
			}
			if heard.String() != "CONNECT main:80 HTTP/1.1\r\nHost: main:80\r\n\r\n" {
				t.Errorf("%s: it heard %q", r.name, heard.String())
			}
		})
	}
}

// A host that does not answer in time says so, and not that a context ended.
func TestConnectLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := plainPool(t, "http://main", func(ctx context.Context, _, _ string) (net.Conn, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		})
		start := time.Now()
		if _, err := post(t.Context(), p, limit); fmt.Sprint(err) != "CONNECT: no connection to main:80 within 2.5s" || time.Since(start) != connect {
			t.Errorf("%v after %v", err, time.Since(start))
		}
	})
}

// A name that nobody knows is told from a host that cannot be reached.
func TestDialFails(t *testing.T) {
	for want, fails := range map[string]error{"unsent DNS": &net.DNSError{Err: "no such host"}, "unsent CONNECT": errors.New("refused")} {
		p := plainPool(t, "http://main", func(context.Context, string, string) (net.Conn, error) {
			return nil, &net.OpError{Op: "dial", Err: fails}
		})
		if _, err := post(t.Context(), p, limit); named(err) != want || !errors.Is(err, fails) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// A host that could not be reached is asked second for three minutes, and one that
// was reached, or not tried, is not.
func TestHealth(t *testing.T) {
	var h Health
	for _, err := range []error{nil, &LostError{Err: ErrTimeout}, &UnsentError{"SEND_BY", errClosed}} {
		if h.Note("main", 0, err); h.Bad("main", 0) {
			t.Errorf("a host is avoided for %v", err)
		}
	}
	h.Note("main", time.Second, &UnsentError{"CONNECT", errClosed})
	for at, want := range map[time.Duration]bool{time.Second: true, 3*time.Minute + time.Second - 1: true, 3*time.Minute + time.Second: false} {
		if h.Bad("main", at) != want || h.Bad("backup", at) {
			t.Errorf("after %v: main is bad %t, backup %t", at, !want, h.Bad("backup", at))
		}
	}
}
