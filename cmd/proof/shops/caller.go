package shops

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"facetill/cmd/proof/world"
	"facetill/flow"
	"facetill/flow/till"
)

// word is what whoever rang up knows of a press.
type word int

const (
	unknown word = iota // 8, a code of no table, or no end at all
	wasPaid
	notCharged
	stopped // by others, whom the answer names
)

// said is the end of a press, as its caller has it.
type said struct {
	word   word
	about  flow.Attempt
	others []flow.Attempt // that stopped it
}

// app is the application of a process.
func (s *shop) app(p *world.Till) *till.Till {
	return till.New(till.Ports{Ports: p.Ports, Stops: s.stops, Cashier: "Li"}, p.Identity, p.Runner)
}

// calls serves customers one after the other by the command line, as a POS does.
func (s *shop) calls(customers int) {
	defer s.soldOut()
	for range customers {
		c := s.arrive()
		if s.w.Rng.IntN(2) == 0 {
			c.ref = fmt.Sprintf("R%d", len(s.customers))
		}
		if s.w.Fault.Healed || s.w.Rng.Float64() >= s.twin {
			s.serve(c, s.byCall)
		} else { // two presses for one customer, beside each other
			s.w.Stats.Mark("two presses")
			s.working++
			s.start("twin", s.moment(20), func() { defer s.soldOut(); s.serve(c, s.byCall) })
			s.serve(c, s.byCall)
		}
		s.w.Pass(s.gap())
	}
}

// gap is the time between two customers.
func (s *shop) gap() time.Duration {
	if s.w.Rng.IntN(12) == 0 {
		return time.Duration(10+s.w.Rng.IntN(60)) * time.Minute
	}
	return s.moment(60)
}

// serve presses until the customer has the goods, or goes without.
func (s *shop) serve(c *customer, press func(*customer, flow.SaleRequest) said) {
	h := s.Turn()
	s.serving[h] = c
	defer delete(s.serving, h)
	defer delete(s.stopping, h)
	var beside []flow.OutTradeNo
	bare := false
	for range 4 {
		for c.asked {
			s.w.Pass(time.Second)
		}
		if c.goods != "" {
			return
		}
		q := s.w.Request()
		q.TotalFee, q.Ref, q.New, q.NewAll = c.fee, c.ref, beside, bare
		if c.minted || c.ref != "" && s.w.Rng.IntN(8) == 0 {
			q.Ref = ""
		}
		s.w.Note("pressed for %s, %s, reference %q, beside %d", c.name, c.fee, q.Ref, len(beside))
		s.stopping[h] = s.mustStop(c.fee, beside, bare)
		w := press(c, q)
		beside, bare = nil, false
		switch w.word {
		case wasPaid:
			s.paid(c, w.about)
			return
		case notCharged:
			s.denied(c, w.about)
			if s.w.Rng.IntN(3) == 0 {
				return
			}
		case stopped:
			beside, bare = s.look(c, w.others)
		case unknown:
			s.w.Pass(s.moment(90))
		}
	}
	s.w.Note("%s goes without", c.name)
}

// look is a person's look at what stopped a press: whose are they? Those of others
// are named with the next press; of the customer's own the person asks what became.
func (s *shop) look(c *customer, others []flow.Attempt) (beside []flow.OutTradeNo, bare bool) {
	own := func(a flow.Attempt) bool { return s.payer[a.OutTradeNo] == c }
	switch mistaken := s.w.Rng.Float64() < s.wrong; {
	case !slices.ContainsFunc(others, own):
		s.w.Stats.Mark("another customer")
	case mistaken:
		s.w.Stats.Mark("a person decides wrong")
		c.excuse("a person took one customer for two")
	default:
		s.w.Stats.Mark("the same customer")
		for _, a := range others {
			if own(a) {
				s.askAbout(c, a.OutTradeNo)
			}
		}
		return nil, false
	}
	for _, a := range others {
		beside = append(beside, a.OutTradeNo)
	}
	if c.excused != "" && s.w.Rng.IntN(2) == 0 {
		return nil, true
	}
	return beside, false
}

// byCall is one `pay`, from its start to its exit code.
func (s *shop) byCall(c *customer, q flow.SaleRequest) (end said) {
	var line flow.OutTradeNo // of which PAID was read whole
	if s.process(func(p *world.Till) { end = s.call(p, q, &line) }) {
		return end
	}
	s.w.Stats.Mark("pay killed")
	if line != "" { // PAID stands there, and no code says so: who reads it asks
		s.w.Stats.Mark("pay killed behind its line")
		c.asked = true
		s.askAbout(c, line)
		c.asked = false
	}
	return said{}
}

// call is `pay` as its caller hears it. line becomes the number of which the line that
// says PAID was written whole.
func (s *shop) call(p *world.Till, q flow.SaleRequest, line *flow.OutTradeNo) said {
	ctx, app := context.Background(), s.app(p)
	if err := pressed(ctx, p, &q); err != nil {
		return s.refused(err)
	}
	if err := app.Named(ctx, &q); err != nil {
		return s.refused(err)
	}
	sale, err := app.Call(ctx, q, flow.Observer(silent{}))
	if err != nil {
		return s.refused(err)
	}
	a, err := p.Sell(sale.Sale)
	if err != nil {
		sale.TellDevice(ctx)
		return s.refused(err)
	}
	heard := s.w.Fault.Healed || s.w.Rng.Float64() >= s.deaf
	s.w.Note("pay says %s of %s, heard: %t", a.Outcome(), a.OutTradeNo.LastDigits(4), heard)
	out := a.Outcome()
	if out == flow.OutcomePaid && heard {
		*line = a.OutTradeNo
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

// refused is the end of a call that has no outcome of its own.
func (s *shop) refused(err error) said {
	if e, is := errors.AsType[*flow.PossibleDuplicateError](err); is {
		s.w.Refused(err)
		return said{word: stopped, others: e.Others}
	}
	if taken(err) {
		s.w.Note("not begun, or finished elsewhere: %v", err)
		s.w.Stats.Mark("finished elsewhere")
		return said{}
	}
	s.w.Refused(err)
	return said{}
}

// taken reports whether the database let somebody else have it.
func taken(err error) bool {
	return errors.Is(err, flow.ErrFenced) || errors.Is(err, flow.ErrOwned) || errors.Is(err, flow.ErrBlocked)
}

// silent is an observer who says nothing: the story is told by the journal.
type silent struct{}

func (silent) Observe(flow.Update) {}
