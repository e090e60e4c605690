package till

import (
	"context"
	"errors"
	"maps"
	"strings"
	"sync"
	"time"

	"facetill/flow"
)

// recoverGrace is how long the end of a process waits for its background.
const recoverGrace = 300 * time.Millisecond

// Recover drives in the background what no sale of this process holds. stop ends it and
// waits a moment: what it was doing is in the journal or will be asked about again.
func (t *Till) Recover(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = t.runner.NewRecovery(&t.background).Run(ctx, nil) // ends with ctx alone
	}()
	return func() {
		cancel()
		select {
		case <-done:
		case <-time.After(recoverGrace):
		}
	}
}

// background hears what Recover does with what is open.
type background struct {
	mu    sync.Mutex
	tries map[flow.OutTradeNo]flow.Update // nil before the first
}

func (b *background) Observe(u flow.Update) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if a := u.Attempt; a.Final() && !a.Open() && !a.RefundUnderWay() {
		delete(b.tries, a.OutTradeNo)
		return
	}
	if b.tries == nil {
		b.tries = map[flow.OutTradeNo]flow.Update{}
	}
	b.tries[u.Attempt.OutTradeNo] = u
}

// Tries returns what this process does in the background, by number: the last update
// of each attempt that it drives. It reads memory alone.
func (t *Till) Tries() map[flow.OutTradeNo]flow.Update {
	t.background.mu.Lock()
	defer t.background.mu.Unlock()
	return maps.Clone(t.background.tries)
}

// AskNow makes one query about an open attempt of the background.
func (t *Till) AskNow(no flow.OutTradeNo) { t.runner.AskNow(no) }

// Drive goes on with what is open, for a limited time and until one attempt and what is
// given back of it have their ends, are on their way or are a person's, and reads that
// attempt anew. What another process drives is
// left to it, and a copy drives nothing (money rule 5.9).
func (t *Till) Drive(ctx context.Context, no flow.OutTradeNo, limit time.Duration) (flow.Attempt, error) {
	if t.ports.isCopy() {
		limit = 0
	}
	within, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	done := func(int) bool {
		a, owned, err := t.journal.Read(within, no)
		onItsWay := a.State == flow.Refunding && !a.Open()
		if err != nil || (a.Final() || onItsWay) && !a.OpenRefund() || !isDriven(a) {
			return true
		}
		if !owned { // a paid sale is let go of between two steps
			return false
		}
		// What this process has taken over is owned, too, by itself.
		_, err = t.journal.Claim(within, no)
		return errors.Is(err, flow.ErrOwned)
	}
	if err := t.runner.NewRecovery(nil).Run(within, done); err != nil && within.Err() == nil {
		t.ports.warn("drive", err)
	}
	a, _, err := t.journal.Read(ctx, no)
	return a, err
}

// certificateAsks bounds the question at the till's start.
const certificateAsks = 15 * time.Second

// ProbeCertificate finds out at the till's start, and not after a customer was
// charged, whether WeChat takes the certificate that every reversal needs (money
// rule 1.6): it reverses a number that was never used. A network that is down
// says nothing about it, and a simulated till has no certificate.
func (t *Till) ProbeCertificate(ctx context.Context) {
	if t.id.Simulated {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, certificateAsks)
	defer cancel()
	no, err := flow.MintOutTradeNo(t.clock.Now().Wall, t.ports.Random)
	if err != nil {
		return
	}
	ans := t.ports.Gateway.Reverse(ctx, flow.Attempt{Order: flow.Order{OutTradeNo: no, Merchant: t.id.Merchant, Family: flow.FamilyMicropay}})
	if ans.Kind != flow.AnswerCertificate {
		return
	}
	why := strings.TrimSpace(ans.Code + " " + ans.Message)
	if err := t.journal.SuspendSales(context.WithoutCancel(ctx), flow.SuspendedByCertificate, why); err != nil {
		t.ports.warn("sales suspended", err)
	}
}
