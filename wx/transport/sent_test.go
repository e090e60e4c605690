package transport

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// end is a connection whose writes are scripted and whose other end says nothing
// until it is closed, where its reads are not scripted as well.
type end struct {
	net.Conn
	write     func(p []byte) (int, error)
	read      func(p []byte) (int, error)
	over      chan struct{}
	closed    atomic.Bool
	linger    int
	deadlines []time.Time
}

func newEnd(write func(p []byte) (int, error)) *end {
	e := &end{write: write, over: make(chan struct{}), linger: -1}
	e.read = func([]byte) (int, error) { <-e.over; return 0, net.ErrClosed }
	return e
}

func (e *end) Read(p []byte) (int, error)          { return e.read(p) }
func (e *end) Write(p []byte) (int, error)         { return e.write(p) }
func (e *end) SetLinger(seconds int) error         { e.linger = seconds; return nil }
func (e *end) SetWriteDeadline(at time.Time) error { e.deadlines = append(e.deadlines, at); return nil }
func (e *end) SetDeadline(time.Time) error         { return nil }
func (e *end) Close() error {
	if e.closed.CompareAndSwap(false, true) {
		close(e.over)
	}
	return nil
}

func (e *end) conn() *conn {
	sock := &counted{Conn: e}
	sock.allow(1 << 20)
	return newConn(sock, sock)
}

// Money rule 1.5: a request is unsent only where the kernel took not one byte of it
// and nothing is in doubt. The connection of one that failed is reset.
func TestWhatIsKnownToHaveLeft(t *testing.T) {
	broken := errors.New("broken")
	for _, r := range []struct {
		name  string
		takes int
		err   error
		sent  bool
	}{
		{"nothing", 0, broken, false},
		{"one byte", 1, broken, true},
		{"nothing by the deadline, which not every system tells", 0, os.ErrDeadlineExceeded, true},
		{"all of it, late", 4, broken, true},
	} {
		e := newEnd(func([]byte) (int, error) { return r.takes, r.err })
		sent, err := e.conn().roundTrip(t.Context(), []byte("body"), &exchange{max: 10})
		if sent != r.sent || !errors.Is(err, r.err) || !e.closed.Load() || e.linger != 0 {
			t.Errorf("%s: sent %t, %v, reset %t", r.name, sent, err, e.closed.Load() && e.linger == 0)
		}
	}
	whole := func(p []byte) (int, error) { return len(p), nil }
	e := newEnd(whole)
	ctx, cancel := context.WithTimeoutCause(t.Context(), time.Hour, ErrTimeout)
	deadline, _ := ctx.Deadline()
	e.write = func(p []byte) (int, error) { cancel(); return len(p), nil }
	c := e.conn()
	sent, err := c.roundTrip(ctx, []byte("body"), &exchange{max: 10})
	if !sent || !errors.Is(err, context.Canceled) || !e.closed.Load() {
		t.Errorf("given up after the write: sent %t, %v", sent, err)
	}
	if len(e.deadlines) != 2 || !e.deadlines[0].Equal(deadline) || !e.deadlines[1].IsZero() {
		t.Errorf("write deadlines %v, want the request's and then none", e.deadlines)
	}
	// What is known to be dead, or busy, takes no request.
	if sent, err := c.roundTrip(t.Context(), []byte("body"), &exchange{}); sent || !errors.Is(err, errClosed) {
		t.Errorf("a dead connection: sent %t, %v", sent, err)
	}
	busy := newEnd(func([]byte) (int, error) { t.Error("a second request was written"); return 0, nil }).conn()
	busy.waiting = &exchange{done: make(chan struct{})}
	if sent, err := busy.roundTrip(t.Context(), []byte("body"), &exchange{}); sent || !errors.Is(err, errClosed) {
		t.Errorf("a busy connection: sent %t, %v", sent, err)
	}
	busy.reset()
}

