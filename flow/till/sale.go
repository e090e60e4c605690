package till

import (
	"context"
	"sync"
	"time"

	"facetill/flow"
)

// Sale is one attempt in the cashier's hands.
type Sale interface {
	// Run blocks until the cashier is free: paid, refused, cancelled, not sent,
	// or a reversal is decided. It returns soon after ctx ends, deciding nothing. A
	// *flow.PossibleDuplicateError: it was cancelled, as Begin would refuse it now.
	Run(ctx context.Context) (flow.Attempt, error)
	// Cancel stops the camera before submission; afterwards it ends the window.
	// by is "cashier" or, where a scanned code waits, "scan".
	Cancel(by string)
	// AskNow makes one query now, unless one is in flight.
	AskNow()
	// Attempt is where it stands.
	Attempt() flow.Attempt
}

// Begin admits a sale at the counter. Its errors are those of [flow.Runner.Begin];
// with one nothing has begun. watch hears of the attempt as long as this process
// drives it.
func (t *Till) Begin(ctx context.Context, q flow.SaleRequest, watch flow.Observer) (Sale, error) {
	if err := t.sellerOf(ctx, &q); err != nil {
		return nil, err
	}
	l := &latest{next: watch}
	s, err := t.runner.Begin(ctx, q, l)
	if err != nil {
		return nil, err
	}
	return &atCounter{Sale: s, till: t, latest: l}, nil
}

// atCounter is a sale whose outcome a screen shows.
type atCounter struct {
	*flow.Sale
	till   *Till
	latest *latest
}

// Attempt may be asked for while Run is at work.
func (s *atCounter) Attempt() flow.Attempt { return s.latest.attempt() }

// Run tells the device behind the cashier's back: a terminal may block until the
// customer has seen the result.
func (s *atCounter) Run(ctx context.Context) (flow.Attempt, error) {
	a, err := s.Sale.Run(ctx)
	t := s.till
	if a.State == flow.Paid && !a.Shown {
		err = t.toShow(a, err)
	}
	t.telling.Go(func() { tellDevice(ctx, s.Sale) })
	return a, err
}

// toShow keeps a charge until it has been shown. Where the journal is gone PAID is
// not even drawn: it could not be recorded that it was (money rule 5.9).
func (t *Till) toShow(a flow.Attempt, err error) error {
	var lost error
	if t.ports.InPlace != nil {
		lost = t.ports.InPlace()
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.shown[a.OutTradeNo] = a
	if err == nil && flow.Displaced(lost) {
		t.lost, err = lost, lost
	}
	return err
}

// Shown makes durable that PAID stood on the screen for a second (money rule 5.3).
func (t *Till) Shown(ctx context.Context, no flow.OutTradeNo) error {
	t.mu.Lock()
	a, known := t.shown[no]
	t.mu.Unlock()
	if !known {
		return flow.ErrUnknown
	}
	_, err := t.runner.Shown(ctx, a)
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case err == nil:
		delete(t.shown, no)
	case flow.Displaced(err):
		t.lost = err
	}
	return err
}

// Lost returns why a charge could not be told of: the journal was not in its place.
// nil where none was lost so.
func (t *Till) Lost() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.lost
}

// Left returns what is open when this process ends: what is so already, and its
// charges that no fact calls shown. Those are unclaimed when it is gone (money rule 5.2).
func (t *Till) Left(ctx context.Context) ([]flow.Attempt, error) {
	open, err := t.Open(ctx)
	if err != nil {
		return nil, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for no, charge := range t.shown {
		a, _, err := t.journal.Read(ctx, no)
		if err != nil {
			a = charge // nobody can know that it was shown
		}
		if a = a.AsRead(false); a.Unclaimed {
			open = append(open, a)
		}
	}
	return open, nil
}

// Wait returns when no result is on its way to the face screen any more.
func (t *Till) Wait() { t.telling.Wait() }

// tellWithin bounds the last word to the face device: a Windows terminal may block
// until the customer has seen it.
const tellWithin = 5 * time.Second

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
