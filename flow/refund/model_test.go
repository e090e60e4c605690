package refund

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"facetill/flow/clock"
	"facetill/flow/money"
)

// The model plays this room between people, processes and WeChat, with everything
// that may go wrong between them, and judges by WeChat's book. Its decisions are the
// room's own; around them it has as little as does what the flow will do: read, ask
// the room, append under the version, call, append the answer.

// mFee is what every person of the model wants: a wish is told from another by who
// has it alone.
const mFee money.Fen = 400

// clause is a part of the law that is taken away, to see that it carries weight.
type clause string

// world is one run: a shop, its journals and WeChat.
type world struct {
	pick    func(kind string, n int) int // 0 is what usually happens
	off     clause
	now     time.Duration
	shop    *store
	book    book
	actors  []*actor
	meant   int // how many refunds people want
	minted  int
	cash    money.Fen // given by hand for what was refused
	knows   bool      // somebody named what was given so, and gives more
	total   money.Fen
	mute    time.Duration      // until then recovery tells nobody
	slowest time.Duration      // how late a request may arrive
	said    map[string]Outcome // the word that was told last, by number
	others  []string           // numbers of other customers' refunds
	wrong   []string
	loud    bool            // it tells its story
	story   []string        // what happened, for whoever reads a failure
	closed  map[string]bool // numbers that the list knew as closed
	notes   map[string]int
}

func (w *world) broken(format string, args ...any) {
	w.wrong = append(w.wrong, fmt.Sprintf("%v: ", w.now)+fmt.Sprintf(format, args...))
}

func (w *world) tale(a *actor, format string, args ...any) {
	if !w.loud {
		return
	}
	w.story = append(w.story, fmt.Sprintf("%9v %-9s ", w.now, a.name)+fmt.Sprintf(format, args...))
}

func (w *world) note(what string) { w.notes[what]++ }

// store is a journal: the list of one sale, and what guards its appends.
type store struct {
	l         List
	version   int
	epoch     int
	owner     *actor
	adoptions int
}

// actor is a process, with the person before it. It runs until it waits, and the
// world chooses who runs next.
type actor struct {
	w      *world
	s      *store
	name   string
	up     bool
	epoch  int
	until  time.Duration // it waits for this
	begun  time.Duration // when the process began
	slow   time.Duration // between its press and what follows
	skewed bool          // its first Date is a day behind
	live   Live
	yield  func(struct{}) bool
	next   func() (struct{}, bool)
	stop   func()
}

type crashed struct{}

// start adds a process that does something, from a moment on.
func (w *world) start(name string, s *store, after time.Duration, do func(*actor)) *actor {
	a := &actor{w: w, s: s, name: name, up: true, until: w.now + after, begun: w.now + after}
	a.skewed = w.pick("skew", 2) == 1
	a.next, a.stop = iter.Pull(func(yield func(struct{}) bool) {
		defer func() {
			a.up = false
			if r := recover(); r != nil && r != (crashed{}) {
				panic(r)
			}
		}()
		a.yield = yield
		do(a)
	})
	w.actors = append(w.actors, a)
	return a
}

// pause lets others run, for a time that may be much longer: the machine sleeps.
func (a *actor) pause(d time.Duration) {
	d += []time.Duration{0, 9 * time.Second, 61 * time.Second, 12 * time.Minute}[a.w.pick("sleep", 4)]
	a.until = a.w.now + d
	if !a.yield(struct{}{}) {
		panic(crashed{})
	}
}

// crash may end the process here.
func (a *actor) crash() {
	if a.w.pick("crash", 2) == 1 {
		a.w.note("crash")
		a.w.tale(a, "crash")
		panic(crashed{})
	}
}

func (a *actor) instant() clock.Instant {
	return clock.Instant{Wall: t0.Add(a.w.now), Mono: a.w.now}
}

// running is WeChat's clock, as this process knows it: a first Date that is a day
// behind is corrected a minute later.
func (a *actor) running() time.Time {
	if a.untrusted() {
		return t0.Add(a.w.now - day)
	}
	return t0.Add(a.w.now)
}

func (a *actor) untrusted() bool { return a.skewed && a.w.now < a.begun+61*time.Second }

func (a *actor) moment() Moment { return Moment{Running: a.running(), Sure: true, Now: a.instant()} }

func (a *actor) situation() Situation {
	s := Situation{Now: a.running(), Sure: true, Trusted: !a.untrusted(), Adoptions: a.s.adoptions}
	if a.w.off == "an adopted entry is sent" {
		s.Adoptions = 0
	}
	return s
}