// The same, as a pool tells it: unsent is an *UnsentError, all else a *LostError,
// and a new connection is tried only where an idle one had died unsent.
func TestPoolTellsWhatLeft(t *testing.T) {
	broken := errors.New("broken")
	for _, r := range []struct {
		takes int
		code  string
	}{{0, "TLS"}, {1, ""}} {
		dials := 0
		p := plainPool(t, "http://main", func(context.Context, string, string) (net.Conn, error) {
			dials++
			return newEnd(func([]byte) (int, error) { return r.takes, broken }), nil
		})
		_, err := post(t.Context(), p, limit)
		unsent, is := errors.AsType[*UnsentError](err)
		if is != (r.code != "") || is && unsent.Code != r.code || !is && !lostAs(err, "BROKEN") || dials != 1 || !errors.Is(err, broken) {
			t.Errorf("%d bytes were taken: %#v, %d connections", r.takes, err, dials)
		}
	}
	for _, given := range []bool{false, true} {
		ctx, cancel := context.WithCancel(t.Context())
		dials := 0
		p := plainPool(t, "http://main", func(context.Context, string, string) (net.Conn, error) {
			dials++
			return newEnd(func([]byte) (int, error) { return 1, broken }), nil
		})
		p.idle = []*conn{newEnd(func([]byte) (int, error) {
			if given {
				cancel()
			}
			return 0, broken
		}).conn()}
		_, err := post(ctx, p, limit)
		unsent, is := errors.AsType[*UnsentError](err)
		if given && (!is || unsent.Code != "CONNECT" || dials != 0) || !given && (!lostAs(err, "BROKEN") || dials != 1) {
			t.Errorf("an idle connection was dead, given up %t: %#v, %d connections", given, err, dials)
		}
		cancel()
	}
}

