package shops

import (
	"context"
	"fmt"
	"time"

	"facetill/cmd/proof/books"
	"facetill/cmd/proof/seeds"
	"facetill/cmd/proof/staff"
	"facetill/cmd/proof/turns"
	"facetill/cmd/proof/world"
	"facetill/flow"
	"facetill/flow/flowtest"
)

// amounts are what baskets come to: two, so that customers of one amount meet.
var amounts = []flow.Fen{world.Fee, 500}

// shop is a world with several customers on one lane, and whoever works there.
type shop struct {
	*turns.Turns
	w    *world.World
	disk *flowtest.Memory // the journal that counts

	customers  *customers
	machines   int
	working    int // hands that serve customers
	closed     bool
	stops      map[*flowtest.Memory]*stops
	halts      *halts
	references int                      // that were given out
	wishing    map[flow.OutTradeNo]bool // of it money is being given back

	copies  map[*flowtest.Memory]bool // of the journal, that nobody has adopted
	adopted adopted
	people  *staff.Judge
	books   *books.Judge
	closing int            // who are about to close a day
	backs   bool           // money goes back while the journal is copied
	clock   *time.Duration // of all machines, off by so much; nil: each has its own

	unguarded bool // the control: nothing stops a second sale (money rule 5.3)
	unmarked  bool // the control: a copy of the journal is at home (money rule 5.9)

	deaf float64 // an output cannot be written
	twin float64 // a second press beside the first
	slow float64 // a process is held up

	unread float64 // the stopped sales cannot be read
}

// plan is who works in a shop.
type plan struct {
	tills, callers int // hands that serve customers
	sales          int // customers of each
	others         bool
	keeper         *actor // who copies the journal; nil: nobody
	people         bool   // cashiers sign in and out
	closes         bool   // its days are closed
}

// Play plays the shop of a seed.
func Play(seed uint64, st *world.Stats, tell bool) (*world.World, *seeds.Violation) {
	return playOn(flowtest.NewMemory(), seed, st, tell, nil)
}

// playOn is the same on a journal, with a plan of one's own: nil takes the seed's.
func playOn(disk *flowtest.Memory, seed uint64, st *world.Stats, tell bool, p *plan) (*world.World, *seeds.Violation) {
	s := newShop(disk, seed, st, tell)
	if p == nil {
		p = s.plan()
	}
	return s.w, s.w.Run(func() { s.play(*p) })
}

// newShop is the shop of a seed, before it opens.
func newShop(disk *flowtest.Memory, seed uint64, st *world.Stats, tell bool) *shop {
	w := world.New(seed, st)
	w.Disk, w.Tell = disk, tell
	course := &turns.Turns{Alone: world.Alone{W: w}}
	s := &shop{Turns: course, w: w, disk: disk, customers: newCustomers(w, course, disk), stops: map[*flowtest.Memory]*stops{},
		copies: map[*flowtest.Memory]bool{}, wishing: map[flow.OutTradeNo]bool{}, halts: newHalts(w, course), people: staff.New(w, course), books: books.New(w)}
	w.Course, s.adopted.w = s, w
	s.halts.plan()
	rate := func() float64 { return []float64{0, 0.05, 0.3}[w.Rng.IntN(3)] }
	s.deaf, s.customers.wrong, s.twin, s.slow, s.unread = rate(), rate()/3, rate(), rate(), rate()/2
	return s
}

// plan is who works in the shop of a seed.
func (s *shop) plan() *plan {
	r := s.w.Rng
	var keeper *actor
	if r.IntN(4) == 0 {
		keeper = &keepers[r.IntN(len(keepers))]
	}
	return &plan{keeper: keeper, people: keeper == nil && r.IntN(5) == 0, tills: r.IntN(2), callers: 1 + r.IntN(2), sales: 1 + r.IntN(2), others: true,
		closes: r.IntN(5) == 0}
}

