package bridge

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"facetill/device/wire"
)

// network is the cable between a till and a bridge: pipes, so that virtual time
// drives what happens on it.
type network struct {
	accept chan net.Conn
	closed chan struct{}
	once   sync.Once

	mu   sync.Mutex
	away bool // nothing can be dialled
	mute bool // what the bridge says is lost
	open []net.Conn
}

func newNetwork() *network {
	return &network{accept: make(chan net.Conn), closed: make(chan struct{})}
}

func (n *network) Accept() (net.Conn, error) {
	select {
	case c := <-n.accept:
		return c, nil
	case <-n.closed:
		return nil, net.ErrClosed
	}
}

func (n *network) Close() error {
	n.once.Do(func() { close(n.closed) })
	return nil
}

func (n *network) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 17891} }

func (n *network) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.away {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("network is unreachable")}
	}
	near, far := net.Pipe()
	select {
	case n.accept <- &muted{far, n}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	n.open = append(n.open, near, far)
	return near, nil
}

// cut breaks every connection; nothing can be dialled until back.
func (n *network) cut() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.away, n.mute = true, false
	for _, c := range n.open {
		_ = c.Close()
	}
	n.open = nil
}

func (n *network) back() { n.set(func() { n.away = false }) }

// silence loses all that the bridge says from now on, as a line that broke
// without anybody noticing.
func (n *network) silence() { n.set(func() { n.mute = true }) }

func (n *network) set(change func()) {
	n.mu.Lock()
	defer n.mu.Unlock()
	change()
}

// muted is the bridge's end of a connection.
type muted struct {
	net.Conn
	n *network
}

func (m *muted) Write(b []byte) (int, error) {
	m.n.mu.Lock()
	mute := m.n.mute
	m.n.mu.Unlock()
	if mute {
		return len(b), nil
	}
	return m.Conn.Write(b)
}

// over serves caller over a network and returns a till's client.
func over(t *testing.T, n *network, caller wire.Caller) *Client {
	t.Helper()
	dir := t.TempDir()
	certFile := filepath.Join(dir, "cert.pem")
	cert, err := Certificate(certFile, filepath.Join(dir, "key.pem"), []string{"127.0.0.1"}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- Serve(ctx, n, cert, Handler(caller, token, Options{}), io.Discard) }()
	c := remote(t, n, certFile)
	t.Cleanup(func() {
		cancel()
		c.http.CloseIdleConnections()
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
	return c
}

func remote(t *testing.T, n *network, certFile string) *Client {
	t.Helper()
	pem, err := os.ReadFile(certFile)
	if err != nil {
		t.Fatal(err)
	}
	c, err := NewRemote(Remote{URL: "https://127.0.0.1:17891", Token: token, Pinned: pem, Dial: n.dial})
	if err != nil {
		t.Fatal(err)
	}
	return c
}
