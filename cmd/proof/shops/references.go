package shops

import (
	"fmt"
	"slices"
	"time"

	"facetill/flow"
)

// A POS may number its sales anew each day, or each shift: the reference of a customer
// who has gone comes again for another one. Where the amount is the same, that is
// another sale to the till only when ref_replay is over (money rule 5.4).

// replayed is how long nobody comes with the reference of a customer who has gone, and
// the same amount: ref_replay, and what two clocks may differ by.
var replayed = flow.DefaultRules().RefReplay + 5*time.Minute

// number is what a customer is rung up under: the next reference, or an old one.
func (s caller) number(c *customer) {
	c.ref = s.fresh()
	gone := slices.DeleteFunc(slices.Clone(s.customers.all), func(o *customer) bool { return o.ref == "" || o == c })
	if len(gone) == 0 || s.w.Fault.Healed {
		return
	}
	of, rarely := gone[s.w.Rng.IntN(len(gone))], 4
	if i := slices.IndexFunc(gone, s.customers.left); i >= 0 {
		of, rarely = gone[i], 2
	}
	if s.w.Rng.IntN(rarely) != 0 {
		return
	}
	ref, free := of.ref, time.Duration(0)
	for _, o := range s.customers.all {
		switch {
		case o.ref != ref:
		case o.served > 0 || o.gone == 0:
			return // one after the other
		case o.fee == c.fee:
			free = max(free, o.gone+replayed)
		}
	}
	c.ref, c.old = ref, true
	s.w.Stats.Mark("a reference of before")
	if free == 0 {
		s.w.Stats.Mark("a reference of before, another amount")
	}
	s.w.Pass(free - s.w.Elapsed())
}

// left reports whether a customer has gone from what is open.
func (s *customers) left(c *customer) bool {
	return c.served == 0 && slices.ContainsFunc(c.numbers, func(no flow.OutTradeNo) bool {
		a, err := s.read(no)
		return err == nil && a.Open()
	})
}

// fresh is a reference that nobody has had.
func (s caller) fresh() string {
	s.references++
	return fmt.Sprintf("R%d", s.references)
}

// finished is a press to which the till does nothing, because its reference has had its
// sale: that sale is in the way, and whoever is served under an old number gets
// another one.
func (s *shop) finished(c *customer, a flow.Attempt) {
	s.w.Stats.Checks++
	if !a.Blocking() && !(a.State == flow.Reversed && a.ByHand()) {
		s.w.Broken("5.4", "%s is told of %s, which is %s, and cannot be charged under its reference", c.name, a.OutTradeNo, a.State)
	}
	if s.customers.payer[a.OutTradeNo] == c || c.served > 1 { // a customer has one number at a time
		s.w.Pass(s.moment(90))
		return
	}
	s.w.Stats.Mark("finished for another customer")
	if a.Open() {
		s.w.Stats.Mark("open for another customer")
	}
	c.ref = caller{s}.fresh()
}
