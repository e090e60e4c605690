package checkout

import (
	"context"
	"fmt"
	"slices"

	"facetill/cmd/proof/hands"
	"facetill/flow"
	"facetill/flow/till"
)

// customer is one who wants a basket, once.
type customer struct {
	name    string
	text    string // the amount as the cashier types it
	fee     flow.Fen
	code    bool     // holds out a phone
	codes   []string // of the phone, as they were scanned
	numbers []flow.OutTradeNo
	goods   flow.OutTradeNo // handed over for this one's payment; "" not yet
	done    bool            // served, or gone
	tries   int
	acts    int
}

// goes is a customer who goes without, if not served yet.
func (c *customer) goes() { c.done = true }

// arrive is the next customer.
func (s *checkout) arrive() {
	w := s.w
	c := &customer{name: fmt.Sprintf("customer %d", len(s.customers)+1), text: hands.OneOf(w.Rng, amounts...), code: w.Rng.IntN(3) == 0}
	fee, _ := hands.Worth(c.text)
	c.fee = flow.Fen(fee)
	if slices.ContainsFunc(s.customers, func(o *customer) bool { return o.fee == c.fee }) {
		w.Stats.Mark("a second customer of the same amount")
	}
	s.customers, s.serving, s.running = append(s.customers, c), c, false
	w.Note("%s comes, for %s", c.name, c.fee)
}

// word is a press by which a person says what became of the goods.
type word struct {
	no    flow.OutTradeNo
	given bool
}

// begins judges that a sale is what the cashier asked for (money rules 0.1, 5.3).
func (s *checkout) begins(q flow.SaleRequest) {
	w, c, m := s.w, s.serving, s.meant
	w.Stats.Checks++
	w.Note("a %s sale of %s is asked for, beside %d", q.Method, q.TotalFee, len(q.New))
	switch {
	case m == "":
		w.Broken("0.1", "a %s sale of %s begins, and nobody asked for one", q.Method, q.TotalFee)
	case q.TotalFee != c.fee || q.Method != m:
		w.Broken("0.1", "a %s sale of %s begins; the cashier typed %s for %s", q.Method, q.TotalFee, c.fee, m)
	case m == flow.MethodCode && !slices.Contains(c.codes, q.AuthCode.Reveal()):
		w.Broken("0.1", "a sale begins for %s with a code that was not scanned for it", c.name)
	case c.goods != "":
		w.Broken("0.1", "a sale begins for %s, who has the goods", c.name)
	case q.NewAll:
		w.Broken("5.3", "a sale begins beside whatever there is, and the cashier was asked of %v", s.named)
	case s.running && !s.notCharged(c.numbers[len(c.numbers)-1]):
		w.Broken("5.3", "a sale begins for %s behind one whose end nobody has read", c.name)
	}
	if a, err := s.now(s.paid); s.paid != "" && !s.telling[s.paid] && (err != nil || !a.Shown) {
		w.Broken("5.3", "a sale begins, and nobody was told that PAID of %s was shown (%v)", s.paid, err)
	}
	for _, no := range q.New {
		if !slices.Contains(s.named, no) {
			w.Broken("5.3", "a sale begins beside %s, of which nobody was asked", no)
		}
	}
	w.Stats.Mark(string(q.Method))
	s.meant, s.asked = "", q
}

// notCharged reports whether that is true of a sale: it was held against WeChat's book when
// it ended, or the journal has it so now, and nothing is held.
func (s *checkout) notCharged(no flow.OutTradeNo) bool {
	surely := func(a flow.Attempt) bool { return a.Outcome() != flow.OutcomePaid && a.Outcome() != flow.OutcomeOpen }
	if a, known := s.ended[no]; known && surely(a) {
		return true
	}
	a, err := s.now(no)
	return err == nil && surely(a) && s.w.Judge.Held(no) == 0
}

// over judges the end of a sale, before the screen has it.
func (s *checkout) over(a flow.Attempt, err error) {
	s.w.Note("the sale %s ends %s (%v)", a.OutTradeNo.LastDigits(6), a.Outcome(), err)
	switch {
	case stoppedLater(err):
		s.w.Refused(err)
		return
	case err != nil:
		s.w.Broken("run", "%s ended with %v", a.OutTradeNo, err)
	}
	s.ended[a.OutTradeNo] = a
	s.w.Judge.Denied(a)
}

// handOver is the goods going to the customer in hand, for what the screen says is paid.
func (s *checkout) handOver(c *customer, no flow.OutTradeNo) {
	w := s.w
	w.Stats.Checks++
	owner := s.payer[no]
	switch held := w.Judge.Held(no); {
	case owner != c:
		w.Broken("7.2", "paid is said to %s of %q, which is %s's", c.name, no, owner.label())
	case c.goods != "":
		w.Broken("5.3", "%s has the goods for %s, and paid is said of %s", c.name, c.goods, no)
	case held != c.fee && !w.Judge.Back(no):
		w.Broken("7.2", "paid is said of %s, for which %s are held of %s", no, held, c.fee)
	}
	c.goods = no
	w.Note("%s has the goods for %s", c.name, no.LastDigits(6))
	w.Judge.HandOver(flow.Attempt{Order: flow.Order{OutTradeNo: no}}, true)
	w.Stats.Mark("goods handed over")
}

// claimed judges a word that reached the till.
func (s *checkout) claimed(no flow.OutTradeNo, given bool) {
	s.w.Stats.Checks++
	if s.word == nil || *s.word != (word{no, given}) {
		s.w.Broken("5.2", "the till is told given %t of %s, and the cashier pressed %v", given, no, s.word)
	}
	s.word = nil
	s.w.Stats.Mark(map[bool]string{true: "goods given", false: "given back"}[given])
}

// displayed judges what the customer's own display says.
func (s *checkout) displayed(d till.Display) {
	if d.State == till.DisplayPaid && s.running && d.Fee != s.serving.fee {
		s.w.Broken("7.2", "the display says that %s is paid to %s, who owes %s", d.Fee, s.serving.name, s.serving.fee)
	}
}

// atRest holds what each customer has against what WeChat keeps of each: whoever has the
// goods paid once, and nobody else did.
func (s *checkout) atRest() {
	for _, c := range s.customers {
		s.w.Stats.Checks++
		held, unknown := flow.Fen(0), false
		for _, no := range c.numbers {
			a, _ := s.now(no)
			held += s.w.Judge.Held(no)
			unknown = unknown || s.w.Judge.Back(no) || a.State == flow.NeedsPerson
		}
		owes := flow.Fen(0)
		if c.goods != "" {
			owes = c.fee
		}
		if held != owes && !unknown {
			s.w.Broken("S51", "%s owes %s and paid %s, by %v", c.name, owes, held, c.numbers)
		}
	}
}

// now is what the journal has of a number.
func (s *checkout) now(no flow.OutTradeNo) (flow.Attempt, error) {
	a, _, err := s.w.Disk.Process("witness").Read(context.Background(), no)
	return a, err
}

func (c *customer) label() string {
	if c == nil {
		return "nobody"
	}
	return c.name
}
