package wx

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"time"
)

const (
	// freshFor is how long after its last use a connection may carry a request
	// (money rule 1.4). Firewalls and the server itself forget idle ones.
	freshFor = 20 * time.Second
	// warmEach is how often KeepWarm uses the connection, well inside freshFor.
	warmEach = 15 * time.Second
	// joinLimit is how long a request waits for a warm-up that is under way
	// instead of opening a second connection.
	joinLimit = time.Second
	// maxIdle is how many idle connections a line keeps: a till has one sale and
	// one piece of housekeeping at a time.
	maxIdle = 2
)

// line is the connections to one host, with or without the client certificate.
type line struct {
	name     string // main, backup or face
	withCert bool
	to       endpoint
	dialer   *dialer

	mu      sync.Mutex
	idle    []*conn
	warming *warmUp // under way; nil: none
	closed  bool
}

// warmUp is a HEAD that others may wait for.
type warmUp struct {
	done chan struct{} // closed when raw and err are there
	raw  raw
	err  error
}

// take returns an idle connection that is fresh, or opens one. Its only errors
// are *unsentError.
func (l *line) take(ctx context.Context) (c *conn, reused bool, err error) {
	if c := l.pop(); c != nil {
		return c, true, nil
	}
	l.mu.Lock()
	warming := l.warming
	l.mu.Unlock()
	if warming != nil && ctx.Value(warmKey{}) == nil {
		timer := time.NewTimer(joinLimit)
		select {
		case <-warming.done:
		case <-timer.C:
		case <-ctx.Done():
		}
		timer.Stop()
		if c := l.pop(); c != nil {
			return c, true, nil
		}
	}
	c, err = l.dialer.open(ctx, l.to)
	return c, false, err
}

// pop takes the connection that was used last and drops those that are of no
// use any more.
func (l *line) pop() *conn {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	for len(l.idle) > 0 {
		c := l.idle[len(l.idle)-1]
		l.idle = l.idle[:len(l.idle)-1]
		if c.alive(now, freshFor) {
			return c
		}
		c.reset()
	}
	return nil
}

// put gives a connection back after an answer.
func (l *line) put(c *conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed || !c.alive(time.Now(), freshFor) {
		c.reset()
		return
	}
	if len(l.idle) == maxIdle {
		l.idle[0].reset()
		l.idle = append(l.idle[:0], l.idle[1:]...)
	}
	l.idle = append(l.idle, c)
}

func (l *line) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	for _, c := range l.idle {
		c.reset()
	}
	l.idle = nil
}

// call is one request on a line.
type call struct {
	path   string
	body   []byte
	head   bool
	max    int64         // bytes of the answer's body
	answer time.Duration // from the first byte of the request to the last of the answer
	// detach lets the exchange go on when ctx ends: once a byte is out, only
	// answer ends it.
	detach bool
	// gate is asked immediately before the request is written; an error, which
	// has to be an *unsentError, keeps it from being sent.
	gate func() error
}

// bytes is the HTTP request.
func (q *call) bytes(host string) []byte {
	b := make([]byte, 0, len(q.body)+256)
	if q.head {
		b = append(b, "HEAD "...)
	} else {
		b = append(b, "POST "...)
	}
	b = append(b, q.path...)
	b = append(b, " HTTP/1.1\r\nHost: "...)
	b = append(b, host...)
	b = append(b, "\r\nUser-Agent: facetill\r\n"...)
	if !q.head {
		b = append(b, "Content-Type: text/xml; charset=utf-8\r\nContent-Length: "...)
		b = strconv.AppendInt(b, int64(len(q.body)), 10)
		b = append(b, "\r\n"...)
	}
	b = append(b, "\r\n"...)
	return append(b, q.body...)
}

// do sends the request once and returns its answer. Errors before a byte was
// written are *unsentError. A connection that turns out to be dead before a byte
// was written is replaced; one that dies later is not.
func (l *line) do(ctx context.Context, q *call) (raw, error) {
	request := q.bytes(l.to.host())
	for {
		c, reused, err := l.take(ctx)
		if err != nil {
			return raw{}, err
		}
		if q.gate != nil {
			if err := q.gate(); err != nil {
				l.put(c)
				return raw{}, err
			}
		}
		x := &exchange{head: q.head, max: q.max}
		parent := ctx
		if q.detach {
			parent = context.WithoutCancel(ctx)
		}
		limit, cancel := context.WithTimeoutCause(parent, q.answer, errTimeout)
		sent, err := c.roundTrip(limit, request, x)
		cancel()
		if err == nil {
			l.put(c)
			return x.raw, nil
		}
		if sent {
			return raw{}, &lostError{err, !reused && x.raw.at.IsZero() && c.tls13()}
		}
		if !reused {
			return raw{}, &unsentError{"TLS", err} // it ended with its handshake
		}
		if ctx.Err() != nil {
			return raw{}, &unsentError{"CONNECT", err}
		}
	}
}

// lostError is a request without a whole answer. unheard tells that the
// connection was new, of TLS 1.3, and that the server said nothing at all on it:
// there the client's handshake ends before the server looks at the certificate,
// so this is how a refusal of it looks.
type lostError struct {
	err     error
	unheard bool
}

func (e *lostError) Error() string { return e.err.Error() }
func (e *lostError) Unwrap() error { return e.err }

var errTimeout = errors.New("no whole answer in time")

// warmKey marks the context of a warm-up, which must not wait for itself.
type warmKey struct{}

// warm sends one HEAD on the line's connection, opening it where needed. One at
// a time: whoever comes while one is under way gets its answer.
func (l *line) warm(ctx context.Context, q *call) (raw, error) {
	l.mu.Lock()
	if w := l.warming; w != nil {
		l.mu.Unlock()
		select {
		case <-w.done:
			return w.raw, w.err
		case <-ctx.Done():
			return raw{}, &unsentError{"CONNECT", context.Cause(ctx)}
		}
	}
	w := &warmUp{done: make(chan struct{})}
	l.warming = w
	l.mu.Unlock()
	w.raw, w.err = l.do(context.WithValue(ctx, warmKey{}, true), q)
	l.mu.Lock()
	l.warming = nil
	l.mu.Unlock()
	close(w.done)
	return w.raw, w.err
}
