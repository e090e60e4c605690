package world

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

	"facetill/cmd/proof/seeds"
	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/flowtest"
	"facetill/wx"
	"facetill/wx/sim"
	"facetill/wx/sim/certificates"
	"facetill/wx/wire"
)

// start is when every world begins, on WeChat's clock.
var start = time.Date(2026, 11, 25, 4, 0, 0, 0, time.UTC)

const (
	mchID = "1900000109"
	appID = "wxd930ea5d5a258f4f"
	// simKey signs in simulated worlds only.
	simKey = "sweep-sweep-sweep-sweep-sweep-00"
)

// Fee of every sale, in fen.
const Fee flow.Fen = 1280

var (
	key = must(wire.NewKey(simKey))
	// certificate loads, matches and is in date for as long as worlds last.
	certificate = must(wx.NewCertificate(must(certificates.New(mchID, start.Add(-24*time.Hour))).Client()))
)

// World is one sale's universe: WeChat's book, the till's disk, the terminal
// and the time. Whatever survives a power cut is here; what does not is in a
// [Till].
type World struct {
	Rng      *rand.Rand
	Disk     Disk // what a process opens
	Fault    Profile
	Merchant flow.Merchant // who sells
	Refusal  Refusal
	Machine
	Course Course // how it is played
	Judge  *Judge
	Stats  *Stats

	Asleep time.Duration // true time at which a machine fell asleep last

	Tell  bool // the story is wanted
	Story []string
	Liar  bool // the control of everything: see network.lie

	gate    *sim.Server
	network network
	now     time.Duration // true time since start
	pending []event       // what happens by itself: late requests, the cashier's keys
	lies    int           // of Dates, each by another day and hour
	ahead   bool          // one of them was a day ahead, and so may be an intent
	behind  bool          // a refund was stamped long ago
}

// Machine is what belongs to one till of a world. Where there are several, that
// of the one whose turn it is stands in the world.
type Machine struct {
	Slept time.Duration // of the true time, it was asleep
	Skew  time.Duration // of its wall clock

	CrashAt int // point at which the power fails; 0 never
	Lives   int

	disk  Disk // what its process has open
	Heard Heard

	calls int        // points passed in this life
	off   lyingDates // what the answers' Dates are off by

	escaped   chan struct{} // wakes a capture when the cashier pressed Esc
	stopAsked bool
}

// NewMachine returns one that has not been switched on.
func NewMachine() Machine { return Machine{escaped: make(chan struct{}, 1)} }

// Disk is the journal under the processes of a world.
type Disk interface {
	// Process is the journal as a process sees it; a witness only reads.
	Process(owner string) flow.Journal
	// Kill ends a process: everybody may claim what it drove.
	Kill(owner string)
}

// event is something that happens at a moment, whatever the till does.
type event struct {
	at time.Duration
	do func()
}

// crashed is the panic of a power cut.
type crashed struct{ point string }

// New returns the world of a seed, with one till and the journal in memory.
func New(seed uint64, st *Stats) *World {
	w := &World{Rng: rand.New(rand.NewPCG(seed, 0x666163656C6C)), Stats: st, Machine: NewMachine(), Disk: flowtest.NewMemory(),
		Merchant: flow.Merchant{AppID: appID, MchID: mchID}}
	w.Course, w.Judge = Alone{w}, newJudge(w)
	w.Fault = newProfile(w.Rng)
	w.Skew = w.Fault.Skew(w.Rng)
	w.gate = must(sim.New(sim.Config{Now: w.Time, Merchants: []sim.Merchant{{AppID: appID, MchID: mchID, APIKey: simKey}},
		UnknownReverse: unknownReverses[w.Rng.IntN(len(unknownReverses))], IgnoreExpire: w.Rng.IntN(2) == 0,
		ReverseFor: reversible[w.Rng.IntN(len(reversible))], RefundAfter: onTheWay[w.Rng.IntN(len(onTheWay))], Funds: funds(w), Seed: seed + 1}))
	w.network = network{w: w, absent: map[string]bool{}}
	if w.Rng.IntN(3) == 0 {
		w.Merchant.SubMchID = subMchID
	}
	return w
}

// Run plays the world in a way, and counts it. It returns the rule that was broken.
func (w *World) Run(play func()) *seeds.Violation {
	v := Caught(play)
	w.Stats.Worlds++
	w.Stats.Hours += w.now.Hours()
	return v
}

