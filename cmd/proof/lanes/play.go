package lanes

import (
	"context"
	"errors"
	"fmt"
	"time"

	"facetill/cmd/proof/seeds"
	"facetill/cmd/proof/world"
	"facetill/flow"
	"facetill/flow/flowtest"
)

const (
	// laneHeal is how long faults go on after the last sale of a world of lanes.
	laneHeal = 2 * time.Minute
	// laneLate is beyond the longest delay of a request.
	laneLate = 10 * time.Minute
)

// Play plays the world of a seed with two to four lanes: one or two that
// sell under one reference, or one amount without any, and others that take over
// what is left.
func Play(seed uint64, st *world.Stats, tell bool) (*world.World, *seeds.Violation) {
	return playOn(flowtest.NewMemory(), seed, st, tell)
}

// playOn is the same on a journal: one without the compare-and-set is the control.
func playOn(disk *flowtest.Memory, seed uint64, st *world.Stats, tell bool) (*world.World, *seeds.Violation) {
	w := world.New(seed, st)
	w.Disk, w.Tell = disk, tell
	s := &lanes{Alone: world.Alone{W: w}, w: w, disk: disk, lease: time.Second << w.Rng.IntN(6),
		pressed: map[flow.OutTradeNo]time.Duration{}, settled: map[flow.OutTradeNo]time.Duration{}, free: map[flow.OutTradeNo][]flow.OutTradeNo{}}
	s.minted = w.Rng.IntN(3) == 0
	w.Course = s
	return w, w.Run(s.play)
}

func (s *lanes) play() {
	w := s.w
	w.Platform()
	for i := range 1 + w.Rng.IntN(2) {
		s.start(fmt.Sprintf("till %d", i+1), true, s.arrival(i), (*lane).till)
	}
	for i := range 1 + w.Rng.IntN(2) {
		s.start(fmt.Sprintf("recovery %d", i+1), false, time.Duration(w.Rng.IntN(20_000))*time.Millisecond, (*lane).recoverer)
	}
	s.loop()
	s.nights()
	w.Advance(w.Elapsed() + laneLate)
	w.Arrives()
	s.closed = w.Elapsed()
	s.nights()
	w.Judge.AtRest()
}

// nights are for what is left when everybody is gone or content.
func (s *lanes) nights() {
	for !s.over() {
		s.w.Advance(s.w.Elapsed() + laneLate)
		l := s.start("night", false, s.w.Elapsed(), (*lane).recoverer)
		l.pauses, l.m.CrashAt = nil, 0
		s.loop()
	}
}

// arrival is when a till's cashier rings up: the second press comes at the same
// moment, a little later or much later.
func (s *lanes) arrival(i int) time.Duration {
	if i == 0 {
		return 0
	}
	spread := []int{50, 3_000, 60_000, 900_000}[s.w.Rng.IntN(4)]
	return time.Duration(s.w.Rng.IntN(spread)) * time.Millisecond
}

// quiet reports whether no attempt needs a machine.
func (s *lanes) quiet() bool {
	busy, _ := s.w.Judge.Left()
	if s.selling == 0 && s.w.Elapsed() > s.closed+world.HealAfter+s.w.Rests() {
		s.w.Broken("4.5", "still at work %v after the last sale: %v", s.w.Elapsed()-s.closed, busy)
	}
	return len(busy) == 0
}

// over reports whether nothing is left to do for anybody.
func (s *lanes) over() bool {
	if s.selling > 0 || !s.w.Fault.Healed {
		return false
	}
	busy, unclaimed := s.w.Judge.Left()
	return len(busy) == 0 && !unclaimed
}

// up is the lane's till, started.
func (l *lane) up(p *world.Till) *world.Till {
	l.process = p.Name
	return p
}

// comeBack is the lane's machine after a power cut; nil when it stays dark.
func (l *lane) comeBack() *world.Till {
	w := l.s.w
	w.Die()
	if w.Rng.IntN(2) == 0 {
		w.Note("stays dark")
		return nil
	}
	if w.Rng.IntN(3) == 0 {
		w.CrashAt = 1 + w.Rng.IntN(12)
	}
	return l.up(w.Up(time.Second << w.Rng.IntN(12))) // to half an hour and more
}

// till sells, up to three times, and then drives what is left.
func (l *lane) till() {
	w, p := l.s.w, l.up(l.s.w.Boot())
	for range 3 {
		again, alive := w.Life(func() bool { return l.sell(p) })
		l.call = nil
		if !alive {
			if p = l.comeBack(); p == nil {
				return
			}
			again = w.Chance(w.Fault.Again)
		}
		if !again {
			break
		}
	}
	l.soldOut()
	l.recover(p)
}

// recoverer is recover --watch: it has no cashier.
func (l *lane) recoverer() { l.recover(l.up(l.s.w.Boot())) }

// recover drives what nobody else holds until the world is at rest.
func (l *lane) recover(p *world.Till) {
	w := l.s.w
	for {
		_, alive := w.Life(func() bool {
			_ = p.Recovery.Run(context.Background(), func(int) bool { return l.s.quiet() })
			p.Persons()
			return true
		})
		switch {
		case !alive:
			if p = l.comeBack(); p == nil {
				return
			}
		case l.s.over():
			w.Die() // what is on its way may be another's to ask about
			return
		default:
			w.Pass(time.Duration(5+w.Rng.IntN(25)) * time.Second)
		}
	}
}

// sell is one call of the POS or press of Enter. true: it will call again.
func (l *lane) sell(p *world.Till) bool {
	w := l.s.w
	q := w.Request()
	if l.s.minted {
		q.Ref = ""
	}
	l.pressed = w.Elapsed()
	s, err := p.Begin(q)
	switch {
	case taken(err):
		w.Note("not begun: %v", err)
		return w.Chance(w.Fault.Again)
	case err != nil:
		w.Refused(err)
		return false
	}
	l.call = s
	if s.Replayed() {
		w.Stats.Mark("second press")
	}
	a, err := p.Sell(s)
	switch {
	case taken(err):
		w.Note("finished elsewhere: %v", err)
		w.Stats.Mark("finished elsewhere")
	case turnedAway(err):
		w.Refused(err)
		w.Stats.Mark("turned away at the end")
	case err != nil:
		w.Broken("run", "%s ended with %v", a.OutTradeNo, err)
	default:
		w.Note("the cashier hears %s", a.Outcome())
		l.said(p, s, a)
	}
	return w.Chance(w.Fault.Again)
}

// turnedAway reports whether a sale ended as one that Begin refuses: it was stopped at
// its own intent, or the reference that it followed has another end by now.
func turnedAway(err error) bool {
	_, stopped := errors.AsType[*flow.PossibleDuplicateError](err)
	_, finished := errors.AsType[*flow.FinishedError](err)
	return stopped || finished
}

// taken reports whether the database let somebody else have it.
func taken(err error) bool {
	return errors.Is(err, flow.ErrFenced) || errors.Is(err, flow.ErrOwned) || errors.Is(err, flow.ErrBlocked)
}
