package shops

import (
	"context"
	"fmt"
	"slices"
	"time"

	"facetill/cmd/proof/turns"
	"facetill/cmd/proof/world"
	"facetill/flow"
	"facetill/flow/flowtest"
)

// customer is one who wants a basket, once.
type customer struct {
	name    string
	fee     flow.Fen
	ref     string // of the POS; "" where it has none
	numbers []flow.OutTradeNo
	minted  bool // asked for without a reference
	old     bool // ref was another customer's

	pressed time.Duration // true time of the last press of a caller
	served  int           // by so many hands
	gone    time.Duration // since when; 0: not yet

	asked bool            // somebody asks what became of a press that said PAID
	goods flow.OutTradeNo // handed over for this one's payment; "" not yet
	heard flow.OutTradeNo // of which a line has said paid to whoever serves
	again flow.Fen        // paid by goods of before, all of which went back
	// excused is the mistake of a person by which money and goods may differ.
	excused string
}

func (c *customer) excuse(why string) {
	if c.excused == "" {
		c.excused = why
	}
}

func (c *customer) label() string {
	if c == nil {
		return "nobody"
	}
	return c.name
}

// customers are all of a shop, and what is judged of them.
type customers struct {
	w     *world.World
	turns *turns.Turns
	disk  *flowtest.Memory
	wrong float64 // a person decides wrong

	all      []*customer
	payer    map[flow.OutTradeNo]*customer // for whom an attempt was opened
	serving  map[*turns.Hand]*customer
	meant    map[flow.OutTradeNo]flow.Fen      // to be given back of it, by persons
	cash     map[flow.OutTradeNo]cash          // that went out for it
	stopping map[*turns.Hand][]flow.OutTradeNo // what the press under way has to be stopped by
	bare     map[*turns.Hand]bool              // it goes past what no living process drives
	over     map[*turns.Hand]over              // what the press under way may not be stopped by
}

func newCustomers(w *world.World, course *turns.Turns, disk *flowtest.Memory) *customers {
	return &customers{w: w, turns: course, disk: disk, payer: map[flow.OutTradeNo]*customer{}, meant: map[flow.OutTradeNo]flow.Fen{}, cash: map[flow.OutTradeNo]cash{},
		serving: map[*turns.Hand]*customer{}, stopping: map[*turns.Hand][]flow.OutTradeNo{}, bare: map[*turns.Hand]bool{},
		over: map[*turns.Hand]over{}}
}

// covered is a bare "another customer": it may have gone past what a dead process left
// of this very customer.
func (s *customers) covered(c *customer) {
	for _, no := range c.numbers {
		if a, driven, err := s.disk.Process("witness").Read(context.Background(), no); err != nil || !driven && (a.Open() || a.Unclaimed) {
			c.excuse("a bare --new went past the customer's own sale")
		}
	}
}

// arrive is the next customer.
func (s *customers) arrive() *customer {
	c := &customer{name: fmt.Sprintf("customer %d", len(s.all)+1), fee: amounts[s.w.Rng.IntN(len(amounts))]}
	s.all = append(s.all, c)
	return c
}

// comes is a customer who is served by a hand.
func (s *customers) comes(h *turns.Hand, c *customer) {
	s.serving[h] = c
	c.served++
}

// goes is the end of that.
func (s *customers) goes(h *turns.Hand) {
	c := s.serving[h]
	delete(s.serving, h)
	if c.served--; c.served == 0 {
		c.gone = s.w.Elapsed()
	}
}

// mistaken reports whether a person decides wrong this time.
func (s *customers) mistaken() bool { return s.w.Rng.Float64() < s.wrong }

// read is an attempt as whoever only reads finds it.
func (s *customers) read(no flow.OutTradeNo) (flow.Attempt, error) {
	a, _, err := s.disk.Process("witness").Read(context.Background(), no)
	return a, err
}

