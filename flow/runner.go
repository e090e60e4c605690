package flow

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"time"

	"facetill/flow/clock"
	"facetill/flow/secret"
)

// Ports is everything outside that a Runner uses.
type Ports struct {
	Gateway Gateway
	Device  Device // nil for a till that only scans
	Journal Journal
	Clock   clock.Clock
	WeChat  *clock.WeChat
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
	WeChat     string // where it is charged (money rule 1.9); "" where nobody says
	TagKey     []byte // of the fingerprints of openid
	Terms      Terms  // the shop's; the goods are each sale's
}

// Runner takes attempts from step to step. It writes each fact down before
// anybody sees it, and before the next step begins.
type Runner struct {
	ports Ports
	id    Identity
	rules Rules
	hands *hands
}

// NewRunner joins the ports to the checkout.
func NewRunner(p Ports, id Identity, rules Rules) *Runner {
	if p.Random == nil {
		p.Random = rand.Reader
	}
	if id.FaceFamily == "" {
		id.FaceFamily = FamilyMicropay
	}
	return &Runner{ports: p, id: id, rules: rules, hands: newHands(p.Clock)}
}

// AskNow makes the recovery put one query about an attempt that it drives, where its
// next step is to wait. What waits for a reverse still waits for it (money rule 4.1).
func (r *Runner) AskNow(no OutTradeNo) { r.hands.ask(no) }

// tag is the fingerprint by which records know a payer again.
func (r *Runner) tag(openid secret.Secret) string {
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

// recalled is an attempt that this process did not begin, with what only its
// facts say: whether its fences count from a time that was trusted. The intents of
// older journals do not say so, and their fences begin anew; so do those whose facts
// cannot be read.
func (r *Runner) recalled(ctx context.Context, a Attempt) Attempt {
	events, _ := r.ports.Journal.Timeline(ctx, a.OutTradeNo)
	a.Live.OldFence = !slices.ContainsFunc(events, func(e Event) bool {
		switch f := e.Fact.(type) {
		case IntentWritten:
			return f.Trusted
		case FencesBegun:
			return true
		}
		return false
	})
	return a
}

// trustedNow is WeChat's time at the call where more than one witness stands
// behind it. Where the wall clock does not, it waits for a second answer that
// agrees with the first one, a minute at most; zero when none came.
func (r *Runner) trustedNow(ctx context.Context) time.Time {
	start := r.ports.Clock.Now()
	if r.sync(ctx) != nil {
		return time.Time{}
	}
	if first := r.ports.WeChat.Read(); !first.Trusted {
		r.ports.Clock.Sleep(ctx, first.TrustAt.Sub(first.Now), nil)
		_ = r.ports.Gateway.Sync(ctx)
	}
	read := r.ports.WeChat.Read()
	if !read.Trusted {
		return time.Time{}
	}
	_, waited := r.ports.Clock.Now().Sub(start)
	return read.Now.Add(-waited)
}

// sync brings WeChat's time when it is not sure.
func (r *Runner) sync(ctx context.Context) error {
	if _, sure := r.ports.WeChat.Now(); sure {
		return nil
	}
	return r.ports.Gateway.Sync(ctx)
}
