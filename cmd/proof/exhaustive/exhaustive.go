package exhaustive

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"facetill/cmd/proof/seeds"
	"facetill/cmd/proof/world"
	"facetill/device/sim"
	"facetill/flow"
	"facetill/flow/secret"
)

const (
	mostFaults, mostCuts = 2, 2
	// callsInPlay and pointsInPlay bound the places: the first calls of a sale,
	// its recovery included, and the first durable steps of each life.
	callsInPlay, pointsInPlay = 6, 14
)

// planned are the fates of a plan: the request is lost, held up or doubled, or its answer is
// lost or forged.
var planned = []world.Fate{world.RequestLost, world.RequestLate, world.ReplyLost, world.Forged, world.Double}

// Wanted are the paths that all plans together must have reached.
var Wanted = []string{"paid", "refused", "not_sent", "reversing", "reversed", "unclaimed", "finished earlier",
	"crash after intent", "crash after paid", "crash after told", "crash after POST /pay/micropay", "crash after POST /secapi/pay/reverse"}

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
	faults map[int]world.Fate
	cuts   []int
}

// wrongs are what goes wrong, at the end of a plan's name.
var wrongs = regexp.MustCompile(` (call|life).*$`)

// parsePlan reads what String wrote.
func parsePlan(text string) (plan, error) {
	name := wrongs.ReplaceAllString(text, "")
	p, all := plan{faults: map[int]world.Fate{}}, customers()
	who := slices.IndexFunc(all, func(c customer) bool { return c.name == name })
	if who < 0 {
		return p, fmt.Errorf("plan %q begins with no customer that is known", text)
	}
	p.who = all[who]
	for word := range strings.FieldsSeq(text[len(name):]) {
		var i, n int
		if _, err := fmt.Sscanf(word, "call%d=%d", &i, &n); err == nil {
			p.faults[i] = world.Fate(n)
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
	world.Alone
	plan
	calls  int   // so far
	points []int // of each life
}

// Fate is what the plan wants of the call.
func (s *script) Fate(string) world.Fate {
	s.calls++
	return s.faults[s.calls-1]
}

// Point is passed behind each call and each write: between two of them nothing
// happens that lasts, so no other moment of a power cut has an end of its own.
func (s *script) Point(name string) {
	if !strings.HasPrefix(name, "after ") {
		return
	}
	life := s.W.Lives - 1
	for len(s.points) <= life {
		s.points = append(s.points, 0)
	}
	s.points[life]++
	if life < len(s.cuts) && s.cuts[life] == s.points[life] {
		s.W.Cut(name)
	}
}

// play is the sale of a plan.
func (s *script) play() {
	p := s.W.Boot()
	for range 3 {
		_, alive := s.W.Life(func() bool { return p.Call(s.request()) })
		if alive {
			break
		}
		if p = s.reopen(); !s.who.again {
			break
		}
	}
	s.W.Rest(p, s.reopen)
	s.W.Judge.AtRest()
}

// request is one call of the POS with a code of the customer's phone.
func (s *script) request() flow.SaleRequest {
	code, _ := sim.Mint(s.who.behaviour, s.W.Rng.Uint64N(1e9))
	return flow.SaleRequest{TotalFee: world.Fee, Ref: "R1", Method: flow.MethodCode, AuthCode: secret.New(code)}
}

// reopen is the machine coming up half a minute after a power cut.
func (s *script) reopen() *world.Till {
	s.W.Die()
	return s.W.Up(30 * time.Second)
}

// playPlan plays a plan from its first call to its last rest.
func playPlan(p plan, st *world.Stats, tell, liar bool) (*script, *seeds.Violation) {
	w := world.New(1, st)
	s := &script{Alone: world.Alone{W: w}, plan: p}
	w.Tell, w.Liar, w.Course = tell, liar, s
	w.Fault, w.Skew = world.Profile{Family: flow.FamilyMicropay}, 0
	return s, w.Run(s.play)
}

// Again plays one plan by its name and returns its story. The failure is nil where
// no rule was broken; the error is of a name that is none.
func Again(name string) (story []string, failure *seeds.Failure, err error) {
	p, err := parsePlan(name)
	if err != nil {
		return nil, nil, err
	}
	s, v := playPlan(p, world.NewStats(), true, false)
	return s.W.Story, failed(p, v), nil
}

func failed(p plan, v *seeds.Violation) *seeds.Failure {
	return seeds.Failed(v, "sweep -mode exhaustive -plan %q", p)
}

// longer returns the plans in which one more thing goes wrong on this course.
func (s *script) longer() (all []plan) {
	with := func(change func(*plan)) {
		p := plan{s.who, maps.Clone(s.faults), slices.Clone(s.cuts)}
		change(&p)
		all = append(all, p)
	}
	if len(s.faults) < mostFaults {
		for i := range min(s.calls, callsInPlay) {
			if s.faults[i] != world.Fine {
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

// Play plays all plans, by the number of things that go wrong, on all processors.
func Play() (*world.Stats, []seeds.Failure) { return exhaust(customers(), mostFaults, false) }

// exhaust plays the plans of some customers. A liar is the control: WeChat lies
// under its own signature.
func exhaust(who []customer, faults int, liar bool) (*world.Stats, []seeds.Failure) {
	total, seen := world.NewStats(), map[string]bool{}
	var failures []seeds.Failure
	var level []plan
	for _, c := range who {
		level = append(level, plan{who: c, faults: map[int]world.Fate{}})
	}
	for len(level) > 0 && len(failures) < 10 {
		next := make([][]plan, len(level))
		st, more := seeds.Play(len(level), len(level)+1, world.NewStats, func(i int, st *world.Stats) *seeds.Failure {
			s, v := playPlan(level[i], st, false, liar)
			next[i] = s.longer()
			return failed(level[i], v)
		})
		total.Add(st)
		failures = append(failures, more...)
		level = level[:0]
		for _, p := range slices.Concat(next...) {
			if name := p.String(); !seen[name] && len(p.faults) <= faults {
				seen[name] = true
				level = append(level, p)
			}
		}
	}
	return total, failures
}
