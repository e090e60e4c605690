package checkout

import (
	"context"
	"errors"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
	"facetill/flow/till"
)

// behind is the till behind the screen: flow/till's, with what is judged on the way.
type behind struct {
	*till.Till
	s *checkout
}

func (b *behind) Begin(ctx context.Context, q flow.SaleRequest, watch flow.Observer) (till.Sale, error) {
	s := b.s
	s.begins(q)
	s.w.CameraOver()
	sale, err := b.Till.Begin(ctx, q, watch)
	if err != nil {
		s.w.Refused(err)
		return nil, err
	}
	s.w.Stats.Sales++
	s.running = true
	return &atScreen{sale, b}, nil
}

// slowest is how long the write that PAID was shown takes at most: the screen waits a
// little longer.
const slowest = 4500 * time.Millisecond

func (b *behind) Shown(ctx context.Context, no flow.OutTradeNo) error {
	b.s.course.stood(no)
	if w := b.s.w; w.Rng.IntN(4) == 0 && !w.Fault.Healed {
		w.Stats.Mark("a slow fact of PAID")
		b.s.course.Pass(w.Elapsed() + b.s.moment(int(slowest.Milliseconds())))
	}
	err := b.Till.Shown(ctx, no)
	if err == nil {
		b.s.w.Stats.Mark("PAID was shown")
	}
	return err
}

func (b *behind) Claim(ctx context.Context, no flow.OutTradeNo, by string) error {
	b.s.claimed(no, true)
	err := b.Till.Claim(ctx, no, by)
	b.s.course.wakes()
	return err
}

func (b *behind) Reverse(ctx context.Context, q flow.RefundRequest, pin string) (flow.Attempt, refund.Entry, error) {
	b.s.claimed(q.OutTradeNo, false)
	a, e, err := b.Till.Reverse(ctx, q, pin)
	b.s.course.wakes()
	return a, e, err
}

func (b *behind) AskNow(no flow.OutTradeNo) {
	b.Till.AskNow(no)
	b.s.course.wakes()
}

// atScreen is a sale whose outcome the screen shows.
type atScreen struct {
	till.Sale
	b *behind
}

func (a *atScreen) Cancel(by string) {
	a.Sale.Cancel(by)
	a.b.s.w.StopCamera()
	a.b.s.course.wakes()
}

func (a *atScreen) AskNow() {
	a.Sale.AskNow()
	a.b.s.course.wakes()
}

func (a *atScreen) Run(ctx context.Context) (flow.Attempt, error) {
	s := a.b.s
	end, err := a.Sale.Run(ctx)
	s.w.CameraOver()
	a.b.Wait()
	s.told.tells(ctx)
	s.over(end, err)
	s.course.wakes()
	return end, err
}

// inTurn is a device that is told from beside a sale, and hears of it in turn: a world
// has one goroutine.
type inTurn struct {
	flow.Device
	no   flow.OutTradeNo // "" where there is nothing to tell
	paid bool
}

// Tell keeps it. The till is waited for before anybody looks.
func (d *inTurn) Tell(_ context.Context, no flow.OutTradeNo, paid bool) error {
	d.no, d.paid = no, paid
	return nil
}

func (d *inTurn) tells(ctx context.Context) {
	if no := d.no; no != "" {
		d.no = ""
		_ = d.Device.Tell(ctx, no, d.paid)
	}
}

// openings is a journal that notes whose attempts are opened.
type openings struct {
	flow.Journal
	s *checkout
}

func (j openings) Open(ctx context.Context, first flow.OrderOpened) (flow.Attempt, error) {
	a, err := j.Journal.Open(ctx, first)
	if c := j.s.serving; err == nil {
		j.s.payer[a.OutTradeNo] = c
		c.numbers = append(c.numbers, a.OutTradeNo)
	}
	return a, err
}

// stoppedLater reports whether a sale ended because another of its amount came first.
func stoppedLater(err error) bool {
	_, is := errors.AsType[*flow.PossibleDuplicateError](err)
	return is
}
