package cli

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"facetill/cmd/cli/wiring"
	"facetill/flow"
)

// Limits of a one-shot sale's last steps.
const (
	// stopWithin is how long a stopped pay waits for what is under way, so that
	// it is gone within 2 s (money rule 5.8).
	stopWithin = 1200 * time.Millisecond
	// tellWithin bounds the last word to the face device: a Windows terminal may
	// block until the customer has seen it.
	tellWithin = 5 * time.Second
	// claimWithin is how long a repeated call waits for the sale's own process to
	// record that it told PAID.
	claimWithin = 10 * time.Second
	claimTick   = 100 * time.Millisecond
)

// latest keeps what was last heard of a sale, for whoever must not wait for it,
// and passes it on.
type latest struct {
	mu   sync.Mutex
	a    flow.Attempt
	next flow.Observer
}

func (l *latest) Observe(u flow.Update) {
	l.mu.Lock()
	l.a = u.Attempt
	l.mu.Unlock()
	l.next.Observe(u)
}

// seed is the attempt before its first update: a repeated reference has one
// from the start.
func (l *latest) seed(a flow.Attempt) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.a.OutTradeNo == "" {
		l.a = a
	}
}

func (l *latest) attempt() flow.Attempt {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.a
}

// runPay is one sale from its request to its exit code. read reads its code from
// stdin, and is nil for one that reads none.
func runPay(parent context.Context, g *global, q flow.SaleRequest, read func(*flow.SaleRequest) error) error {
	ctx, again, stop := g.untilSignal(parent)
	defer stop()
	n := wiring.Needs{Create: true, Money: true, Gateway: true, Device: q.Method == flow.MethodFace && read == nil, Press: q.TotalFee}
	if read != nil {
		n.Pressed = func() error { return untilStopped(ctx, &q, read) }
	}
	sh, err := g.open(ctx, n)
	if err != nil {
		return endingOf(fromOpening(ctx, q), err)
	}
	defer sh.Close()
	if q.Member {
		if err := sh.memberPays(); err != nil {
			return endingOf(fromOpening(ctx, q), err)
		}
	}
	if err := sh.knows(ctx, q.New); err != nil {
		return endingOf(fromSale(ctx, q), err)
	}
	if err := sh.pressShown(ctx, q); err != nil {
		return endingOf(fromSale(ctx, q), err)
	}
	q.Cashier, q.Press = sh.Config.Terminal.Cashier, sh.Press
	if err := sh.tellOpen(ctx, g); err != nil {
		return endingOf(fromSale(ctx, q), err)
	}
	p := g.p
	watch := &latest{next: &plain{w: g.s.err}}
	if g.json() {
		watch.next = &ndjson{p: p}
	}
	said := &notices{w: g.s.err, next: watch.next}
	watch.next = said
	s, err := sh.Runner.Begin(ctx, q, watch)
	sh.wordOf(ctx, q, err)
	if err != nil {
		return g.finish(sh, endingOf(fromSale(ctx, q), err), false)
	}
	// Not earlier: it would take over what this reference may have to follow.
	defer sh.keep(ctx, nil)()
	s.Patient()
	a, err := runSale(ctx, again, s, watch)
	e := saleEnding(a, err, interrupted(ctx))
	if a.State == flow.Reversing && err == nil { // it leaves two minutes after the intent (4.4)
		said.tell(a, flow.NoticeSlow)
	}
	if turnedAway(err) {
		sh.wordOf(ctx, q, err)
		e = endingOf(fromSale(ctx, q), err)
	}
	if err == nil { // else the sale may still be under way
		e.payer = s.Payer()
	}
	out := g.finish(sh, e, s.Replayed())
	tellDevice(ctx, s)
	if e.code != exitDone {
		return out
	}
	if err := g.out.failed(g.patience()); err != nil {
		return notTold(a, out, err)
	}
	return sh.told(ctx, a, out)
}

// untilStopped lets a request read what it needs from stdin, and does not wait for
// it any more once a signal has come: whoever reads is left behind, and the process
// is about to end.
func untilStopped(ctx context.Context, q *flow.SaleRequest, read func(*flow.SaleRequest) error) error {
	type end struct {
		q   flow.SaleRequest
		err error
	}
	ended := make(chan end, 1)
	go func(q flow.SaleRequest) {
		err := read(&q)
		ended <- end{q, err}
	}(*q)
	select {
	case e := <-ended:
		*q = e.q
		return e.err
	case <-ctx.Done():
		return failed(context.Cause(ctx))
	}
}

// memberPays says whether this terminal can take a member's payment.
func (sh *shop) memberPays() error {
	if sh.Device == nil {
		return usage("--member needs a camera, and device.adapter is none").as(whyNoDevice)
	}
	if err := sh.Device.CanPayQuickly(); err != nil {
		return usage("--member: %s", err).as(whyDevice)
	}
	return nil
}

// knows refuses a number of --new that no sale of the journal has: it was mistyped,
// and a person's word belongs to what was shown.
func (sh *shop) knows(ctx context.Context, nos []flow.OutTradeNo) error {
	for _, no := range nos {
		if _, _, err := sh.Ports.Journal.Read(ctx, no); errors.Is(err, flow.ErrUnknown) {
			return usage("--new %s: no sale of this journal has that number", no).as(whyNotFound).hint("the numbers as they were shown (stopped_by), with a comma between them")
		}
	}
	return nil
}

