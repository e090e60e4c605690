package main

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"facetill/flow"
)

// planPauses picks the calls of ports at which a lane is suspended: mostly one
// or two among the first of its life, where the sale is.
func (s *lanes) planPauses() (at []int) {
	for range s.w.rng.IntN(4) {
		at = append(at, 1+s.w.rng.IntN(150))
	}
	slices.Sort(at)
	return at
}

// point is a call of a port, before it or after it. Between the last look at
// send_by and the first byte no lane is suspended: what a socket does there is
// the network's to play, not the scheduler's.
func (s *lanes) point(name string) {
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
	switch w.rng.IntN(4) {
	case 0:
		d = time.Duration(1+w.rng.IntN(2000)) * time.Millisecond
	case 1, 2:
		d = time.Duration(1+w.rng.IntN(120)) * time.Second
	default:
		d = time.Duration(1+w.rng.IntN(60)) * time.Minute
	}
	w.note("suspended at %s for %v", name, d)
	w.stats.mark("lane suspended")
	w.stats.suspensions++
	w.stats.mark("suspended at " + name)
	if d > s.lease {
		who := l.process
		w.later(s.lease, func() { l.lapse(who) })
	}
	asleep := w.rng.IntN(2) == 0
	s.until(w.now + d)
	if asleep {
		w.slept += d
	}
	w.note("wakes")
	if l.lapsed { // what nobody took is still its own
		l.lapsed = false
		s.disk.Revive(l.process)
		w.stats.mark("woken after its lease")
	}
}

// lapse is the end of a lease: everybody may take what the lane drove.
func (l *lane) lapse(process string) {
	if l.done || l.process != process {
		return
	}
	l.s.w.note("its lease is over")
	l.lapsed = true
	l.lost++
	l.s.disk.Kill(process)
}

// ports puts a point before and after each call of the flow's ports.
func (s *lanes) ports(p flow.Ports) flow.Ports {
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
		j.s.w.note("refused: %v", err)
		j.s.w.stats.mark("refused by the database")
	}
	if err == nil {
		j.s.presses.at[a.OutTradeNo] = j.s.turn.pressed
	}
	return a, err
}

func (j slowJournal) Append(ctx context.Context, a flow.Attempt, facts ...flow.Fact) (flow.Attempt, error) {
	next, err := j.Journal.Append(ctx, a, facts...)
	j.s.refused(err)
	return next, err
}

func (j slowJournal) Claim(ctx context.Context, no flow.OutTradeNo) (flow.Attempt, error) {
	j.s.point("before claim")
	was, _, _ := j.s.disk.Process("witness").Read(ctx, no)
	a, err := j.Journal.Claim(ctx, no)
	switch {
	case err == nil && a.Epoch > was.Epoch:
		j.s.w.stats.takeovers++
		j.s.w.stats.mark("taken over " + string(a.State))
	case errors.Is(err, flow.ErrOwned) && j.s.turn.call != nil:
		j.s.w.stats.mark("second waits")
	}
	j.s.point("after claim")
	return a, err
}

func (j slowJournal) Release(ctx context.Context, a flow.Attempt) error {
	j.s.point("before release")
	err := j.Journal.Release(ctx, a)
	j.s.point("after release")
	return err
}

func (j slowJournal) Read(ctx context.Context, no flow.OutTradeNo) (flow.Attempt, bool, error) {
	a, owned, err := j.Journal.Read(ctx, no)
	j.s.point("after read")
	return a, owned, err
}

func (j slowJournal) Sale(ctx context.Context, key flow.SaleKey) ([]flow.Attempt, error) {
	all, err := j.Journal.Sale(ctx, key)
	j.s.point("after sale")
	return all, err
}

func (j slowJournal) Pending(ctx context.Context) ([]flow.Attempt, error) {
	all, err := j.Journal.Pending(ctx)
	if len(all) > 0 {
		j.s.point("after pending")
	}
	return all, err
}

// slowGateway has points above the adapter: before its last look at send_by.
type slowGateway struct {
	flow.Gateway
	s *lanes
}

func (g slowGateway) Pay(ctx context.Context, p flow.PayRequest) flow.Answer {
	g.s.point("before pay")
	ans := g.Gateway.Pay(ctx, p)
	g.s.point("after pay")
	return ans
}

func (g slowGateway) Query(ctx context.Context, a flow.Attempt, try flow.Try) flow.Answer {
	g.s.point("before query")
	return g.Gateway.Query(ctx, a, try)
}

func (g slowGateway) Reverse(ctx context.Context, a flow.Attempt) flow.Answer {
	g.s.point("before reverse")
	return g.Gateway.Reverse(ctx, a)
}

func (g slowGateway) Refund(ctx context.Context, a flow.Attempt, no string, back flow.Fen, reason string) flow.Answer {
	g.s.point("before refund")
	return g.Gateway.Refund(ctx, a, no, back, reason)
}

// slowDevice has points around a capture; the terminal has its own inside.
type slowDevice struct {
	flow.Device
	s *lanes
}

func (d slowDevice) Capture(ctx context.Context, r flow.CaptureRequest) flow.Captured {
	d.s.point("before capture")
	c := d.Device.Capture(ctx, r)
	d.s.point("after capture")
	return c
}

// slowClock may take the turn away before the time is read.
type slowClock struct {
	flow.Clock
	s *lanes
}

func (c slowClock) Now() flow.Instant {
	c.s.point("clock")
	return c.Clock.Now()
}
