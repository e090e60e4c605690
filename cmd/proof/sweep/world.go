package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"facetill/device"
	devsim "facetill/device/sim"
	"facetill/flow"
	"facetill/flow/flowtest"
	"facetill/wx"
	"facetill/wx/sim"
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

// world is one sale's universe: WeChat's book, the till's disk, the terminal
// and the time. Whatever survives a power cut is here; what does not is in a
// process.
type world struct {
	seed  uint64
	rng   *rand.Rand
	gate  *sim.Server
	disk  disk
	fault profile
	now   time.Duration // true time since start
	machine
	script *script // what goes wrong where nothing is left to chance
	lanes  *lanes  // whose turn it is where several machines share the world

	pending []event // what happens by itself: late requests, the cashier's keys

	stale map[string][]byte // an answer about another order, by path
	seen  map[flow.OutTradeNo]*evidence
	goods map[flow.OutTradeNo]bool // paid was said: the customer has them
	liar  bool                     // see lie
	lies  int                      // of Dates, each by another day and hour
	ahead bool                     // one of them was a day ahead, and so may be an intent
	stats *stats
	story []string
	tell  bool
}

// machine is what belongs to one till of a world. Where there are several, that
// of the one whose turn it is stands in the world.
type machine struct {
	slept time.Duration // of the true time, it was asleep
	skew  time.Duration // of its wall clock

	calls   int // points passed in this life
	crashAt int // point at which the power fails; 0 never
	lives   int

	off lyingDates // what the answers' Dates are off by

	escaped   chan struct{} // wakes a capture when the cashier pressed Esc
	stopAsked bool
}

// disk is the journal under the processes of a world.
type disk interface {
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

func newWorld(seed uint64, st *stats) *world {
	w := &world{seed: seed, rng: rand.New(rand.NewPCG(seed, 0x666163656C6C)), stats: st,
		machine: machine{escaped: make(chan struct{}, 1)}, stale: map[string][]byte{}, seen: map[flow.OutTradeNo]*evidence{}, goods: map[flow.OutTradeNo]bool{}, disk: flowtest.NewMemory()}
	w.fault = newProfile(w.rng)
	w.skew = w.fault.skew(w.rng)
	gate, err := sim.New(sim.Config{Now: w.time, Merchants: []sim.Merchant{{AppID: appID, MchID: mchID, APIKey: simKey}},
		UnknownReverse: w.fault.unknownReverse(w.rng), IgnoreExpire: w.rng.IntN(2) == 0,
		RefundAfter: time.Duration(w.rng.IntN(2)) * time.Minute, Seed: seed + 1})
	if err != nil {
		panic(err)
	}
	w.gate = gate
	w.plantForeign()
	return w
}

// time is WeChat's.
func (w *world) time() time.Time { return start.Add(w.now) }

// Now is the machine's: wall time may be wrong, monotonic time stands still in
// its sleep.
func (w *world) Now() flow.Instant {
	return flow.Instant{Wall: w.time().Add(w.skew), Mono: w.now - w.slept}
}

// pass lets true time go by, with what happens in it.
func (w *world) pass(d time.Duration) {
	end := w.now + max(d, 0)
	if w.lanes != nil {
		w.lanes.until(end)
		return
	}
	w.advance(end)
}

func (w *world) advance(end time.Duration) {
	for len(w.pending) > 0 && w.pending[0].at <= end {
		e := w.pending[0]
		w.pending = w.pending[1:]
		w.now = max(w.now, e.at)
		e.do()
	}
	w.now = end
}

// later puts an event on the calendar.
func (w *world) later(in time.Duration, do func()) {
	if w.lanes != nil {
		do = w.lanes.own(do)
	}
	e := event{w.now + in, do}
	i, _ := slices.BinarySearchFunc(w.pending, e, func(a, b event) int {
		if a.at <= b.at {
			return -1
		}
		return 1
	})
	w.pending = slices.Insert(w.pending, i, e)
}

// Sleep is the till waiting. It wakes early when a key was pressed meanwhile.
func (w *world) Sleep(ctx context.Context, d time.Duration, wake <-chan struct{}) {
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
		w.pass(step)
	}
	if w.fault.chance(w.rng, w.fault.suspend) {
		w.suspend()
	}
}

// suspend closes the lid: true time passes, monotonic time does not.
func (w *world) suspend() {
	d := time.Duration(1+w.rng.IntN(600)) * time.Second
	w.note("the machine sleeps for %v", d)
	w.stats.mark("suspended")
	w.pass(d)
	w.slept += d
	w.lieAnew()
}

// point is a place where the power may fail.
func (w *world) point(name string) {
	w.calls++
	if w.script != nil {
		w.script.point(w, name)
		return
	}
	if w.calls == w.crashAt {
		w.note("power cut at %s", name)
		w.stats.crashes++
		w.stats.mark("crash " + name)
		panic(crashed{name})
	}
	if w.lanes != nil {
		w.lanes.point(name)
	}
}

func (w *world) note(format string, args ...any) {
	if w.tell {
		w.story = append(w.story, fmt.Sprintf("%12v  ", w.now)+w.lanes.name()+fmt.Sprintf(format, args...))
	}
}

// process is one life of the till: adapters, clock and runner. A power cut ends it.
type process struct {
	w       *world
	name    string
	runner  *flow.Runner
	keeper  *flow.Keeper
	journal flow.Journal
}

// boot starts a till on the world's disk.
func (w *world) boot() *process {
	w.lives++
	w.calls = 0
	w.lieAnew()
	p := &process{w: w, name: w.lifeName()}
	p.journal = &crashJournal{Journal: w.disk.Process(p.name), w: w}
	clock := flow.NewWeChatClock(w)
	gateway, err := wx.New(wx.Config{Merchant: merchant, Key: key, Cert: certificate, Timeout: 10 * time.Second,
		ClientIP: "10.0.0.1", Body: "sweep", Store: wx.Store{ID: "S1", Name: "sweep"}, Clock: w, WeChat: clock, Direct: w.wire})
	if err != nil {
		panic(err)
	}
	dev, err := device.New(&terminal{w: w, t: devsim.New(devsim.Options{Serial: w.rng.Uint64N(1e9), Customer: time.Second, StopAnswer: w.fault.stopAnswer(w.rng)})}, gateway, w,
		device.Config{StoreID: "S1", StoreName: "sweep", DeviceID: "D1"})
	if err != nil {
		panic(err)
	}
	ports := flow.Ports{Gateway: gateway, Device: camera{dev}, Journal: p.journal, Clock: w, WeChat: clock, Random: rand.NewChaCha8(seed32(w.rng))}
	if w.lanes != nil {
		ports = w.lanes.ports(ports)
	}
	p.runner = flow.NewRunner(ports, flow.Identity{Merchant: merchant, StoreID: "S1", DeviceID: "D1", Lane: "L1",
		FaceFamily: w.fault.family, Simulated: true, TagKey: []byte("sweep")}, flow.DefaultRules())
	p.keeper = p.runner.NewKeeper(storyteller{w})
	return p
}

func (w *world) lifeName() string { return fmt.Sprintf("life%d", w.lives) }

var (
	merchant    = flow.Merchant{AppID: appID, MchID: mchID}
	key         = must(wire.NewKey(simKey))
	certificate = newCertificate()
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func seed32(r *rand.Rand) (s [32]byte) {
	for i := range s {
		s[i] = byte(r.Uint32())
	}
	return s
}