// opened notes for whom an attempt was opened. With judged it may not have been beside
// what had to stop it.
func (s *customers) opened(a flow.Attempt, judged bool) {
	c := s.serving[s.turns.Turn()]
	if c == nil {
		return
	}
	if s.payer[a.OutTradeNo] != nil {
		s.w.Broken("1.2", "%s was minted twice", a.OutTradeNo)
	}
	s.payer[a.OutTradeNo] = c
	if s.bare[s.turns.Turn()] {
		s.covered(c)
	}
	c.numbers = append(c.numbers, a.OutTradeNo)
	if a.RefMinted {
		c.minted = true
		if judged {
			s.beside(a)
		}
	} else if c.minted {
		c.excuse("the POS asked without its reference and then with it")
	}
}

// paid is that the word "paid" was heard of a number by whoever serves a customer:
// the goods go over the counter.
func (s *customers) paid(c *customer, a flow.Attempt) {
	w := s.w
	w.Stats.Checks++
	owner := s.payer[a.OutTradeNo]
	slept := c.pressed > 0 && w.Asleep > c.pressed // behind the word, which was true before it
	switch {
	case owner != c:
		w.Broken("5.4", "paid was said to %s of %s, which %s paid", c.name, a.OutTradeNo, owner.label())
	case a.TotalFee != c.fee:
		w.Broken("2.1", "%s of %s were said to be paid by %s, who owes %s", a.TotalFee, a.OutTradeNo, c.name, c.fee)
	case s.w.Judge.Held(a.OutTradeNo) == 0 && !s.w.Judge.Back(a.OutTradeNo) && !a.ByWord() && !s.w.Judge.Aged[a.OutTradeNo] && !slept:
		w.Broken("7.2", "paid was said of %s, for which nothing is held", a.OutTradeNo)
	case c.goods != "" && c.goods != a.OutTradeNo && c.excused == "" && !w.Judge.AllBack(c.goods):
		w.Broken("5.3", "%s has the goods for %s, and paid is said of %s", c.name, c.goods, a.OutTradeNo)
	}
	s.once(c, a)
	s.handOver(c, a)
}

// once is money rule 5.3: no other charge of the customer's is a sale of the journal
// when paid is said of one. At rest a person has given one back.
func (s *customers) once(c *customer, a flow.Attempt) {
	for _, no := range c.numbers {
		if no == a.OutTradeNo || c.excused != "" || s.w.Judge.Held(no) == 0 || s.w.Judge.AllBack(no) {
			continue
		}
		if other, err := s.read(no); err != nil || other.State == flow.Paid {
			s.w.Broken("5.3", "%s pays with %s beside %s, which is %s (%v)", c.name, a.OutTradeNo, no, other.State, err)
		}
	}
}

// mustStop are the attempts of an amount that wait for a person when a press is made,
// and that nobody named: while they do, nothing is opened without a reference.
func (s *customers) mustStop(fee flow.Fen, beside []flow.OutTradeNo, bare bool) (all []flow.OutTradeNo) {
	if bare {
		return nil
	}
	waiting, _ := s.disk.Process("witness").List(context.Background(), flow.Filter{State: flow.NeedsPerson})
	for _, a := range waiting {
		if a.TotalFee == fee && !slices.Contains(beside, a.OutTradeNo) {
			all = append(all, a.OutTradeNo)
		}
	}
	return all
}

// beside judges an attempt that was opened without a reference (money rule 5.3).
func (s *customers) beside(a flow.Attempt) {
	for _, no := range s.stopping[s.turns.Turn()] {
		if other, err := s.read(no); err != nil || other.State == flow.NeedsPerson {
			s.w.Broken("5.3", "%s was opened beside %s, which waits for a person (%v)", a.OutTradeNo, no, err)
		}
	}
	s.w.Stats.Checks++
}

// handOver is the goods going to a customer: once more where those of before went back
// with all their money, which stops no press (money rule 4b.5).
func (s *customers) handOver(c *customer, a flow.Attempt) {
	if c.goods != "" && c.goods != a.OutTradeNo && s.w.Judge.AllBack(c.goods) {
		s.w.Stats.Mark("goods again")
		c.goods, c.again = "", c.again+c.fee
	}
	s.w.Note("%s has the goods for %s", c.name, a.OutTradeNo.LastDigits(4))
	if c.goods == "" {
		c.goods = a.OutTradeNo
	}
	if c.goods == a.OutTradeNo {
		s.w.Judge.Goods[a.OutTradeNo] = true
	}
	s.w.Stats.Mark("goods handed over")
}

