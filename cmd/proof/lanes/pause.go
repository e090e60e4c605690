package lanes

import (
	"context"
	"errors"
	"strings"
	"time"

	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/refund"
)

// Point is a call of a port, before it or after it. Between the last look at
// send_by and the first byte no lane is suspended: what a socket does there is
// the network's to play, not the scheduler's.
func (s *lanes) Point(name string) {
	l := s.turn
	if l == nil || s.stop || strings.HasPrefix(name, "before POST") || strings.HasPrefix(name, "before HEAD") {
		return
	}
	l.passed++
	if len(l.pauses) > 0 && l.passed >= l.pauses[0] {
		l.pauses = l.pauses[1:]
		l.suspend(name)
	}
}

// suspend takes the turn away in the middle of something: for a moment, past
// the lease or past every window. Half of the machines sleep, half run on
// without this process.
func (l *lane) suspend(name string) {
	s, w := l.s, l.s.w
	var d time.Duration
	switch w.Rng.IntN(4) {
	case 0:
		d = time.Duration(1+w.Rng.IntN(2000)) * time.Millisecond
	case 1, 2:
		d = time.Duration(1+w.Rng.IntN(120)) * time.Second
	default:
		d = time.Duration(1+w.Rng.IntN(60)) * time.Minute
	}
	w.Note("suspended at %s for %v", name, d)
	w.Stats.Mark("lane suspended")
	w.Stats.Suspensions++
	w.Stats.Mark("suspended at " + name)
	if d > s.lease {
		who := l.process
		w.Later(s.lease, func() { l.lapse(who) })
	}
	asleep := w.Rng.IntN(2) == 0
	s.Pass(w.Elapsed() + d)
	if asleep {
		w.Slept += d
	}
	w.Note("wakes")
	if l.lapsed { // what nobody took is still its own
		l.lapsed = false
		s.disk.Revive(l.process)
		w.Stats.Mark("woken after its lease")
	}
}

// lapse is the end of a lease: everybody may take what the lane drove.
func (l *lane) lapse(process string) {
	if l.done || l.process != process {
		return
	}
	l.s.w.Note("its lease is over")
	l.lapsed = true
	l.lost++
	l.s.disk.Kill(process)
}

// Ports puts a point before and after each call of the flow's ports.
func (s *lanes) Ports(p flow.Ports) flow.Ports {
	p.Gateway = slowGateway{p.Gateway, s}
	p.Journal = slowJournal{p.Journal, s}
	p.Device = slowDevice{p.Device, s}
	p.Clock = slowClock{p.Clock, s}
	return p
}

// slowJournal has points around the calls at which a world of one till has none,
// and sees who takes what over.
type slowJournal struct {
	flow.Journal
	s *lanes
}

func (j slowJournal) Open(ctx context.Context, first flow.OrderOpened) (flow.Attempt, error) {
	a, err := j.Journal.Open(ctx, first)
	if errors.Is(err, flow.ErrBlocked) {
		j.s.w.Note("refused: %v", err)
		j.s.w.Stats.Mark("refused by the database")
	}
	if err == nil {
		j.s.pressed[a.OutTradeNo] = j.s.turn.pressed
	}
	return a, err
}

func (j slowJournal) Append(ctx context.Context, a flow.Attempt, facts ...flow.Fact) (flow.Attempt, error) {
	next, err := j.Journal.Append(ctx, a, facts...)
	if errors.Is(err, flow.ErrFenced) {
		j.s.w.Note("refused: %v", err)
		j.s.w.Stats.Mark("refused by the compare-and-set")
	}
	return next, err
}

func (j slowJournal) Claim(ctx context.Context, no flow.OutTradeNo) (flow.Attempt, error) {
	j.s.Point("before claim")
	was, _, _ := j.s.disk.Process("witness").Read(ctx, no)
	a, err := j.Journal.Claim(ctx, no)
	switch {
	case err == nil && a.Epoch > was.Epoch:
		j.s.w.Stats.Takeovers++
		j.s.w.Stats.Mark("taken over " + string(a.State))
	case errors.Is(err, flow.ErrOwned) && j.s.turn.call != nil:
		j.s.w.Stats.Mark("second waits")
	}
	j.s.Point("after claim")
	return a, err
}

func (j slowJournal) Release(ctx context.Context, a flow.Attempt) error {
	j.s.Point("before release")
	err := j.Journal.Release(ctx, a)
	j.s.Point("after release")
	return err
}

func (j slowJournal) Read(ctx context.Context, no flow.OutTradeNo) (flow.Attempt, bool, error) {
	a, owned, err := j.Journal.Read(ctx, no)
	j.s.Point("after read")
	return a, owned, err
}

func (j slowJournal) Sale(ctx context.Context, key flow.SaleKey) ([]flow.Attempt, error) {
	all, err := j.Journal.Sale(ctx, key)
	j.s.Point("after sale")
	return all, err
}

func (j slowJournal) PossibleDuplicates(ctx context.Context, lane string, fee flow.Fen, p flow.Press) ([]flow.PossibleDuplicate, error) {
	j.s.turn.free = j.s.stopNothing()
	return j.Journal.PossibleDuplicates(ctx, lane, fee, p)
}

func (j slowJournal) Pending(ctx context.Context) ([]flow.Attempt, error) {
	all, err := j.Journal.Pending(ctx)
	if len(all) > 0 {
		j.s.Point("after pending")
	}
	return all, err
}

// slowGateway has points above the adapter: before its last look at send_by.
type slowGateway struct {
	flow.Gateway
	s *lanes
}

func (g slowGateway) Pay(ctx context.Context, p flow.PayRequest) flow.Answer {
	g.s.Point("before pay")
	ans := g.Gateway.Pay(ctx, p)
	g.s.Point("after pay")
	return ans
}

func (g slowGateway) Query(ctx context.Context, a flow.Attempt, try flow.Try) flow.Answer {
	g.s.Point("before query")
	return g.Gateway.Query(ctx, a, try)
}

func (g slowGateway) Reverse(ctx context.Context, a flow.Attempt) flow.Answer {
	g.s.Point("before reverse")
	return g.Gateway.Reverse(ctx, a)
}

func (g slowGateway) SendRefund(ctx context.Context, a flow.Attempt, e refund.Entry) refund.Answer {
	g.s.Point("before refund")
	ans := g.Gateway.SendRefund(ctx, a, e)
	g.s.Point("after refund")
	return ans
}

func (g slowGateway) AskRefund(ctx context.Context, a flow.Attempt, e refund.Entry) refund.Answer {
	g.s.Point("before refundquery")
	return g.Gateway.AskRefund(ctx, a, e)
}

func (g slowGateway) LookRefunds(ctx context.Context, a flow.Attempt) refund.Answer {
	g.s.Point("before a look at the refunds")
	return g.Gateway.LookRefunds(ctx, a)
}

// slowDevice has points around a capture; the terminal has its own inside.
type slowDevice struct {
	flow.Device
	s *lanes
}

func (d slowDevice) Capture(ctx context.Context, r flow.CaptureRequest) flow.Captured {
	d.s.Point("before capture")
	c := d.Device.Capture(ctx, r)
	d.s.Point("after capture")
	return c
}

// slowClock may take the turn away before the time is read.
type slowClock struct {
	clock.Clock
	s *lanes
}

func (c slowClock) Now() clock.Instant {
	c.s.Point("clock")
	return c.Clock.Now()
}