// What comes back is the answer alone, within its limits; the connection is kept
// only where nothing else can follow.
func TestRead(t *testing.T) {
	const head = "HTTP/1.1 200 OK\r\nDate: Wed, 25 Nov 2026 04:00:00 GMT\r\nContent-Length: 2\r\n"
	interim := strings.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 4)
	for _, r := range []struct {
		name, text string
		head       bool
		status     int
		body       string
		keep       bool
		err        error
	}{
		{"an answer", head + "\r\nok", false, 200, "ok", true, nil},
		{"to a HEAD", head + "\r\n", true, 200, "", true, nil},
		{"announced", interim + head + "\r\nok", false, 200, "ok", true, nil},
		{"announced by the last number that does", "HTTP/1.1 199 Soon\r\n\r\n" + head + "\r\nok", false, 200, "ok", true, nil},
		{"announced five times", interim + "HTTP/1.1 100 Continue\r\n\r\n", false, 100, "", true, nil},
		{"the last one", head + "Connection: close\r\n\r\nok", false, 200, "ok", false, nil},
		{"another protocol", "HTTP/1.1 101 Switching Protocols\r\n\r\n", false, 101, "", false, nil},
		{"with something behind", head + "\r\nokx", false, 200, "ok", false, nil},
		{"as large as it may be", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n123456789", false, 200, "123456789", true, nil},
		{"larger", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n1234567890", false, 200, "", false, ErrTooLarge},
		{"cut", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n123", false, 200, "", false, io.ErrUnexpectedEOF},
		{"cut in its head", "HTTP/1.1 200 OK\r\n", false, 0, "", false, io.ErrUnexpectedEOF},
		{"nothing", "", false, 0, "", false, io.ErrUnexpectedEOF},
		{"no HTTP", "hello\r\n\r\n", false, 0, "", false, errNotHTTP},
	} {
		x := &exchange{max: 9, head: r.head}
		c := &conn{br: bufio.NewReader(strings.NewReader(r.text))}
		keep, err := c.read(x)
		if keep != r.keep || !errors.Is(err, r.err) || (err == nil) != (r.err == nil) || x.response.Status != r.status || string(x.response.Body) != r.body {
			t.Errorf("%s: keep %t, %v, %+v", r.name, keep, err, x.response)
		}
		if dated := x.response.Date == "Wed, 25 Nov 2026 04:00:00 GMT"; dated != strings.Contains(r.text, "Date: ") {
			t.Errorf("%s: dated %q", r.name, x.response.Date)
		}
	}
	// Errors of the network and of the limit keep their names, those of the parser quote nothing.
	for err, want := range map[error]error{io.EOF: io.EOF, ErrTooLarge: ErrTooLarge, os.ErrDeadlineExceeded: os.ErrDeadlineExceeded,
		errors.New("malformed MARKED"): errNotHTTP} {
		if got := notHTTP(err); got != want {
			t.Errorf("%v became %v", err, got)
		}
	}
}

// A connection carries a request for so long after its last use, by either clock,
// while it is neither dead nor busy.
func TestAlive(t *testing.T) {
	now := time.Now()
	for _, r := range []struct {
		dead    error
		waiting *exchange
		after   time.Duration
		alive   bool
	}{
		{nil, nil, time.Second, true},
		{nil, nil, time.Second + 1, false},
		{nil, nil, -time.Second, true},
		{nil, nil, -time.Second - 1, false},
		{errClosed, nil, 0, false},
		{nil, &exchange{}, 0, false},
	} {
		c := &conn{dead: r.dead, waiting: r.waiting, used: now}
		if got := c.alive(now.Add(r.after), time.Second); got != r.alive {
			t.Errorf("%v after its use, %v: alive %t", r.after, r.dead, got)
		}
	}
	// Monotonic time stands still while a machine sleeps, wall time can be set back.
	for _, r := range []struct {
		monotonic, wall time.Duration
		within          bool
	}{
		{time.Second, time.Second, true},
		{time.Second + 1, 0, false},
		{0, time.Second + 1, false},
		{0, -time.Second, true},
		{0, -time.Second - 1, false},
	} {
		if got := within(time.Second, r.monotonic, r.wall); got != r.within {
			t.Errorf("monotonic %v, wall %v: within a second %t", r.monotonic, r.wall, got)
		}
	}
}

// A pool keeps the two connections that were used last, and none once it is closed.
func TestPoolKeepsTwo(t *testing.T) {
	p := plainPool(t, "http://main", nil)
	var ends []*end
	put := func() {
		e := newEnd(nil)
		ends = append(ends, e)
		p.put(e.conn())
	}
	closed := func() (text string) {
		for _, e := range ends {
			text += fmt.Sprint(e.closed.Load(), " ")
		}
		return strings.TrimSpace(text)
	}
	put()
	put()
	if closed() != "false false" {
		t.Errorf("two: %s", closed())
	}
	put()
	if closed() != "true false false" || len(p.idle) != 2 {
		t.Errorf("three: %s, %d idle", closed(), len(p.idle))
	}
	dead := newEnd(nil)
	c := dead.conn()
	c.dead = errClosed
	if p.put(c); !dead.closed.Load() || len(p.idle) != 2 {
		t.Errorf("a dead one: reset %t, %d idle", dead.closed.Load(), len(p.idle))
	}
	if c := p.pop(); c.sock.Conn != net.Conn(ends[2]) {
		t.Error("not the one that was used last")
	}
	p.Close()
	put()
	if closed() != "true true false true" || len(p.idle) != 0 {
		t.Errorf("closed: %s, %d idle", closed(), len(p.idle))
	}
	ends[2].Close()
}

// A peer sends so many bytes and no more.
func TestCounted(t *testing.T) {
	near, far := net.Pipe()
	defer near.Close()
	go func() {
		far.Write([]byte("abc"))
		far.Close()
	}()
	c := &counted{Conn: near}
	c.allow(2)
	p := make([]byte, 1)
	for range 2 {
		if n, err := c.Read(p); n != 1 || err != nil {
			t.Errorf("%d %v", n, err)
		}
	}
	if n, err := c.Read(p); n != 0 || err != ErrTooLarge {
		t.Errorf("one more: %d %v", n, err)
	}
	broken := errors.New("broken")
	c = &counted{Conn: newEnd(func(p []byte) (int, error) { return 1, broken })}
	if n, err := c.Write([]byte("abc")); n != 1 || err != broken || c.written.Load() != 1 {
		t.Errorf("of three bytes one was taken: %d %v, counted %d", n, err, c.written.Load())
	}
}

// Each failure has one name, and only some are how a certificate is refused.
func TestNamesOfFailures(t *testing.T) {
	op := func(err error) error { return &net.OpError{Op: "read", Err: err} }
	for _, r := range []struct {
		err  error
		code string
		cert bool
	}{
		{ErrTimeout, "TIMEOUT", false},
		{context.Canceled, "GIVEN_UP", false},
		{ErrTooLarge, "TOO_LARGE", false},
		{errNotHTTP, "NOT_HTTP", false},
		{io.ErrUnexpectedEOF, "CUT_SHORT", false},
		{io.EOF, "CLOSED", true},
		{fmt.Errorf("%w: %w", errClosed, io.EOF), "CLOSED", true},
		{tls.AlertError(42), "TLS_ALERT", true},
		{op(errors.New("remote error: tls: bad certificate")), "TLS_ALERT", true},
		{op(os.ErrDeadlineExceeded), "TIMEOUT", false},
		{op(syscall.ECONNRESET), "BROKEN", true},
		{op(errors.New("refused")), "BROKEN", false},
		{errors.New("connection reset"), "BROKEN", false},
		{fmt.Errorf("reset: %w", op(os.ErrDeadlineExceeded)), "TIMEOUT", false},
		{fmt.Errorf("reset: %w: %w", context.Canceled, op(syscall.ECONNRESET)), "GIVEN_UP", false},
		{fmt.Errorf("reset: %w: %w", ErrTimeout, op(syscall.ECONNRESET)), "TIMEOUT", false},
		{fmt.Errorf("reset: %w: %w", ErrTooLarge, op(syscall.ECONNRESET)), "TOO_LARGE", false},
	} {
		lost, unsent := &LostError{Err: r.err}, &UnsentError{"DNS", r.err}
		if lost.Code() != r.code || CertRefused(r.err) != r.cert {
			t.Errorf("%v: %s, certificate %t", r.err, lost.Code(), CertRefused(r.err))
		}
		if lost.Error() != r.err.Error() || !strings.Contains(unsent.Error(), r.err.Error()) || !errors.Is(lost, r.err) || !errors.Is(unsent, r.err) {
			t.Errorf("%v is lost in %v, %v", r.err, lost, unsent)
		}
	}
	for code, want := range map[string]bool{"DNS": true, "CONNECT": true, "PROXY": true, "TLS": true, "SEND_BY": false, "": false} {
		if Unreachable(code) != want {
			t.Errorf("%s is of a host that cannot be reached: %t", code, !want)
		}
	}
}

// Whom an address leads to, and what the Host header says.
func TestEndpoints(t *testing.T) {
	for text, want := range map[string]string{
		"https://a": "a:443 true a", "https://a/": "a:443 true a", "https://a:8443": "a:8443 true a:8443", "https://a:80": "a:80 true a:80",
		"http://a": "a:80 false a", "http://a:443": "a:443 false a:443", "https://[::1]:1": "[::1]:1 true [::1]:1",
		"": "", "a": "", "a:1": "", "https://": "", "https://a/path": "", "https://u@a": "", "ftp://a": "", "https://a b": "", "https:///x": "", "//a": "",
	} {
		e, err := ParseEndpoint(text)
		got := ""
		if err == nil {
			got = fmt.Sprint(e.addr, " ", e.tls, " ", e.host())
		}
		if got != want {
			t.Errorf("%q: %q %v, want %q", text, got, err, want)
		}
	}
}
