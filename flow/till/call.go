package till

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"facetill/flow"
)

// Stops is what a journal remembers of sales that were stopped: a call that names
// what it was shown is another process than the one that was shown it, and nobody can
// tell whose process that was (money rule 5.3).
type Stops interface {
	// Stopped notes the press of a sale that was stopped at now.
	Stopped(ctx context.Context, lane string, fee flow.Fen, p flow.Press, now time.Time) error
	// StoppedAt returns the earliest of those presses, false where none is remembered
	// any more.
	StoppedAt(ctx context.Context, lane string, fee flow.Fen, now time.Time) (flow.Press, bool, error)
}

// NoSuchSaleError is a number that a person named and no sale of the journal has.
type NoSuchSaleError struct{ OutTradeNo flow.OutTradeNo }

func (e *NoSuchSaleError) Error() string {
	return fmt.Sprintf("%s: no sale of this journal has that number", e.OutTradeNo)
}

// named prepares a request that names other sales, by a person's word that this is
// another customer (money rule 5.3). A number that no sale has was mistyped: a
// *NoSuchSaleError. The word is about what was shown alone, and what was told since
// stops it. When that was is not known: any call that was stopped of late may be the
// one, so the earliest counts, or the request's own press where that is earlier.
func (t *Till) named(ctx context.Context, q *flow.SaleRequest) error {
	for _, no := range q.New {
		if _, _, err := t.journal.Read(ctx, no); errors.Is(err, flow.ErrUnknown) {
			return &NoSuchSaleError{no}
		}
	}
	if len(q.New) == 0 || q.Ref != "" || t.ports.Stops == nil {
		return nil
	}
	p, is, err := t.ports.Stops.StoppedAt(ctx, t.id.Lane, q.TotalFee, t.clock.Now().Wall)
	if is {
		if q.Press != nil {
			p = p.Or(*q.Press)
		}
		q.Press = &p
	}
	return err
}

// Call is the sale of a process that makes one and ends.
type Call struct {
	*flow.Sale
	till   *Till
	q      flow.SaleRequest // as it was asked for, with its own press
	latest *latest
}

// Call admits a sale as [Till.Begin] does, for a process that stays until its end is
// proven, and remembers what stopped it. A number that it names and that no sale has
// is a *NoSuchSaleError.
func (t *Till) Call(ctx context.Context, q flow.SaleRequest, watch flow.Observer) (*Call, error) {
	asked, l := q, &latest{next: watch}
	err := t.named(ctx, &q)
	if err == nil {
		err = t.sellerOf(ctx, &q)
	}
	if err != nil {
		return nil, err
	}
	s, err := t.runner.Begin(ctx, q, l)
	t.remember(ctx, asked, err)
	if err != nil {
		return nil, err
	}
	s.Patient()
	return &Call{Sale: s, till: t, q: asked, latest: l}, nil
}

// remember writes down that a sale was stopped: err is what Begin or Run returned. Its
// own press is what counts, not the one that its word went by: all that was told before
// is shown with it. Where it cannot be written the next call has its own press, as if
// nothing had been shown.
func (t *Till) remember(ctx context.Context, asked flow.SaleRequest, err error) {
	e, stopped := errors.AsType[*flow.PossibleDuplicateError](err)
	if !stopped || asked.Ref != "" || t.ports.Stops == nil {
		return
	}
	p := e.Press
	if asked.Press != nil {
		p = *asked.Press
	}
	err = t.ports.Stops.Stopped(context.WithoutCancel(ctx), t.id.Lane, asked.TotalFee, p, t.clock.Now().Wall)
	if err != nil {
		t.ports.warn("stopped", err)
	}
}

// How long a stopped call waits for what is under way, and then for a look at whether
// its reference is charged by now: it is gone within 2 s (money rule 5.8).
const (
	stopWithin = 1200 * time.Millisecond
	lookWithin = 300 * time.Millisecond
)

// Run drives the sale as [flow.Sale.Run] does, and leaves it where it is soon after
// ctx ends: after stopWithin, or when hurry receives.
func (c *Call) Run(ctx context.Context, hurry <-chan struct{}) (flow.Attempt, error) {
	type end struct {
		a   flow.Attempt
		err error
	}
	c.latest.seed(c.Sale.Attempt())
	ended := make(chan end, 1)
	go func() {
		a, err := c.Sale.Run(ctx)
		ended <- end{a, err}
	}()
	select {
	case e := <-ended:
		c.Ended(ctx, e.err)
		return e.a, e.err
	case <-ctx.Done():
	}
	limit := time.NewTimer(stopWithin)
	defer limit.Stop()
	select {
	case e := <-ended:
		c.Ended(ctx, e.err)
		return e.a, e.err
	case <-limit.C:
	case <-hurry:
	}
	a := c.latest.attempt()
	look, cancel := context.WithTimeout(context.WithoutCancel(ctx), lookWithin)
	defer cancel()
	return a, cmp.Or(flow.Superseded(look, c.till.journal, a), context.Cause(ctx))
}

// Ended remembers what stopped the sale: err is what [flow.Sale.Run] returned. Run
// calls it itself, whoever drives the Sale by hand does so.
func (c *Call) Ended(ctx context.Context, err error) { c.till.remember(ctx, c.q, err) }

// TellDevice closes the face screen with the result, unless ctx has ended.
func (c *Call) TellDevice(ctx context.Context) { tellDevice(ctx, c.Sale) }

// How long a call that repeats a sale waits for the sale's own process to record that
// it told PAID.
const (
	claimWithin = 10 * time.Second
	claimTick   = 100 * time.Millisecond
)

// CallerTold is the very last act of a call whose sale was paid, when its caller has
// heard of it whole (money rule 5.3). With an error nobody can know later that goods
// went.
func (t *Till) CallerTold(ctx context.Context, a flow.Attempt) error {
	a, err := t.takeOver(ctx, a)
	if err == nil {
		_, err = t.runner.Shown(ctx, a)
	}
	return err
}

// takeOver makes this process the driver of a charge that another one has taken: it
// waits until that one has recorded its own word, or takes its place. The end of ctx
// ends the wait, and no call of the journal under way.
func (t *Till) takeOver(ctx context.Context, a flow.Attempt) (flow.Attempt, error) {
	if a.Epoch != 0 || a.Shown {
		return a, nil
	}
	start, whole := t.clock.Now(), context.WithoutCancel(ctx)
	for {
		next, err := t.journal.Claim(whole, a.OutTradeNo)
		switch {
		case err == nil && next.State != flow.Paid:
			return next, flow.ErrFenced
		case err == nil && next.Shown:
			return next, t.journal.Release(whole, next)
		case err == nil:
			return next, nil
		case !errors.Is(err, flow.ErrOwned):
			return a, err
		}
		if _, waited := t.clock.Now().Sub(start); waited > claimWithin || ctx.Err() != nil {
			return a, err
		}
		t.clock.Sleep(ctx, claimTick, nil)
	}
}
