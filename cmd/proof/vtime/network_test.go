package vtime

import (
	"context"
	"errors"
	"math/rand/v2"
	"net"
	"sync"
	"time"

	"facetill/wx/transport/pipetest"
)

// network joins the till to WeChat, and breaks what the seed says.
type network struct {
	*pipetest.Cable

	mu     sync.Mutex
	rng    *rand.Rand
	rates  rates
	faults int
}

// rates are how often each thing happens to a connection or a message.
type rates struct{ refuse, cutWrite, cutRead, slow, die float64 }

func newRates(r *rand.Rand) rates {
	rate := func() float64 { return []float64{0, 0.02, 0.1, 0.3}[r.IntN(4)] }
	return rates{refuse: rate() / 2, cutWrite: rate() / 2, cutRead: rate(), slow: rate(), die: 0.15}
}

// chance rolls for a fault, and counts it.
func (n *network) chance(rate func(rates) float64) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.rng.Float64() >= rate(n.rates) {
		return false
	}
	n.faults++
	return true
}

func (n *network) number(most int) int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.rng.IntN(most)
}

// heal ends all faults.
func (n *network) heal() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.rates = rates{}
}

func (n *network) count() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.faults
}

var errCut = errors.New("connection reset by peer")

// dial is the till's side.
func (n *network) dial(ctx context.Context, kind, addr string) (net.Conn, error) {
	if n.chance(func(r rates) float64 { return r.refuse }) {
		return nil, errors.New("connection refused")
	}
	near, err := n.Dial(ctx, kind, addr)
	if err != nil {
		return nil, err
	}
	return &wire{Conn: near, net: n}, nil
}

// wire is a connection that may break before a request has left, or before its
// answer has come; or be slow.
type wire struct {
	net.Conn
	net *network
}

func (w *wire) Write(p []byte) (int, error) {
	if w.net.chance(func(r rates) float64 { return r.cutWrite }) {
		n := 0
		if part := w.net.number(len(p) + 1); part > 0 {
			n, _ = w.Conn.Write(p[:part])
		}
		_ = w.Conn.Close()
		return n, errCut
	}
	return w.Conn.Write(p)
}

func (w *wire) Read(p []byte) (int, error) {
	n, err := w.Conn.Read(p)
	if err != nil {
		return n, err
	}
	if w.net.chance(func(r rates) float64 { return r.cutRead }) {
		_ = w.Conn.Close()
		return w.net.number(n), errCut
	}
	if w.net.chance(func(r rates) float64 { return r.slow }) {
		time.Sleep(time.Duration(w.net.number(14_000)) * time.Millisecond)
	}
	return n, nil
}