// runSale drives the sale, and leaves it where it is soon after a signal.
func runSale(ctx context.Context, again <-chan struct{}, s *flow.Sale, watch *latest) (flow.Attempt, error) {
	type end struct {
		a   flow.Attempt
		err error
	}
	watch.seed(s.Attempt())
	ended := make(chan end, 1)
	go func() {
		a, err := s.Run(ctx)
		ended <- end{a, err}
	}()
	select {
	case e := <-ended:
		return e.a, e.err
	case <-ctx.Done():
	}
	limit := time.NewTimer(stopWithin)
	defer limit.Stop()
	select {
	case e := <-ended:
		return e.a, e.err
	case <-limit.C:
	case <-again:
	}
	return watch.attempt(), context.Cause(ctx)
}

// saleEnding says how a sale ended. err is what stopped it before its end.
func saleEnding(a flow.Attempt, err error, stopped bool) *ending {
	e := &ending{code: exitOf(a), outcome: a.Outcome(), attempt: a}
	if unsubmitted(a) {
		// Nothing left this process, and its code dies with it.
		e.code, e.outcome = exitFailed, flow.OutcomeFailed
		if stopped {
			e.code, e.outcome = exitInterrupted, flow.OutcomeCancelled
		}
	}
	if err != nil && !errors.Is(err, errSignal) {
		e.text = err.Error()
	}
	switch {
	case e.code == exitOpen && stopped && a.Epoch == 0: // followed, and never this process's to drive
		e.text = "interrupted: another call of this reference has the sale in hand and goes on with it"
		e.hint("facetill status %s", askedFor(a))
	case e.code == exitOpen && a.State == flow.Paid:
		e.text = "a charge was found that nobody has claimed; no goods before a person has looked"
		e.hint("facetill status %s", a.OutTradeNo.LastDigits(6))
	case e.code == exitOpen:
		e.hint("%s", whatHelps(a))
	case a.State == flow.Cancelled && a.EndedBy == flow.ForScan:
		e.hint("facetill pay %s --auth-code -, with the scanned code on stdin", a.TotalFee)
	}
	return e
}

// askedFor is what status takes for the sale of an attempt.
func askedFor(a flow.Attempt) string {
	if a.RefMinted {
		return string(a.OutTradeNo)
	}
	return reference(a.Sale.Ref)
}

// unsubmitted says that an attempt of this process stands before its request.
func unsubmitted(a flow.Attempt) bool {
	switch a.State {
	case flow.Opened, flow.Identified:
		return a.Live.Mine
	case flow.Submitting:
		return a.Live.Mine && !a.Live.Submitted
	}
	return false
}

// finish prints the result line. The ending that it returns has been told.
func (g *global) finish(sh *shop, e *ending, replayed bool) *ending {
	r := resultOf(e)
	r.Replayed = r.Replayed || replayed
	if e.code == exitCancelled && e.attempt.EndedBy == flow.ForScan && r.ErrCode == "" {
		r.ErrCode = "SCAN_PAYMENT"
	}
	if r.OutTradeNo == "" {
		r.Simulated = sh.ID.Simulated
	}
	if g.json() {
		r.OpenID, r.SubOpenID = e.payer.OpenID.Reveal(), e.payer.SubOpenID.Reveal()
		g.saleEnd(r)
	} else {
		fmt.Fprintln(g.s.out, sayResult(g.words(sh.Config.UI.Language), r))
	}
	e.told = true
	return e
}

// tellDevice closes the face screen, unless a signal has ended ctx: nobody has
// time for it then, and nothing about money depends on it (money rule 6.1).
func tellDevice(ctx context.Context, s *flow.Sale) {
	if ctx.Err() != nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, tellWithin)
	defer cancel()
	s.TellDevice(ctx)
}

// told is the very last act of a sale that was paid (money rule 5.3). What
// cannot be written any more makes it 8: nobody can know later that goods went.
func (sh *shop) told(ctx context.Context, a flow.Attempt, out *ending) error {
	a, err := sh.mine(ctx, a)
	if err == nil {
		_, err = sh.Runner.Shown(ctx, a)
	}
	if err != nil {
		out.code, out.text = exitOpen, "paid, but it cannot be recorded that this was told: "+err.Error()
		return out.hint("facetill status %s, before goods are given", a.OutTradeNo.LastDigits(6))
	}
	if out.code == exitDone && out.text == "" {
		return nil
	}
	return out
}

// notTold is a paid sale whose lines nobody took whole: no fact says that it was
// told, so it stops the next sale of its amount (money rule 5.3).
func notTold(a flow.Attempt, out *ending, why error) *ending {
	out.code = exitOpen
	out.text = "paid, but the caller could not be told: " + why.Error()
	return out.hint("facetill status %s, before goods are given", a.OutTradeNo.LastDigits(6))
}

// mine makes this process the driver of a charge that another one has taken: it
// waits until that one has recorded its own word, or takes its place. A signal ends
// the wait, and no call of the journal under way.
func (sh *shop) mine(ctx context.Context, a flow.Attempt) (flow.Attempt, error) {
	if a.Epoch != 0 || a.Shown {
		return a, nil
	}
	start, whole := sh.Ports.Clock.Now(), context.WithoutCancel(ctx)
	for {
		next, err := sh.Ports.Journal.Claim(whole, a.OutTradeNo)
		switch {
		case err == nil && next.State != flow.Paid:
			return next, flow.ErrFenced
		case err == nil && next.Shown:
			return next, sh.Ports.Journal.Release(whole, next)
		case err == nil:
			return next, nil
		case !errors.Is(err, flow.ErrOwned):
			return a, err
		}
		if _, waited := sh.Ports.Clock.Now().Sub(start); waited > claimWithin || ctx.Err() != nil {
			return a, err
		}
		sh.Ports.Clock.Sleep(ctx, claimTick, nil)
	}
}