// claim makes the process the driver, where no living one is.
func (a *actor) claim() bool {
	o := a.s.owner
	if o != nil && o != a && o.up && (o.until <= a.w.now+30*time.Second || a.w.pick("lease", 2) == 0) {
		return false
	}
	if o != a {
		a.s.epoch++
		a.s.owner, a.epoch = a, a.s.epoch
		a.live = Live{Since: a.running()}
	}
	return true
}

// append is the transaction: what was read is compared, and the room decides.
func (a *actor) append(seen int, f Fact, driver bool) bool {
	w, s := a.w, a.s
	a.crash()
	if seen != s.version && w.off != "the version is not compared" || driver && a.epoch != s.epoch {
		return false
	}
	switch g := f.(type) {
	case Begun:
		g.Adopted = s.adoptions
		f = g
	case Sent:
		if w.off != "an adopted entry is sent" {
			g.Adopted = s.adoptions
		}
		f = g
	case Resent:
		g.Adopted = s.adoptions
		f = g
	}
	next, err := w.apply(s, f)
	if err != nil {
		return false
	}
	s.l, s.version = next, s.version+1
	w.tale(a, "%d %s %+v", s.version, f.Kind(), f)
	w.judgeList(s)
	if g, begins := f.(Begun); begins {
		w.knows = w.knows || slices.ContainsFunc(next, func(e Entry) bool { return e.SettledAs == SettledElse && slices.Contains(g.Beside, e.Number) })
	}
	if f.Kind() == "refund_resent" || f.Kind() == "refund_begun" {
		delete(w.said, f.refund())
	}
	a.crash()
	return true
}

// apply is the room's fold, less what was taken away from it.
func (w *world) apply(s *store, f Fact) (List, error) {
	next, err := s.l.Apply(w.total, s.version, f)
	g, begins := f.(Begun)
	switch e, known := s.l.Find(f.refund()); {
	case w.off == "a begun entry blocks nothing" && begins && err != nil && g.Fee <= s.l.Rest(w.total),
		w.off == "the sum is not checked" && begins && err != nil:
		fresh := entered(s.version+1, g)
		fresh.BegunAt, fresh.BegunWall = g.At, g.Wall
		return append(slices.Clone(s.l), fresh), nil
	case err == nil && known:
		return w.bend(s, e, next, f), nil
	case w.off == "sent again beyond the rest" && known && f.Kind() == "refund_resent" && e.State == Refused && !e.Final:
		return s.l.Apply(1<<40, s.version, f)
	case w.off == "a closed number is sent again" && known && f.Kind() == "refund_resent" && e.Final:
		l := slices.Clone(s.l)
		l[l.index(e.Number)].Final = false
		return l.Apply(w.total, s.version, f)
	}
	return next, err
}

// bend folds a fact as a room without a clause would.
func (w *world) bend(s *store, was Entry, next List, f Fact) List {
	e := &next[next.index(was.Number)]
	switch g := f.(type) {
	case Answered:
		if w.off == "accepted is done" && e.State == Accepted {
			e.State, e.DoneAt = Done, g.At
		}
	case Sent:
		if w.off == "an unanswered send is forgotten" || w.off == "refused before the fence" {
			e.OpenSendBy, e.OpenDoubt = time.Time{}, false
		}
		if w.off == "a stamp nobody vouches for begins the fence" {
			e.OpenDoubt = false
		}
	case Resent:
		if w.off == "an adopted entry has no unanswered send" {
			e.OpenSendBy, e.OpenDoubt = time.Time{}, false
		}
		if w.off == "sent again is as old as before" {
			e.BegunN, e.BegunAt, e.BegunWall, e.ToldN = was.BegunN, was.BegunAt, was.BegunWall, was.ToldN
		}
	}
	return next
}

// run lets the actors act until none is left or it has taken too long, one at a time.
func (w *world) run(most time.Duration) {
	for steps := 0; steps < 2_000 && w.now < most; steps++ {
		var ready []*actor
		next := time.Duration(-1)
		for _, a := range w.actors {
			if !a.up {
				continue
			}
			if a.until <= w.now {
				ready = append(ready, a)
			} else if next < 0 || a.until < next {
				next = a.until
			}
		}
		switch {
		case len(ready) > 0:
			i := 0
			if len(ready) > 1 {
				i = w.pick("who", len(ready))
			}
			if _, more := ready[i].next(); !more {
				ready[i].up = false
			}
		case next < 0:
			return
		default:
			w.now = next
			w.settle()
		}
	}
}

// end stops whoever still runs.
func (w *world) end() {
	for _, a := range w.actors {
		a.stop()
		a.up = false
	}
	w.actors = nil
}

func (w *world) report() string {
	return strings.ReplaceAll(strings.Join(append(w.wrong, w.story...), "\n\t"), trade, "")
}
