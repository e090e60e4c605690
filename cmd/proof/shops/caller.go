package shops

import (
	"context"
	"time"

	"facetill/cmd/proof/world"
	"facetill/flow"
)

// caller is a POS that sells by the command line.
type caller struct{ *shop }

// calls serves customers one after the other by the command line, as a POS does.
func (s caller) calls(customers int) {
	defer s.soldOut()
	for range customers {
		c := s.customers.arrive()
		if s.w.Rng.IntN(2) == 0 {
			s.number(c)
		}
		if c.old || s.w.Fault.Healed || s.w.Rng.Float64() >= s.twin {
			s.serve(c, s.byCall)
		} else { // several presses for one customer, beside each other
			s.w.Stats.Mark("two presses")
			s.beside(c, s.moment(1+19*s.w.Rng.IntN(2)))
			s.serve(c, s.byCall)
		}
		s.w.Pass(s.gap())
	}
}

// beside is one more who presses for a customer, at the same machine: a journal in a
// file has one clock. (What stopped a press is remembered for ten minutes of it.)
func (s caller) beside(c *customer, in time.Duration) {
	s.working++
	skew := s.w.Skew
	s.start("twin", in, func() { defer s.soldOut(); s.w.Skew = skew; s.serve(c, s.byCall) })
}

// byCall is one `pay`, from its start to its exit code.
func (s caller) byCall(c *customer, q flow.SaleRequest) (end said) {
	var line flow.OutTradeNo // of which PAID was read whole
	if s.process(func(p *world.Till) { end = s.call(p, q, &line) }) {
		return end
	}
	s.w.Stats.Mark("pay killed")
	if line != "" { // PAID stands there, and no code says so: who reads it asks
		s.w.Stats.Mark("pay killed behind its line")
		c.asked = true
		visitor{shop: s.shop}.askAbout(c, line)
		c.asked = false
	} else if q.Ref != "" && s.w.Rng.IntN(2) == 0 { // the POS begins again, several times at once
		s.w.Stats.Mark("three presses")
		s.beside(c, 0)
		s.beside(c, 0)
		return said{word: again}
	}
	return said{}
}

// call is `pay` as its caller hears it. line becomes the number of which the line that
// says PAID was written whole.
func (s caller) call(p *world.Till, q flow.SaleRequest, line *flow.OutTradeNo) said {
	ctx, app := context.Background(), s.app(p)
	if err := pressed(ctx, p, &q); err != nil {
		return s.refused(err)
	}
	s.people.Act(s.opened())
	s.w.Point("pressed")
	sale, err := app.Call(ctx, q, flow.Observer(s.w.Judge))
	if err != nil {
		return s.refused(err)
	}
	a, err := p.Sell(sale.Sale)
	sale.Ended(ctx, err)
	if err != nil {
		sale.TellDevice(ctx)
		return s.refused(err)
	}
	heard := s.w.Fault.Healed || s.w.Rng.Float64() >= s.deaf
	s.w.Note("pay says %s of %s, heard: %t", a.Outcome(), a.OutTradeNo.LastDigits(4), heard)
	out := a.Outcome()
	if out == flow.OutcomePaid && heard {
		*line, s.customers.payer[a.OutTradeNo].heard = a.OutTradeNo, a.OutTradeNo
	}
	s.w.Point("the result line")
	sale.TellDevice(ctx)
	switch {
	case out == flow.OutcomePaid && !heard:
		s.w.Stats.Mark("paid, and nobody heard")
		return said{}
	case out == flow.OutcomePaid:
		if err := app.CallerTold(ctx, a); err != nil {
			s.w.Stats.Mark("told is 8")
			return said{}
		}
		s.w.Point("exit")
		if sale.Replayed() {
			s.w.Stats.Mark("paid again by its reference")
		}
		return said{word: wasPaid, about: a}
	case out == flow.OutcomeOpen:
		return said{}
	}
	return said{word: notCharged, about: a}
}

// pressed notes when the call was made, before anything else.
func pressed(ctx context.Context, p *world.Till, q *flow.SaleRequest) error {
	if q.Ref != "" {
		return nil
	}
	at, err := p.Journal.Press(ctx, p.Identity.Lane, q.TotalFee)
	q.Press = &at
	return err
}
