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
// what is left. Unfenced is the control: the journal has no compare-and-set.
func Play(seed uint64, st *world.Stats, tell, unfenced bool) (*world.World, *seeds.Violation) {
	w := world.New(seed, st)
	disk := flowtest.NewMemory()
	disk.Unfenced = unfenced
	w.Disk, w.Tell = disk, tell
	s := &lanes{Alone: world.Alone{W: w}, w: w, disk: disk, lease: time.Second << w.Rng.IntN(6), presses: newPresses()}
	s.minted = w.Rng.IntN(3) == 0
	w.Course = s
	w.RefundOutside()
	tills := 1 + w.Rng.IntN(2)
	for i := range tills {
		s.start(fmt.Sprintf("till %d", i+1), true, s.arrival(i), (*lane).till)
	}
	for i := range 1 + w.Rng.IntN(2) {
		s.start(fmt.Sprintf("keeper %d", i+1), false, time.Duration(w.Rng.IntN(20_000))*time.Millisecond, (*lane).recoverer)
	}
	s.loop()
	for s.v == nil && !s.over() { // everybody is gone or content, and something is left
		s.w.Advance(w.Elapsed() + laneLate)
		l := s.start("night", false, w.Elapsed(), (*lane).recoverer)
		l.pauses, l.m.CrashAt = nil, 0
		s.loop()
	}
	if s.v == nil {
		w.Advance(w.Elapsed() + laneLate)
		s.v = world.Caught(w.Judge.Check)
	}
	w.Done()
	return w, s.v
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

// left counts what waits: attempts that a machine must drive, and unclaimed
// charges, which are a person's.
func (s *lanes) left() (machines, persons int) {
	pending, err := s.disk.Process("witness").Pending(context.Background())
	if err != nil {
		s.w.Broken("1.1", "the journal does not list what is open: %v", err)
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

// quiet reports whether no attempt needs a machine.
func (s *lanes) quiet() bool {
	if s.selling == 0 && s.w.Elapsed() > s.closed+world.HealAfter+s.w.Rests() {
		s.w.Broken("4.5", "still at work %v after the last sale: %v", s.w.Elapsed()-s.closed, s.w.Judge.Busy())
	}
	machines, _ := s.left()
	return machines == 0
}

// over reports whether nothing is left to do for anybody.
func (s *lanes) over() bool {
	if s.selling > 0 || !s.w.Fault.Healed {
		return false
	}
	machines, persons := s.left()
	return machines+persons == 0
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
	l.keep(p)
}

// recoverer is recover --watch: it has no cashier.
func (l *lane) recoverer() { l.keep(l.up(l.s.w.Boot())) }

// keep drives what nobody else holds until the world is at rest.
func (l *lane) keep(p *world.Till) {
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
		w.Note("the cashier is told %s", a.Outcome())
		l.told(p, s, a)
	}
	return w.Chance(w.Fault.Again)
}

// turnedAway reports whether a sale ended as one that Begin refuses: it was stopped at
// its own intent, or the reference that it followed has another end by now.
func turnedAway(err error) bool {
	var stopped *flow.PossibleDuplicateError
	var finished *flow.FinishedError
	return errors.As(err, &stopped) || errors.As(err, &finished)
}

// taken reports whether the database let somebody else have it.
func taken(err error) bool {
	return errors.Is(err, flow.ErrFenced) || errors.Is(err, flow.ErrOwned) || errors.Is(err, flow.ErrBlocked)
}