func (s *shop) play(p plan) {
	w := s.w
	w.Platform()
	if p.people || p.keeper != nil && w.Rng.IntN(2) == 0 {
		skew := w.Fault.Skew(w.Rng)
		s.clock = &skew
	}
	if p.people {
		s.people.Come()
		if w.Rng.IntN(3) == 0 {
			w.Advance(11*time.Hour + 45*time.Minute + s.moment(900)) // to the end of the day in China
		}
		s.start("changes", 0, func() { visitor{shop: s}.change() })
		s.start("give back", s.moment(120), func() { visitor{shop: s}.giveBack() })
	}
	if p.closes {
		s.opensLate()
	}
	for i := range p.tills {
		s.startTill(fmt.Sprintf("till %d", i+1), p.sales)
	}
	for i := range p.callers {
		s.working++
		s.start(fmt.Sprintf("caller %d", i+1), s.moment(60), func() { caller{s}.calls(p.sales) })
	}
	if p.others {
		for range 1 + w.Rng.IntN(3) {
			a := actors[w.Rng.IntN(len(actors))]
			s.start(a.name, s.moment(400), func() { a.do(visitor{shop: s}) })
		}
	}
	if k := p.keeper; k != nil {
		if s.backs = w.Rng.IntN(2) == 0; s.backs {
			s.start("give back", s.moment(60), func() { visitor{shop: s}.giveBack() })
		}
		s.start(k.name, s.moment(200), func() { k.do(visitor{shop: s}) })
	}
	s.Loop()
	s.closed = true
	w.Machine = world.NewMachine()
	w.Lives = s.lives()
	till := w.Boot()
	w.Rest(till, func() *world.Till { w.Die(); till = w.Up(time.Minute); return till })
	s.goesOn(till)
	w.Judge.AtRest()
	s.customers.atRest()
	s.people.AtRest(s.app(till), s.disk)
	if p.closes {
		s.closesAll(till)
	}
	if w.Rng.IntN(3) == 0 {
		s.books.Bills(s.disk)
	}
}

// moment is one within some seconds.
func (s *shop) moment(seconds int) time.Duration {
	return time.Duration(s.w.Rng.IntN(seconds*1000)) * time.Millisecond
}

// start makes a hand at a machine of its own.
func (s *shop) start(label string, in time.Duration, do func()) *turns.Hand {
	m := s.machine()
	return s.Start(label, &m, in, do)
}

// machine is one with its clock.
func (s *shop) machine() world.Machine {
	m := world.NewMachine()
	m.Skew, m.Lives = s.w.Fault.Skew(s.w.Rng), s.lives()
	if s.clock != nil {
		m.Skew = *s.clock
	}
	return m
}

// lives returns where the names of a machine's processes begin.
func (s *shop) lives() int {
	s.machines++
	return 100 * s.machines
}

// hurt lets the power of a process fail, now and then.
func (s *shop) hurt() {
	s.w.CrashAt = 0
	if !s.w.Fault.Healed && s.w.Rng.Float64() < s.w.Fault.Crash/2 {
		s.w.CrashAt = 1 + s.w.Rng.IntN(60)
	}
}

// process runs a process from its start to its end: whatever it drove is anybody's
// then. It reports whether it ended by itself.
func (s *shop) process(do func(p *world.Till)) (alive bool) {
	return s.processOn(s.lies(), do)
}

// processOn is process with a journal that may lie elsewhere.
func (s *shop) processOn(m *flowtest.Memory, do func(p *world.Till)) (alive bool) {
	w, at := s.w, world.NewMachine()
	at.Skew, at.Lives = w.Skew, s.lives()
	s.Aside(at, func() {
		s.hurt()
		_, alive = w.Life(func() bool { do(s.boot(m)); return true })
		w.Die()
	})
	return alive
}

// soldOut is a hand that serves nobody any more. Behind the last one the faults end.
func (s *shop) soldOut() {
	if s.working--; s.working == 0 {
		s.w.Later(world.HealAfter, s.w.Fault.Heal)
		s.closed = true
	}
}