// denied is that a customer is told that nothing was charged: then no attempt of the
// customer's is a sale of the journal while WeChat holds its money, but for one whose
// own press is about to say so.
func (s *customers) denied(c *customer, a flow.Attempt) {
	s.w.Judge.Denied(a)
	s.followed(a)
	for _, no := range c.numbers {
		if no == c.goods || c.excused != "" || s.w.Judge.Held(no) == 0 {
			continue
		}
		other, driven, err := s.disk.Process("witness").Read(context.Background(), no)
		if err != nil || other.State == flow.Paid && !other.Unclaimed && !driven && !a.Open() && c.goods == "" && !(other.RefMinted && no == c.heard) {
			s.w.Broken("5.4", "%s is told %s of %s while %s is %s (%v)", c.name, a.Outcome(), a.OutTradeNo, no, other.State, err)
		}
	}
}

// followed is money rule 5.4: what a dead process had opened is nobody's outcome while
// its reference is being charged.
func (s *customers) followed(a flow.Attempt) {
	if a.RefMinted || a.State != flow.Cancelled || a.EndedBy != flow.ByRestart {
		return
	}
	s.w.Stats.Mark("told cancelled of a dead process's")
	all, err := s.disk.Process("witness").Sale(context.Background(), a.Sale)
	for _, other := range all {
		if other.Blocking() {
			s.w.Broken("5.4", "%s is told cancelled while its reference is being charged by %s, which is %s", a.OutTradeNo, other.OutTradeNo, other.State)
		}
	}
	if err != nil {
		s.w.Broken("5.4", "the attempts of %s cannot be read: %v", a.Sale.Ref, err)
	}
}

// truly is what is true of an unclaimed charge: the goods were given for it, or may
// be now.
func (s *customers) truly(a flow.Attempt) (given bool) {
	c := s.payer[a.OutTradeNo]
	if c == nil || c.goods != "" {
		return c != nil && c.goods == a.OutTradeNo
	}
	if s.w.Rng.IntN(2) == 0 { // the customer is still there, and gets them
		s.handOver(c, a)
		return true
	}
	return false
}

// given is a person's word about an unclaimed charge, who errs now and then.
func (s *customers) given(a flow.Attempt) bool {
	given := s.truly(a)
	if s.mistaken() {
		s.w.Stats.Mark("a person decides wrong")
		given = !given
		s.payer[a.OutTradeNo].excuse("a person decided wrong")
		delete(s.w.Judge.Goods, a.OutTradeNo)
	}
	return given
}

// atRest holds what each customer has against what WeChat keeps of each: whoever has
// the goods paid once, and nobody else did.
func (s *customers) atRest() {
	for _, c := range s.all {
		s.w.Stats.Checks++
		held, back, unknown := flow.Fen(0), false, false
		for _, no := range c.numbers {
			a, _ := s.read(no)
			held += s.w.Judge.Held(no)
			back = back || s.w.Judge.Back(no)
			moved, byHand := s.w.Judge.ByHand(no)
			if cash := s.cash[no].fee; moved+cash > s.meant[no] && !s.w.Judge.Aged[no] {
				s.w.Broken("4b.2", "%s of %s were given back, %s in cash, and persons meant %s", moved, no, cash, s.meant[no])
			}
			held += byHand // who gave it back knew of it
			unknown = unknown || a.State == flow.NeedsPerson || a.ByWord()
		}
		owes := c.again
		if c.goods != "" {
			owes += c.fee
		}
		if held != owes && c.excused == "" && !back && !unknown {
			s.w.Broken("S51", "%s owes %s and paid %s, by %v", c.name, owes, held, c.numbers)
		}
	}
}
