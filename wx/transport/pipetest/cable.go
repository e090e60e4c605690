package pipetest

import (
	"context"
	"errors"
	"net"
	"sync"
)

// Cable is a network of one listener, which it is itself: each connection is a pair
// of pipes. It can be cut. A test in virtual time makes it inside.
type Cable struct {
	accept chan net.Conn
	closed chan struct{}

	mu   sync.Mutex
	away bool
	ends []net.Conn
}

// NewCable returns a cable that is plugged in.
func NewCable() *Cable { return &Cable{accept: make(chan net.Conn), closed: make(chan struct{})} }

// Accept returns the listener's end of the next connection; [net.ErrClosed] after Close.
func (c *Cable) Accept() (net.Conn, error) {
	select {
	case conn := <-c.accept:
		return conn, nil
	case <-c.closed:
		return nil, net.ErrClosed
	}
}

// Close ends the listener. Connections that are open stay so.
func (c *Cable) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	select {
	case <-c.closed:
	default:
		close(c.closed)
	}
	return nil
}

// Addr returns no address: whatever is dialled comes here.
func (c *Cable) Addr() net.Addr { return &net.TCPAddr{} }

// Dial returns the caller's end of a new connection once the other is accepted.
func (c *Cable) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	c.mu.Lock()
	away := c.away
	c.mu.Unlock()
	if away {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("network is unreachable")}
	}
	near, far := net.Pipe()
	select {
	case c.accept <- far:
	case <-c.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ends = append(c.ends, near, far); c.away {
		c.drop()
	}
	return near, nil
}

// Cut breaks every connection; nothing can be dialled until Back.
func (c *Cable) Cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.away = true
	c.drop()
}

// Back plugs the cable in again.
func (c *Cable) Back() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.away = false
}

func (c *Cable) drop() {
	for _, end := range c.ends {
		_ = end.Close()
	}
	c.ends = nil
}
