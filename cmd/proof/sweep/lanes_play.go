package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"facetill/flow"
	"facetill/flow/flowtest"
)

const (
	// laneHeal is how long faults go on after the last sale of a world of lanes.
	laneHeal = 2 * time.Minute
	// laneLate is beyond the longest delay of a request.
	laneLate = 10 * time.Minute
)

// playLanes plays the world of a seed with two to four lanes: one or two that
// sell under one reference, or one amount without any, and others that take over
// what is left.
func playLanes(seed uint64, st *stats, tell, unfenced bool) (*world, *violation) {
	w := newWorld(seed, st)
	disk := flowtest.NewMemory()
	disk.Unfenced = unfenced
	w.disk, w.tell = disk, tell
	s := &lanes{w: w, disk: disk, lease: time.Second << w.rng.IntN(6), presses: newPresses()}
	s.minted = w.rng.IntN(3) == 0
	w.lanes = s
	if w.fault.chance(w.rng, w.fault.platform) {
		w.later(time.Duration(1+w.rng.IntN(60))*time.Second, w.refundOutside)
	}
	tills := 1 + w.rng.IntN(2)
	for i := range tills {
		s.start(fmt.Sprintf("till %d", i+1), true, s.arrival(i), (*lane).till)
	}
	for i := range 1 + w.rng.IntN(2) {
		s.start(fmt.Sprintf("keeper %d", i+1), false, time.Duration(w.rng.IntN(20_000))*time.Millisecond, (*lane).recoverer)
	}
	s.loop()
	for s.v == nil && !s.over() { // everybody is gone or content, and something is left
		s.w.advance(w.now + laneLate)
		l := s.start("night", false, w.now, (*lane).recoverer)
		l.pauses, l.m.crashAt = nil, 0
		s.loop()
	}
	if s.v == nil {
		w.advance(w.now + laneLate)
		s.v = w.caught(w.check)
	}
	st.worlds++
	st.hours += w.now.Hours()
	return w, s.v
}

// arrival is when a till's cashier rings up: the second press comes at the same
// moment, a little later or much later.
func (s *lanes) arrival(i int) time.Duration {
	if i == 0 {
		return 0
	}
	spread := []int{50, 3_000, 60_000, 900_000}[s.w.rng.IntN(4)]
	return time.Duration(s.w.rng.IntN(spread)) * time.Millisecond
}

// left counts what waits: attempts that a machine must drive, and unclaimed
// charges, which are a person's.
func (s *lanes) left() (machines, persons int) {
	pending, err := s.disk.Process("witness").Pending(context.Background())
	if err != nil {
		s.w.broken("1.1", "the journal does not list what is open: %v", err)
	}
	for i := range pending {
		switch a := &pending[i]; {
		case a.State == flow.NeedsPerson:
		case a.State == flow.Paid && a.Unclaimed:
			persons++
		default:
			machines++
		}
	}
	return machines, persons
}

// quiet says that no attempt needs a machine.
func (s *lanes) quiet() bool {
	if s.selling == 0 && s.w.now > s.closed+healAfter+s.w.rests() {
		s.w.broken("4.5", "still at work %v after the last sale: %v", s.w.now-s.closed, s.w.busy())
	}
	machines, _ := s.left()
	return machines == 0
}

// over says that nothing is left to do for anybody.
func (s *lanes) over() bool {
	if s.selling > 0 || !s.w.fault.healed {
		return false
	}
	machines, persons := s.left()
	return machines+persons == 0
}

// boot starts the lane's till.
func (l *lane) boot() *process {
	p := l.s.w.boot()
	l.process = p.name
	return p
}

// comeBack is the lane's machine after a power cut; nil when it stays dark.
func (l *lane) comeBack() *process {
	w := l.s.w
	l.s.disk.Kill(l.process)
	w.crashAt, w.stopAsked = 0, false
	if w.rng.IntN(2) == 0 {
		w.note("stays dark")
		return nil
	}
	if w.rng.IntN(3) == 0 {
		w.crashAt = 1 + w.rng.IntN(12)
	}
	down := time.Second << w.rng.IntN(12) // to half an hour and more
	w.note("down for %v", down)
	w.pass(down)
	w.slept, w.skew = w.now, w.fault.skew(w.rng)
	return l.boot()
}

// till sells, up to three times, and then drives what is left.
func (l *lane) till() {
	w, p := l.s.w, l.boot()
	for range 3 {
		again, alive := w.life(func() bool { return l.sell(p) })
		l.call = nil
		if !alive {
			if p = l.comeBack(); p == nil {
				return
			}
			again = w.fault.chance(w.rng, w.fault.again)
		}
		if !again {
			break
		}
	}
	l.soldOut()
	l.keep(p)
}

// recoverer is recover --watch: it has no cashier.
func (l *lane) recoverer() { l.keep(l.boot()) }

// keep drives what nobody else holds until the world is at rest.
func (l *lane) keep(p *process) {
	w := l.s.w
	for {
		_, alive := w.life(func() bool {
			_ = p.keeper.Run(context.Background(), func(int) bool { return l.s.quiet() })
			l.persons(p)
			return true
		})
		switch {
		case !alive:
			if p = l.comeBack(); p == nil {
				return
			}
		case l.s.over():
			return
		default:
			w.pass(time.Duration(5+w.rng.IntN(25)) * time.Second)
		}
	}
}

// sell is one call of the POS or press of Enter. true: it will call again.
func (l *lane) sell(p *process) bool {
	w, ctx := l.s.w, context.Background()
	q := w.request()
	if l.s.minted {
		q.Ref = ""
	}
	l.pressed = w.now
	s, err := p.runner.Begin(ctx, q, storyteller{w})
	switch {
	case taken(err):
		w.note("not begun: %v", err)
		return w.fault.chance(w.rng, w.fault.again)
	case err != nil:
		w.refused(err)
		return false
	}
	w.stats.sales++
	l.call = s
	if s.Replayed() {
		w.stats.mark("second press")
	}
	w.keys(s)
	if w.rng.IntN(2) == 0 {
		s.Patient()
	}
	a, err := s.Run(ctx)
	w.stopAsked = false
	switch {
	case taken(err):
		w.note("finished elsewhere: %v", err)
		w.stats.mark("finished elsewhere")
	case turnedAway(err):
		w.refused(err)
		w.stats.mark("turned away at the end")
	case err != nil:
		w.broken("run", "%s ended with %v", a.OutTradeNo, err)
	default:
		w.note("the cashier is told %s", a.Outcome())
		l.told(p, s, a)
	}
	return w.fault.chance(w.rng, w.fault.again)
}

// turnedAway says that a sale ended as one that Begin refuses: it was stopped at
// its own intent, or the reference that it followed has another end by now.
func turnedAway(err error) bool {
	var stopped *flow.StoppedError
	var finished *flow.FinishedError
	return errors.As(err, &stopped) || errors.As(err, &finished)
}

// taken says that the database let somebody else have it.
func taken(err error) bool {
	return errors.Is(err, flow.ErrFenced) || errors.Is(err, flow.ErrOwned) || errors.Is(err, flow.ErrBlocked)
}
