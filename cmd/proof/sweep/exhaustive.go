package main

import (
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"facetill/device/sim"
	"facetill/flow"
	"facetill/flow/secret"
)

// The exhaustive mode plays every combination of up to two faults and two power
// cuts over a sale: no dice, so nothing is missed for being rare. A plan says
// what goes wrong and where; it is played, and wherever its course passed a call
// or a point at which one more thing could have gone wrong, a longer plan
// follows. Two plans that differ have different courses or the same end.
const (
	mostFaults, mostCuts = 2, 2
	// callsInPlay and pointsInPlay bound the places: the first calls of a sale,
	// its recovery included, and the first durable steps of each life.
	callsInPlay, pointsInPlay = 6, 14
)

// fates of a plan: the request is lost, held up or doubled, or its answer is
// lost or forged.
var planned = []fate{fateRequestLost, fateRequestLate, fateReplyLost, fateForged, fateDouble}

// exhaustiveMode names the mode in the closing line, and what it must reach.
var exhaustiveMode = mode{name: "exhaustive", wanted: []string{"paid", "refused", "not_sent", "reversing", "reversed", "unclaimed", "finished earlier",
	"crash after intent", "crash after paid", "crash after told", "crash after POST /pay/micropay", "crash after POST /secapi/pay/reverse"}}

// customer is who stands there in an exhaustive sale, and what the POS does when
// the till dies.
type customer struct {
	name      string
	behaviour sim.Behaviour
	again     bool // the POS calls the reference again
}

// customers pay, type the password at 8 s or never, have not enough money, or
// are refused by an answer that lies.
func customers() (all []customer) {
	for name, b := range map[string]sim.Behaviour{"pays": 0, "password": 11, "no password": 13, "refused": 15, "refused and charged": 32} {
		all = append(all, customer{name, b, true}, customer{name + ", then nobody", b, false})
	}
	slices.SortFunc(all, func(a, b customer) int { return strings.Compare(a.name, b.name) })
	return all
}

// plan is what goes wrong: a fate for a call by its number from 0, and for each
// life the step behind which the power fails, from 1.
type plan struct {
	who    customer
	faults map[int]fate
	cuts   []int
}

// parsePlan reads what String wrote.
func parsePlan(text string) (plan, error) {
	name, rest := text, ""
	for _, word := range []string{" call", " life"} {
		if i := strings.Index(name, word); i >= 0 {
			name = name[:i]
		}
	}
	rest = text[len(name):]
	p := plan{faults: map[int]fate{}}
	for _, c := range customers() {
		if c.name == name {
			p.who = c
		}
	}
	if p.who.name == "" {
		return p, fmt.Errorf("plan %q begins with no customer that is known", text)
	}
	for word := range strings.FieldsSeq(rest) {
		var i, n int
		if _, err := fmt.Sscanf(word, "call%d=%d", &i, &n); err == nil {
			p.faults[i] = fate(n)
		} else if _, err := fmt.Sscanf(word, "life%d=%d", &i, &n); err == nil {
			p.cuts = append(p.cuts, n)
		} else {
			return p, fmt.Errorf("plan %q: %q is neither call3=4 nor life1=5", text, word)
		}
	}
	return p, nil
}

func (p plan) String() string {
	var b strings.Builder
	b.WriteString(p.who.name)
	for _, i := range slices.Sorted(maps.Keys(p.faults)) {
		fmt.Fprintf(&b, " call%d=%d", i, p.faults[i])
	}
	for life, at := range p.cuts {
		fmt.Fprintf(&b, " life%d=%d", life+1, at)
	}
	return b.String()
}

// script is a plan being played.
type script struct {
	plan
	calls  int   // so far
	points []int // of each life
}

func (s *script) fate() fate {
	s.calls++
	return s.faults[s.calls-1]
}

