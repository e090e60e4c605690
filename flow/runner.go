package flow

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"sync"
	"time"
)

// Ports is everything outside that a Runner uses.
type Ports struct {
	Gateway Gateway
	Device  Device // nil for a till that only scans
	Journal Journal
	Clock   Clock
	WeChat  *WeChatClock
	Random  io.Reader // of order numbers; nil takes crypto/rand
}

// Identity is who sells: it is written into each attempt.
type Identity struct {
	Merchant   Merchant
	StoreID    string
	DeviceID   string
	Lane       string
	FaceFamily Family // of faces; scanned codes are always micropay
	Simulated  bool
	TagKey     []byte // of the fingerprints of openid
}

// Runner takes attempts from step to step. It writes each fact down before
// anybody sees it, and before the next step begins.
type Runner struct {
	ports Ports
	id    Identity
	rules Rules

	mu       sync.Mutex
	inHand   map[OutTradeNo]bool // driven by a Sale of this process, not by Keep
	askNow   map[OutTradeNo]bool // Keep is to make one query now
	closedAt time.Duration       // monotonic: the last closing reverse
	kick     chan struct{}       // Keep has something new to look at
}

// NewRunner joins the ports to the checkout.
func NewRunner(p Ports, id Identity, rules Rules) *Runner {
	if p.Random == nil {
		p.Random = rand.Reader
	}
	if id.FaceFamily == "" {
		id.FaceFamily = FamilyMicropay
	}
	return &Runner{ports: p, id: id, rules: rules, inHand: map[OutTradeNo]bool{}, askNow: map[OutTradeNo]bool{}, kick: make(chan struct{}, 1)}
}

// take marks an attempt as driven by a sale; leave gives it back to Keep.
func (r *Runner) take(no OutTradeNo) (leave func()) {
	r.mu.Lock()
	r.inHand[no] = true
	r.mu.Unlock()
	return func() {
		r.mu.Lock()
		delete(r.inHand, no)
		r.mu.Unlock()
		r.nudge()
	}
}

func (r *Runner) taken(no OutTradeNo) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.inHand[no]
}

// AskNow makes Keep put one query about an attempt that it drives, where its
// next step is to wait. What waits for a reverse still waits for it (money rule 4.1).
func (r *Runner) AskNow(no OutTradeNo) {
	r.mu.Lock()
	r.askNow[no] = true
	r.mu.Unlock()
	r.nudge()
}

// askedNow takes the wish for a query.
func (r *Runner) askedNow(no OutTradeNo) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	asked := r.askNow[no]
	delete(r.askNow, no)
	return asked
}

// nudge lets Keep look at the journal again.
func (r *Runner) nudge() {
	select {
	case r.kick <- struct{}{}:
	default:
	}
}

// tag is the fingerprint by which records know a payer again.
func (r *Runner) tag(openid Secret) string {
	if openid.IsZero() {
		return ""
	}
	h := hmac.New(sha256.New, r.id.TagKey)
	h.Write([]byte(openid.Reveal()))
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// now is WeChat's time, or zero where it is not known.
func (r *Runner) now() time.Time {
	t, _ := r.ports.WeChat.Now()
	return t
}

// sureNow is WeChat's time, or zero where it cannot be relied on.
func (r *Runner) sureNow() time.Time {
	if t, sure := r.ports.WeChat.Now(); sure {
		return t
	}
	return time.Time{}
}

// sync brings WeChat's time when it is not sure.
func (r *Runner) sync(ctx context.Context) error {
	if _, sure := r.ports.WeChat.Now(); sure {
		return nil
	}
	return r.ports.Gateway.Sync(ctx)
}