// Ports notes for whom an attempt is opened.
func (s *shop) Ports(p flow.Ports) flow.Ports {
	p.Journal = openings{p.Journal, s}
	p.Gateway = still{p.Gateway, s, s.opened()}
	return p
}

// Given is a person's word about an unclaimed charge.
func (s *shop) Given(a flow.Attempt) bool { return s.customers.given(a) }

// Charged is judged customer by customer.
func (s *shop) Charged([]flow.Attempt, int) {}

// openings is a journal that notes whose attempts are opened.
type openings struct {
	flow.Journal
	s *shop
}

func (j openings) PossibleDuplicates(ctx context.Context, lane string, fee flow.Fen, p flow.Press) ([]flow.PossibleDuplicate, error) {
	if j.s.unguarded {
		return nil, nil
	}
	return j.Journal.PossibleDuplicates(ctx, lane, fee, p)
}

func (j openings) Open(ctx context.Context, first flow.OrderOpened) (flow.Attempt, error) {
	a, err := j.Journal.Open(ctx, first)
	if err == nil {
		j.s.halts.opened(a)
		j.s.customers.opened(a, !j.s.unguarded)
		if j.s.customers.payer[a.OutTradeNo] != nil {
			j.s.people.Does(j.s.opened(), a.OutTradeNo, "a sale", a.Cashier, "", false)
		}
	}
	return a, err
}

// Wanted are the paths that some thousand shops must have reached.
var Wanted = []string{"goods handed over", "two presses", "pay killed", "pay killed behind its line", "paid, and nobody heard",
	"paid again by its reference", "status repeats a refusal", "the same customer", "another customer", "a person decides wrong", "goods by status", "status",
	"recover", "close", "close is 8", "sales", "a word", "resolved paid", "resolved not-charged", "till killed",
	"the screen says still checking", "stopped by 5.3", "finished elsewhere",
	"held up", "three presses", "a press is not read", "a press of before", "copied while open", "work on a copy", "refused: a copy",
	"refused: the journal is gone", "the journal is back", "a backup is adopted", "a copy is adopted beside the journal",
	"a reference of before", "a reference of before, another amount", "finished for another customer", "open for another customer",
	"WeChat refuses the certificate", "WeChat refuses the key", "sales stop: certificate", "sales stop: key", "sales suspended",
	"a probe gets no answer", "a probe is refused", "sales go on", "the last customer", "the certificate is asked about at the start",
	"two presses give back", "double press stopped", "one more beside", "a minute between two parts", "press too old", "refund killed",
	"refund sent again", "settled there", "settled otherwise", "refund told", "a refund, and nobody heard", "refunds were not told", "a person gives back twice",
	"reverse", "a sale beside what goes back",
	"a refund is held", "held, and sent by a person", "held, and WeChat has it", "too soon behind an adoption",
	"a cashier signs in", "a cashier signs out", "a cashier hands over", "a cashier is ended", "handed over with what is open",
	"handed over with what is unclaimed", "a wrong PIN", "PINs are paused", "a sale of who stands there", "a refund of who stands there",
	"given back on another day", "a close is made", "a close is forced", "not closed: open", "not closed: nothing is due", "not closed: not over",
	"not closed: another day first", "not closed: it was", "not closed: it had nothing", "not closed: a copy",
	"a late line of a closed day", "a close has the end of what another passed over", "crash before close", "crash after close", "closed by two at once",
	"a business day begins at 4h0m0s", "a business day begins at 12h0m0s", "a close of several hours or hands", "given back, and not after all",
	"a bill agrees", "a bill has what an adopted journal forgot", "a bill has what the shop explains: theirs_only", "a bill has what the shop explains: open", "a bill has what the shop explains: refund_theirs", "found in a bill: row-missing",
	"found in a bill: row-extra", "found in a bill: row-twice", "found in a bill: amount", "found in a bill: refund-missing", "found in a bill: refund-extra",
	"found in a bill: refund-amount", "found in a bill: reversal-missing", "found in a bill: unreadable", "found in a bill: summary-lies"}