// point is passed behind each call and each write: between two of them nothing
// happens that lasts, so no other moment of a power cut has an end of its own.
func (s *script) point(w *world, name string) {
	if !strings.HasPrefix(name, "after ") {
		return
	}
	life := w.lives - 1
	for len(s.points) <= life {
		s.points = append(s.points, 0)
	}
	s.points[life]++
	if life < len(s.cuts) && s.cuts[life] == s.points[life] {
		w.note("power cut %s", name)
		w.stats.crashes++
		w.stats.mark("crash " + name)
		panic(crashed{name})
	}
}

// scripted is the sale of a plan.
func (w *world) scripted() {
	p := w.boot()
	for call := 0; call < 3; call++ {
		_, alive := w.life(func() bool { return w.sell(p) })
		if alive || !w.script.who.again {
			if !alive {
				p = w.reopen()
			}
			break
		}
		p = w.reopen()
	}
	w.rest(p)
	w.check()
}

// request is one call of the POS with a code of the customer's phone.
func (s *script) request(w *world) flow.SaleRequest {
	code, _ := sim.Mint(s.who.behaviour, w.rng.Uint64N(1e9))
	return flow.SaleRequest{Fee: fee, Ref: "R1", Method: flow.MethodCode, AuthCode: secret.New(code)}
}

// reopen is the machine coming up half a minute after a power cut.
func (w *world) reopen() *process {
	w.disk.Kill(w.lifeName())
	w.stopAsked = false
	w.pass(30 * time.Second)
	w.slept = w.now
	return w.boot()
}

// playPlan plays a plan from its first call to its last rest.
func playPlan(p plan, st *stats, tell, liar bool) (*world, *violation) {
	w := newWorld(1, st)
	w.tell, w.liar, w.script = tell, liar, &script{plan: p}
	w.fault, w.skew = profile{family: flow.FamilyMicropay}, 0
	v := w.caught(w.scripted)
	st.worlds++
	st.hours += w.now.Hours()
	return w, v
}

// longer gives the plans in which one more thing goes wrong on this course.
func (s *script) longer() (all []plan) {
	with := func(change func(*plan)) {
		p := plan{s.who, maps.Clone(s.faults), slices.Clone(s.cuts)}
		if p.faults == nil {
			p.faults = map[int]fate{}
		}
		change(&p)
		all = append(all, p)
	}
	if len(s.faults) < mostFaults {
		for i := range min(s.calls, callsInPlay) {
			if s.faults[i] != fateFine {
				continue
			}
			for _, f := range planned {
				with(func(p *plan) { p.faults[i] = f })
			}
		}
	}
	if life := len(s.cuts); life < mostCuts && life < len(s.points) {
		for at := 1; at <= min(s.points[life], pointsInPlay); at++ {
			with(func(p *plan) { p.cuts = append(p.cuts, at) })
		}
	}
	return all
}

// exhaust plays all plans of the customers, by the number of things that go
// wrong, on all processors. A liar is the control: see lie.
func exhaust(who []customer, faults int, liar bool) (*stats, []failure) {
	total, seen := newStats(), map[string]bool{}
	var failures []failure
	var level []plan
	for _, c := range who {
		level = append(level, plan{who: c})
	}
	for len(level) > 0 {
		next := make([][]plan, len(level))
		var mu sync.Mutex
		var wg sync.WaitGroup
		lanes := runtime.GOMAXPROCS(0)
		for lane := range lanes {
			wg.Go(func() {
				st := newStats()
				for i := lane; i < len(level); i += lanes {
					w, v := playPlan(level[i], st, false, liar)
					next[i] = w.script.longer()
					if v != nil {
						mu.Lock()
						failures = append(failures, failure{mode: "exhaustive", plan: level[i].String(), v: *v})
						mu.Unlock()
					}
				}
				mu.Lock()
				total.add(st)
				mu.Unlock()
			})
		}
		wg.Wait()
		level = level[:0]
		for _, more := range next {
			for _, p := range more {
				if name := p.String(); !seen[name] && len(p.faults) <= faults {
					seen[name] = true
					level = append(level, p)
				}
			}
		}
		if len(failures) >= 10 {
			break
		}
	}
	return total, failures
}
