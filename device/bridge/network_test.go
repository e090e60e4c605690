package bridge

import (
	"context"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"facetill/device/wire"
	"facetill/wx/transport/pipetest"
)

// network is the cable between a till and a bridge.
type network struct {
	*pipetest.Cable
	mute atomic.Bool // what the bridge says is lost
}

func newNetwork() *network { return &network{Cable: pipetest.NewCable()} }

func (n *network) Accept() (net.Conn, error) {
	c, err := n.Cable.Accept()
	return &muted{c, n}, err
}

// silence loses all that the bridge says until the next cut, as a line that broke
// without anybody noticing.
func (n *network) silence() { n.mute.Store(true) }

func (n *network) Cut() {
	n.mute.Store(false)
	n.Cable.Cut()
}

// muted is the bridge's end of a connection.
type muted struct {
	net.Conn
	n *network
}

func (m *muted) Write(b []byte) (int, error) {
	if m.n.mute.Load() {
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
	c, err := NewRemote(Remote{URL: "https://127.0.0.1:17891", Token: token, Pinned: pem, Dial: n.Dial})
	if err != nil {
		t.Fatal(err)
	}
	return c
}
