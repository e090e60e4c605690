package lanes

import (
	"fmt"
	"iter"
	"slices"
	"time"

	"facetill/cmd/proof/seeds"
	"facetill/cmd/proof/world"
	"facetill/flow"
	"facetill/flow/flowtest"
)

// lanes are several tills in one world: one journal, one book of WeChat's, one
// loop. Each lane is a coroutine and exactly one has the turn; it lets go of it
// wherever it waits, and at any call of a port it may be suspended for a moment
// or for hours, be given up by the others meanwhile, and wake.
//
// The turn brings the world's machine with it, so everything that a world of one
// till is made of serves here unchanged.
type lanes struct {
	world.Alone
	w    *world.World
	disk *flowtest.Memory
	all  []*lane
	turn *lane // nil: the loop's own
	v    *seeds.Violation

	lease   time.Duration // a lane that was silent that long is given up
	selling int           // lanes that may still begin a sale
	closed  time.Duration // when the last of them was done
	stop    bool          // the world ends: whoever gets the turn unwinds

	minted bool // sales without a reference: one customer, the tills press as they like
	// When each number was asked for, and when its end was known to a person: said to
	// one, or decided by one.
	pressed, settled map[flow.OutTradeNo]time.Duration
	// What by the rules stopped no sale when each one's guard was asked before its intent.
	free map[flow.OutTradeNo][]flow.OutTradeNo
}

// lane is one till, or one recoverer without a cashier.
type lane struct {
	s       *lanes
	label   string
	m       world.Machine // while another has the turn
	at      time.Duration
	next    func() (struct{}, bool)
	end     func()
	yield   func(struct{}) bool
	done    bool
	passed  int   // calls of ports
	pauses  []int // the calls at which it is suspended
	process string
	lapsed  bool // others may take what it drives
	lost    int  // how often it was given up

	call    *flow.Sale // the cashier's or the POS's, under way
	pressed time.Duration
	free    []flow.OutTradeNo // by the last look of its guard
	sells   bool
}

// stopped is the panic of a lane whose world ends.
type stopped struct{}

// start makes a coroutine of what a lane does.
func (s *lanes) start(label string, sells bool, at time.Duration, do func(*lane)) *lane {
	l := &lane{s: s, label: label, at: at, sells: sells}
	l.m = world.NewMachine()
	l.m.Skew, l.m.Lives = s.w.Fault.Skew(s.w.Rng), 100*len(s.all)
	for range s.w.Rng.IntN(4) { // mostly one or two among the first calls of its life, where the sale is
		l.pauses = append(l.pauses, 1+s.w.Rng.IntN(150))
	}
	slices.Sort(l.pauses)
	if s.w.Rng.Float64() < s.w.Fault.Crash/2 {
		l.m.CrashAt = 1 + s.w.Rng.IntN(60)
	}
	s.all = append(s.all, l)
	if sells {
		s.selling++
	}
	l.next, l.end = iter.Pull(func(yield func(struct{}) bool) {
		l.yield = yield
		defer l.ended()
		do(l)
	})
	return l
}

// ended is the end of a lane, however it came.
func (l *lane) ended() {
	l.done = true
	l.soldOut()
	switch r := recover().(type) {
	case nil, stopped:
	case seeds.Violation:
		if l.s.v == nil {
			l.s.v = &r
		}
	default:
		panic(r)
	}
}

// soldOut is the lane beginning no sale any more. After the last one the
// faults end, too.
func (l *lane) soldOut() {
	if !l.sells {
		return
	}
	l.sells = false
	l.s.selling--
	if l.s.selling == 0 {
		l.s.closed = l.s.w.Elapsed()
		l.s.w.Later(laneHeal, l.s.w.Fault.Heal)
	}
}

// loop hands out turns until nobody wants one, or a rule is broken.
func (s *lanes) loop() {
	s.stop = false
	for s.v == nil {
		l := s.due(nil)
		if l == nil {
			break
		}
		s.w.Advance(max(l.at, s.w.Elapsed()))
		s.take(l)
		l.next()
		s.take(nil)
	}
	s.stop = true
	for _, l := range s.all {
		s.take(l)
		l.end()
		s.take(nil)
	}
	if s.v != nil {
		panic(*s.v)
	}
}

// due is the lane that is to have the next turn, other than one.
func (s *lanes) due(but *lane) (first *lane) {
	for _, l := range s.all {
		if !l.done && l != but && (first == nil || l.at < first.at) {
			first = l
		}
	}
	return first
}

// take hands the turn to a lane: its machine stands in the world.
func (s *lanes) take(l *lane) {
	if s.turn != nil {
		s.turn.m = s.w.Machine
	}
	if s.turn = l; l != nil {
		s.w.Machine = l.m
	}
}

// Pass is a lane waiting for a moment. The turn goes round where somebody else is
// due before.
func (s *lanes) Pass(at time.Duration) {
	l := s.turn
	if l == nil || s.stop {
		panic(stopped{})
	}
	if other := s.due(l); other == nil || other.at > at {
		s.w.Advance(at)
		return
	}
	l.at = at
	if !l.yield(struct{}{}) || s.stop {
		panic(stopped{})
	}
}

// Own makes an event of a lane happen on its machine, whoever has the turn then.
func (s *lanes) Own(do func()) func() {
	l := s.turn
	if l == nil {
		return do
	}
	return func() {
		had := s.turn
		s.take(l)
		do()
		s.take(had)
	}
}

// Name begins a line of the story.
func (s *lanes) Name() string {
	if s.turn == nil {
		return "          "
	}
	return fmt.Sprintf("%-8s  ", s.turn.label)
}
