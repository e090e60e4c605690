package turns

import (
	"fmt"
	"iter"
	"time"

	"facetill/cmd/proof/seeds"
	"facetill/cmd/proof/world"
)

// Turns is the course of a world in which several are at work: each is a coroutine
// and exactly one has the turn, which it lets go of wherever it waits. Its machine
// stands in the world meanwhile.
type Turns struct {
	world.Alone
	all  []*Hand
	turn *Hand // nil: nobody's, before, between and after the loops
	stop bool  // the world ends: whoever gets the turn unwinds
	v    *seeds.Violation
}

// Hand is one of them: a person, or a process of the till's.
type Hand struct {
	Label   string
	Machine *world.Machine // several hands may share one

	at     time.Duration
	next   func() (struct{}, bool)
	end    func()
	yield  func(struct{}) bool
	done   bool
	killed bool
}

// stopped is the panic of a hand whose world ends.
type stopped struct{}

// Done reports whether it has nothing to do any more.
func (h *Hand) Done() bool { return h.done }

// Kill ends what a hand is in the middle of, as soon as it has the turn: its
// [world.World.Life] ends as in a power cut.
func (h *Hand) Kill() { h.killed = true }

// Start makes a hand of what somebody does, from a moment on.
func (t *Turns) Start(label string, m *world.Machine, in time.Duration, do func()) *Hand {
	h := &Hand{Label: label, Machine: m, at: t.W.Elapsed() + in}
	t.all = append(t.all, h)
	h.next, h.end = iter.Pull(func(yield func(struct{}) bool) {
		h.yield = yield
		defer t.ended(h)
		do()
	})
	return h
}

// ended is the end of a hand, however it came.
func (t *Turns) ended(h *Hand) {
	h.done = true
	switch r := recover().(type) {
	case nil, stopped:
	default:
		if v := world.Violated(r); t.v == nil {
			t.v = v
		}
	}
}

// Turn is whose turn it is, nil for nobody's.
func (t *Turns) Turn() *Hand { return t.turn }

// Aside lets whoever has the turn do something at another machine.
func (t *Turns) Aside(m world.Machine, do func()) {
	h := t.turn
	own := h.Machine
	*own, h.Machine, t.W.Machine = t.W.Machine, &m, m
	defer func() { h.Machine, t.W.Machine = own, *own }()
	do()
}

// Loop hands out turns until nobody wants one, or a rule is broken.
func (t *Turns) Loop() {
	for t.v == nil {
		h := t.due(nil)
		if h == nil {
			break
		}
		t.W.Advance(max(h.at, t.W.Elapsed()))
		t.take(h)
		h.next()
		t.take(nil)
	}
	t.stop = true
	for _, h := range t.all {
		t.take(h)
		h.end()
		t.take(nil)
	}
	t.stop, t.all = false, nil
	if t.v != nil {
		panic(*t.v)
	}
}

// due is the hand that is to have the next turn, other than one.
func (t *Turns) due(but *Hand) (first *Hand) {
	for _, h := range t.all {
		if !h.done && h != but && (first == nil || h.at < first.at) {
			first = h
		}
	}
	return first
}

// take hands the turn to somebody: their machine stands in the world.
func (t *Turns) take(h *Hand) {
	if t.turn != nil {
		*t.turn.Machine = t.W.Machine
	}
	if t.turn = h; h != nil {
		t.W.Machine = *h.Machine
	}
}

// Pass is whoever has the turn waiting for a moment. The turn goes round where
// somebody else is due before.
func (t *Turns) Pass(at time.Duration) {
	h := t.turn
	switch {
	case t.stop:
		panic(stopped{})
	case h == nil:
		t.W.Advance(at)
		return
	}
	if other := t.due(h); other == nil || other.at > at {
		t.W.Advance(at)
	} else if h.at = at; !h.yield(struct{}{}) || t.stop {
		panic(stopped{})
	}
	if h.killed {
		h.killed = false
		world.Killed()
	}
}

// Suspend closes the lid of a machine: nobody who works at it goes on before it is opened
// again. Who slept wakes first, so that the others find the clock as it is then.
func (t *Turns) Suspend(end time.Duration) {
	for _, h := range t.all {
		if t.turn != nil && h != t.turn && h.Machine == t.turn.Machine {
			h.at = max(h.at, end+1)
		}
	}
	t.W.Course.Pass(end)
}

// Own makes an event of somebody happen on their machine, whoever has the turn then.
func (t *Turns) Own(do func()) func() {
	h := t.turn
	if h == nil {
		return do
	}
	return func() {
		had, nobodys := t.turn, t.W.Machine
		t.take(h)
		do()
		if t.take(had); had == nil {
			t.W.Machine = nobodys
		}
	}
}

// Name begins a line of the story.
func (t *Turns) Name() string {
	if t.turn == nil {
		return fmt.Sprintf("%-10s  ", "")
	}
	return fmt.Sprintf("%-10s  ", t.turn.Label)
}
