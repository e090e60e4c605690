package transport

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"time"
)

// What a connection may send beside bodies: handshake and session tickets,
// headers. pageRoom is for a body in place of one that would be passed on.
const (
	handshakeRoom = 256 << 10
	headerRoom    = 64 << 10
	pageRoom      = 64 << 10
)

// Response is an HTTP answer before anybody believes it.
type Response struct {
	Status int
	Date   string // the Date header
	Body   []byte
	At     time.Time // when its first byte was here, with the monotonic clock
}

// exchange is one request waiting for its answer.
type exchange struct {
	head     bool      // a HEAD has no body
	max      int64     // bytes of body
	into     io.Writer // see Request
	done     chan struct{}
	response Response
	err      error
}

// conn is one HTTP/1.1 connection. It never sends anything twice: a request is
// one Write.
//
// One goroutine reads. It notices a connection that the server closed while it
// was idle, so that no request is written into it.
type conn struct {
	net  net.Conn // with TLS
	sock *counted // without
	br   *bufio.Reader
	over chan struct{} // closed when the reader has ended

	mu      sync.Mutex
	waiting *exchange
	dead    error // why it is of no use any more
	used    time.Time
}

func newConn(secure net.Conn, sock *counted) *conn {
	c := &conn{net: secure, sock: sock, br: bufio.NewReader(secure), used: time.Now(), over: make(chan struct{})}
	go c.readLoop()
	return c
}

// readLoop delivers answers until the connection ends.
func (c *conn) readLoop() {
	defer close(c.over)
	for {
		_, err := c.br.Peek(1)
		at := time.Now()
		c.mu.Lock()
		x := c.waiting
		if x == nil {
			c.dead = because(errUnasked, err)
			c.mu.Unlock()
			c.reset()
			return
		}
		c.mu.Unlock()
		keep := false
		if err == nil {
			x.response.At = at
			keep, err = c.read(x)
		}
		c.mu.Lock()
		c.waiting, c.used = nil, time.Now()
		if !keep {
			c.dead = because(errClosed, err)
			c.reset()
		}
		c.mu.Unlock()
		x.err = err
		close(x.done)
		if !keep {
			return
		}
	}
}

// because keeps the cause of what happened on one line.
func because(what, why error) error {
	if why == nil {
		return what
	}
	return fmt.Errorf("%w: %w", what, why)
}

// read takes one answer off the wire and reports whether the connection can be
// used again.
func (c *conn) read(x *exchange) (keep bool, err error) {
	req := new(http.Request)
	if x.head {
		req.Method = http.MethodHead
	}
	var resp *http.Response
	for range 5 { // answers of the kind 100 Continue announce the real one
		if resp, err = http.ReadResponse(c.br, req); err != nil {
			return false, notHTTP(err)
		}
		if resp.StatusCode >= 200 || resp.StatusCode == http.StatusSwitchingProtocols {
			break
		}
	}
	x.response.Status, x.response.Date = resp.StatusCode, resp.Header.Get("Date")
	if x.into != nil && resp.StatusCode == http.StatusOK {
		err = x.pass(resp)
	} else {
		err = x.keep(resp)
	}
	if err != nil {
		return false, err
	}
	// What is there beyond the answer would be taken for the next one.
	return !resp.Close && resp.StatusCode != http.StatusSwitchingProtocols && c.br.Buffered() == 0, nil
}

// keep reads the body into memory.
func (x *exchange) keep(resp *http.Response) error {
	most := x.max
	if x.into != nil {
		most = min(most, pageRoom)
	}
	var body bytes.Buffer
	body.Grow(int(min(max(resp.ContentLength, 0), most)) + bytes.MinRead) // one allocation where the length is known
	_, err := body.ReadFrom(io.LimitReader(resp.Body, most+1))
	switch {
	case int64(body.Len()) > most:
		return ErrTooLarge
	case err != nil:
		return err
	}
	x.response.Body = body.Bytes()
	return nil
}

// pass hands the body on as it comes. One that ends with its connection is refused:
// nobody could tell that it was cut.
func (x *exchange) pass(resp *http.Response) error {
	if resp.ContentLength < 0 && len(resp.TransferEncoding) == 0 {
		return errNoLength
	}
	n, err := io.Copy(x.into, io.LimitReader(resp.Body, x.max+1))
	if n > x.max {
		return ErrTooLarge
	}
	return err
}

// notHTTP keeps errors of the network and replaces those of the parser, which
// quote the answer.
func notHTTP(err error) error {
	if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, ErrTooLarge) {
		return err
	}
	var op interface{ Timeout() bool }
	if errors.As(err, &op) {
		return err
	}
	return errNotHTTP
}

// alive reports whether the connection can carry a request now and was used in the
// last limit.
func (c *conn) alive(now time.Time, limit time.Duration) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.dead == nil && c.waiting == nil && within(limit, now.Sub(c.used), now.Round(0).Sub(c.used.Round(0)))
}

// within reports whether what took so long was no longer than limit by both clocks:
// monotonic time stands still while a machine sleeps, wall time can be set back.
func within(limit, monotonic, wall time.Duration) bool {
	return monotonic <= limit && wall <= limit && wall >= -limit
}

// begin makes the connection wait for the answer of an exchange, where it can
// carry one.
func (c *conn) begin(x *exchange) error {
	x.done = make(chan struct{})
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.dead != nil || c.waiting != nil {
		return because(errClosed, c.dead)
	}
	c.waiting = x
	return nil
}

// roundTrip writes one request with one Write and waits for its answer until
// ctx ends. sent reports whether any byte of it can have left; where it is false
// the server surely knows nothing of this request. After an error the
// connection is reset.
func (c *conn) roundTrip(ctx context.Context, request []byte, x *exchange) (sent bool, err error) {
	if err := c.begin(x); err != nil {
		return false, err
	}
	c.sock.allow(headerRoom + 8*x.max)
	before := c.sock.written.Load()
	if deadline, ok := ctx.Deadline(); ok {
		c.net.SetWriteDeadline(deadline)
	}
	_, err = c.net.Write(request)
	// Where a write is cut off by its deadline, not every system tells what it
	// had taken by then.
	sent = c.sock.written.Load() != before || errors.Is(err, os.ErrDeadlineExceeded)
	if err != nil {
		c.reset()
		<-x.done
		return sent, cause(ctx, err)
	}
	// A key update of TLS may be answered while the connection is idle.
	c.net.SetWriteDeadline(time.Time{})
	select {
	case <-x.done:
		return sent, x.err
	case <-ctx.Done():
		c.reset()
		<-x.done
		// The answer may have come in the same moment; then it counts.
		if x.err == nil {
			return sent, nil
		}
		return sent, context.Cause(ctx)
	}
}

func (c *conn) tls13() bool {
	t, ok := c.net.(*tls.Conn)
	return ok && t.ConnectionState().Version == tls.VersionTLS13
}

// reset ends the connection so that the kernel delivers nothing late: what it
// still holds is thrown away and the server sees a reset.
func (c *conn) reset() {
	if tcp, ok := c.sock.Conn.(interface{ SetLinger(int) error }); ok {
		tcp.SetLinger(0)
	}
	c.sock.Conn.Close()
}
