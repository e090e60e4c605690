package transport

import (
	"context"
	"fmt"
	"io"
	"sync"
	"time"
)

const (
	// freshFor is how long after its last use a connection may carry a request.
	// Firewalls and the server itself forget idle ones.
	freshFor = 20 * time.Second
	// joinLimit is how long a request waits for a warm-up that is under way
	// instead of opening a second connection.
	joinLimit = time.Second
	// maxIdle is how many idle connections a pool keeps: a till has one sale and
	// one piece of housekeeping at a time.
	maxIdle = 2
)

// Pool is the connections to one host, and keeps some of them idle. It may be
// used by several goroutines.
type Pool struct {
	to     Endpoint
	dialer *Dialer

	mu      sync.Mutex
	idle    []*conn
	warming *warmUp // under way; nil: none
	closed  bool
}

// NewPool returns a pool that opens its connections by the dialer, none yet.
func NewPool(to Endpoint, d *Dialer) *Pool { return &Pool{to: to, dialer: d} }

// warmUp is a HEAD that others may wait for.
type warmUp struct {
	done     chan struct{} // closed when what follows is there
	response Response
	err      error
	left     bool // its caller did not stay for it
}

// take returns an idle connection that is fresh, or opens one. Its only errors
// are *UnsentError.
func (p *Pool) take(ctx context.Context) (c *conn, reused bool, err error) {
	if c := p.pop(); c != nil {
		return c, true, nil
	}
	p.mu.Lock()
	warming := p.warming
	p.mu.Unlock()
	if warming != nil && ctx.Value(warmKey{}) == nil {
		select {
		case <-warming.done:
		case <-time.After(joinLimit):
		case <-ctx.Done():
		}
		if c := p.pop(); c != nil {
			return c, true, nil
		}
	}
	c, err = p.dialer.open(ctx, p.to)
	return c, false, err
}

// pop takes the connection that was used last and drops those that are of no
// use any more.
func (p *Pool) pop() *conn {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	for len(p.idle) > 0 {
		c := p.idle[len(p.idle)-1]
		p.idle = p.idle[:len(p.idle)-1]
		if c.alive(now, freshFor) {
			return c
		}
		c.reset()
	}
	return nil
}

// put takes a connection back after an answer.
func (p *Pool) put(c *conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed || !c.alive(time.Now(), freshFor) {
		c.reset()
		return
	}
	if len(p.idle) == maxIdle {
		p.idle[0].reset()
		p.idle = append(p.idle[:0], p.idle[1:]...)
	}
	p.idle = append(p.idle, c)
}

// Close resets the idle connections, and those in use after their answer.
func (p *Pool) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	for _, c := range p.idle {
		c.reset()
	}
	p.idle = nil
}

// Request is one POST, or one HEAD.
type Request struct {
	Path        string
	ContentType string
	Body        []byte
	Head        bool  // a HEAD: without a body
	Max         int64 // bytes of the answer's body
	// Into takes the body of an answer with status 200 as it comes, so that it need not
	// fit into memory; the Response has none then. After an error it has a part. nil:
	// the Response has the body.
	Into  io.Writer
	Limit time.Duration // from the first byte of the request to the last of the answer
	// Detach lets the exchange go on when ctx ends: once a byte is out, only
	// Limit ends it.
	Detach bool
	// Gate is asked immediately before the request is written; an error, which
	// has to be an *UnsentError, keeps it from being sent.
	Gate func() error
}

// bytes is the HTTP request.
func (q *Request) bytes(host string) []byte {
	method, content := "HEAD", ""
	if !q.Head {
		method, content = "POST", fmt.Sprintf("Content-Type: %s\r\nContent-Length: %d\r\n", q.ContentType, len(q.Body))
	}
	head := fmt.Appendf(make([]byte, 0, len(q.Body)+256), "%s %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: facetill\r\n%s\r\n", method, q.Path, host, content)
	return append(head, q.Body...)
}

// Do sends the request once and returns its answer. Errors before a byte was
// written are *UnsentError, later ones *LostError. A connection that turns out to
// be dead before a byte was written is replaced; one that dies later is not.
func (p *Pool) Do(ctx context.Context, q *Request) (Response, error) {
	request := q.bytes(p.to.host())
	for {
		c, reused, err := p.take(ctx)
		if err != nil {
			return Response{}, err
		}
		if q.Gate != nil {
			if err := q.Gate(); err != nil {
				p.put(c)
				return Response{}, err
			}
		}
		x := &exchange{head: q.Head, max: q.Max, into: q.Into}
		parent := ctx
		if q.Detach {
			parent = context.WithoutCancel(ctx)
		}
		limit, cancel := context.WithTimeoutCause(parent, q.Limit, ErrTimeout)
		sent, err := c.roundTrip(limit, request, x)
		cancel()
		if err == nil {
			p.put(c)
			return x.response, nil
		}
		if sent {
			return Response{}, &LostError{err, !reused && x.response.At.IsZero() && c.tls13()}
		}
		if !reused {
			return Response{}, &UnsentError{"TLS", err} // it ended with its handshake
		}
		if ctx.Err() != nil {
			return Response{}, &UnsentError{"CONNECT", err}
		}
	}
}

// warmKey is where the context of a warm-up holds it: it must not wait for itself.
type warmKey struct{}

// Warm sends one HEAD on a connection of the pool, opening it where needed. One at
// a time: whoever comes while one is under way gets its answer, or asks anew where
// its caller has gone.
func (p *Pool) Warm(ctx context.Context, q *Request) (Response, error) {
	for {
		p.mu.Lock()
		w := p.warming
		if w == nil {
			w = &warmUp{done: make(chan struct{})}
			p.warming = w
			p.mu.Unlock()
			p.warm(ctx, q, w)
			return w.response, w.err
		}
		p.mu.Unlock()
		select {
		case <-w.done:
			if !w.left {
				return w.response, w.err
			}
		case <-ctx.Done():
			return Response{}, &UnsentError{"CONNECT", context.Cause(ctx)}
		}
	}
}

// warm is the HEAD of a warm-up.
func (p *Pool) warm(ctx context.Context, q *Request, w *warmUp) {
	w.response, w.err = p.Do(context.WithValue(ctx, warmKey{}, w), q)
	w.left = ctx.Err() != nil
	p.mu.Lock()
	p.warming = nil
	p.mu.Unlock()
	close(w.done)
}
