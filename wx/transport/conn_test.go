package transport

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

// counting is a server that counts connections and requests.
func counting(t *testing.T, h http.HandlerFunc) (s *httptest.Server, opened, requests *atomic.Int64) {
	opened, requests = new(atomic.Int64), new(atomic.Int64)
	s = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		h(w, r)
	}))
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			opened.Add(1)
		}
	}
	s.Start()
	t.Cleanup(s.Close)
	return s, opened, requests
}

func okHandler(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "ok") }

// TestIdleConnectionClosedByServer: a connection that died while idle is
// noticed before a request is written into it.
func TestIdleConnectionClosedByServer(t *testing.T) {
	s, opened, requests := counting(t, okHandler)
	p := plainPool(t, s.URL, new(net.Dialer).DialContext)
	defer p.Close()
	post(t.Context(), p, limit)
	s.CloseClientConnections()
	p.mu.Lock()
	idle := p.idle[0]
	p.mu.Unlock()
	<-idle.over // its reader has seen the end
	if _, err := post(t.Context(), p, limit); err != nil {
		t.Fatal(err)
	}
	if opened.Load() != 2 || requests.Load() != 2 {
		t.Errorf("%d connections, %d requests; want 2, 2", opened.Load(), requests.Load())
	}
}

// TestGivenUpConnectionIsReset: the server sees a reset and not an orderly end.
func TestGivenUpConnectionIsReset(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	got, seen := make(chan struct{}), make(chan error, 1)
	go func() {
		nc, err := ln.Accept()
		if err != nil {
			seen <- err
			return
		}
		nc.Read(make([]byte, 4096))
		close(got)
		_, err = nc.Read(make([]byte, 4096))
		seen <- err
	}()
	p := plainPool(t, "http://"+ln.Addr().String(), new(net.Dialer).DialContext)
	defer p.Close()
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-got; cancel() }()
	if _, err := post(ctx, p, limit); !lostAs(err, "GIVEN_UP") {
		t.Errorf("%v, want GIVEN_UP", err)
	}
	if err := <-seen; err == nil || err == io.EOF {
		t.Errorf("server saw %v, want a reset", err)
	}
}

// TestSpareBytesEndTheConnection: what a server sends beyond an answer is never
// read as the next one.
func TestSpareBytesEndTheConnection(t *testing.T) {
	answer := "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
	s, opened, requests := counting(t, func(w http.ResponseWriter, r *http.Request) {
		nc, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer nc.Close()
		io.WriteString(nc, answer+answer)
		io.Copy(io.Discard, nc)
	})
	p := plainPool(t, s.URL, new(net.Dialer).DialContext)
	defer p.Close()
	for range 2 {
		if r, err := post(t.Context(), p, limit); err != nil || string(r.Body) != "ok" {
			t.Errorf("%q %v", r.Body, err)
		}
	}
	if opened.Load() != 2 || requests.Load() != 2 {
		t.Errorf("%d connections for %d requests", opened.Load(), requests.Load())
	}
}

// TestInto: a body that is passed on is no longer than allowed and has a length; any
// page but 200 is kept, and a short one alone.
func TestInto(t *testing.T) {
	broken := errors.New("broken")
	for _, r := range []struct {
		name, text, into, body string
		err                    error
	}{
		{"with a length", "200 OK\r\nContent-Length: 9\r\n\r\n123456789", "123456789", "", nil},
		{"in parts", "200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n123\r\n2\r\n45\r\n0\r\n\r\n", "12345", "", nil},
		{"empty", "200 OK\r\nContent-Length: 0\r\n\r\n", "", "", nil},
		{"larger", "200 OK\r\nContent-Length: 10\r\n\r\n1234567890", "1234567890", "", ErrTooLarge},
		{"cut", "200 OK\r\nContent-Length: 9\r\n\r\n123", "123", "", io.ErrUnexpectedEOF},
		{"cut between its parts", "200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n123\r\n", "123", "", io.ErrUnexpectedEOF},
		{"without a length", "200 OK\r\n\r\n123", "", "", errNoLength},
		{"which takes nothing", "200 OK\r\nContent-Length: 1\r\n\r\n!", "", "", broken},
		{"another page", "502 Bad Gateway\r\nContent-Length: 2\r\n\r\nno", "", "no", nil},
		{"another page that is longer", "502 Bad Gateway\r\nContent-Length: 10\r\n\r\n1234567890", "", "", ErrTooLarge},
	} {
		var into strings.Builder
		x := &exchange{max: 9, into: writerFunc(func(p []byte) (int, error) {
			if string(p) == "!" {
				return 0, broken
			}
			return into.Write(p)
		})}
		_, err := (&conn{br: bufio.NewReader(strings.NewReader("HTTP/1.1 " + r.text))}).read(x)
		if !errors.Is(err, r.err) || (err == nil) != (r.err == nil) || into.String() != r.into || string(x.response.Body) != r.body {
			t.Errorf("%s: %q, %+v, %v", r.name, into.String(), x.response, err)
		}
	}
	x := &exchange{max: 1 << 30, into: io.Discard}
	page := "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 100000\r\n\r\n" + strings.Repeat("x", 100000)
	if _, err := (&conn{br: bufio.NewReader(strings.NewReader(page))}).read(x); err != ErrTooLarge {
		t.Error(err)
	}
	if code := (&LostError{Err: errNoLength}).Code(); code != "NO_LENGTH" {
		t.Error(code)
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// FuzzResponse: whatever bytes a server sends as an HTTP answer, nothing panics
// and the limits hold.
func FuzzResponse(f *testing.F) {
	f.Add([]byte("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<xml></xml>"))
	f.Add([]byte("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<xml></xml>"))
	f.Add([]byte("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<xml>\r\n0\r\n\r\n"))
	f.Fuzz(func(t *testing.T, wire []byte) {
		x := &exchange{max: 64}
		c := &conn{br: bufio.NewReader(bytes.NewReader(wire))}
		if _, err := c.read(x); err != nil {
			if code := (&LostError{Err: err}).Code(); code == "" {
				t.Fatalf("%v has no name", err)
			}
			return
		}
		if len(x.response.Body) > 64 {
			t.Fatalf("%d bytes of body", len(x.response.Body))
		}
	})
}