// Time is WeChat's.
func (w *World) Time() time.Time { return start.Add(w.now) }

// Elapsed is the true time since the world began.
func (w *World) Elapsed() time.Duration { return w.now }

// Now is the machine's: wall time may be wrong, monotonic time stands still in
// its sleep.
func (w *World) Now() clock.Instant {
	return clock.Instant{Wall: w.Time().Add(w.Skew), Mono: w.now - w.Slept}
}

// Pass lets true time go by, with what happens in it.
func (w *World) Pass(d time.Duration) { w.Course.Pass(w.now + max(d, 0)) }

// Advance goes to a moment, with what happens before it.
func (w *World) Advance(end time.Duration) {
	for len(w.pending) > 0 && w.pending[0].at <= end {
		e := w.pending[0]
		w.pending = w.pending[1:]
		w.now = max(w.now, e.at)
		e.do()
	}
	w.now = end
}

// Later puts an event on the calendar.
func (w *World) Later(in time.Duration, do func()) {
	e := event{w.now + in, w.Course.Own(do)}
	i, _ := slices.BinarySearchFunc(w.pending, e, func(a, b event) int {
		if a.at <= b.at {
			return -1
		}
		return 1
	})
	w.pending = slices.Insert(w.pending, i, e)
}

// Sleep is the till waiting. It wakes early when a key was pressed meanwhile.
func (w *World) Sleep(ctx context.Context, d time.Duration, wake <-chan struct{}) {
	end := w.now + max(d, time.Millisecond)
	for w.now < end && ctx.Err() == nil {
		select {
		case <-wake:
			return
		default:
		}
		step := end - w.now
		if len(w.pending) > 0 && w.pending[0].at < end {
			step = max(w.pending[0].at-w.now, 0)
		}
		w.Course.Doze(w.now + step)
	}
	if w.Chance(w.Fault.suspend) {
		w.suspend()
	}
}

// suspend closes the lid: true time passes, monotonic time does not.
func (w *World) suspend() {
	d := time.Duration(1+w.Rng.IntN(600)) * time.Second
	w.Note("the machine sleeps for %v", d)
	w.Stats.Mark("suspended")
	w.Asleep = w.now
	w.Course.Suspend(w.now + d)
	w.Slept += d
	w.lieAnew()
}

// Chance rolls for something of a profile's rates.
func (w *World) Chance(rate float64) bool { return w.Fault.chance(w.Rng, rate) }

// Point is a place where the power may fail.
func (w *World) Point(name string) {
	if w.calls++; w.calls == w.CrashAt {
		w.Cut(name)
	}
	w.Course.Point(name)
}

// Cut is the power failing.
func (w *World) Cut(point string) {
	w.Note("power cut at %s", point)
	w.Stats.Crashes++
	w.Stats.Mark("crash " + point)
	panic(crashed{point})
}

// Life runs something that a power cut may end.
func (w *World) Life(do func() bool) (result, alive bool) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case crashed:
			result, alive = false, false
		default:
			panic(r)
		}
	}()
	return do(), true
}

// Killed ends what is in the middle of a [World.Life], as a power cut does.
func Killed() { panic(crashed{"killed"}) }

// Note adds a line to the story.
func (w *World) Note(format string, args ...any) {
	if w.Tell {
		w.Story = append(w.Story, fmt.Sprintf("%12v  ", w.now)+w.Course.Name()+fmt.Sprintf(format, args...))
	}
}

// Broken ends the world: a rule is broken.
func (w *World) Broken(rule, format string, args ...any) {
	panic(seeds.Violation{Rule: rule, What: fmt.Sprintf(format, args...)})
}

// Caught runs what may break a rule, and returns the rule.
func Caught(do func()) (v *seeds.Violation) {
	defer func() {
		if r := recover(); r != nil {
			v = Violated(r)
		}
	}()
	do()
	return nil
}

// Violated is the rule that a panic says to be broken. A process of the till's that
// panics breaks one, too, wherever it does: the world is told of by its seed.
func Violated(r any) *seeds.Violation {
	switch r := r.(type) {
	case seeds.Violation:
		return &r
	case runtime.Error:
		return &seeds.Violation{Rule: "panic", What: fmt.Sprintf("%v\n%s", r, debug.Stack())}
	}
	panic(r)
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
