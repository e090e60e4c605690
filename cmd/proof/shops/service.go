package shops

import (
	"context"
	"errors"
	"slices"
	"time"

	"facetill/cmd/proof/books"
	"facetill/cmd/proof/staff"
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
	stopped    // by others, whom the answer names
	again      // nothing at all, and it is pressed again at once
	hadItsSale // the reference: about
)

// said is the end of a press, as its caller has it.
type said struct {
	word   word
	about  flow.Attempt
	others []flow.Attempt // that stopped it
}

// app is the application of a process.
func (s *shop) app(p *world.Till) *till.Till {
	open := s.opened()
	return till.New(till.Ports{Ports: p.Ports, Ledger: books.Ledger{Memory: open, Judge: s.books}, DayStarts: s.books.Starts, Stops: s.stopsOf(open), Cashier: staff.Nobody, Cashiers: s.people.Cashiers, People: open, InPlace: func() error { return open.Lost },
		Copied: func() error {
			if open.Copy {
				return flow.ErrCopy
			}
			return nil
		}}, p.Identity, p.Runner)
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
	s.customers.comes(h, c)
	defer s.customers.goes(h)
	defer delete(s.customers.stopping, h)
	defer delete(s.customers.bare, h)
	defer delete(s.customers.over, h)
	var beside []flow.OutTradeNo
	bare := false
	for range 4 {
		if len(beside) > 0 {
			s.w.Pass(s.moment(4)) // the numbers are typed
		}
		for c.asked {
			s.w.Pass(time.Second)
		}
		if c.goods != "" { // a press behind that is one more sale, by the rules
			return
		}
		q := s.w.Request()
		q.TotalFee, q.Ref, q.New, q.NewAll = c.fee, c.ref, beside, bare
		if c.minted || c.ref != "" && s.w.Rng.IntN(8) == 0 {
			q.Ref = ""
		}
		s.w.Note("pressed for %s, %s, reference %q, beside %d", c.name, c.fee, q.Ref, len(beside))
		s.customers.bare[h] = bare
		s.customers.stopping[h] = s.customers.mustStop(c.fee, beside, bare)
		s.customers.over[h] = s.customers.passes(c.fee, len(beside) > 0)
		named, all := beside, bare
		s.halts.pressed[h], c.pressed = s.w.Elapsed(), s.w.Elapsed()
		w := press(c, q)
		beside, bare = nil, false
		switch w.word {
		case wasPaid:
			s.w.Judge.Answered(w.about)
			s.customers.paid(c, w.about)
			return
		case notCharged:
			s.customers.denied(c, w.about)
			if s.w.Rng.IntN(3) == 0 {
				return
			}
		case stopped:
			beside, bare = s.look(c, w.others)
		case again:
			beside, bare = named, all
		case hadItsSale:
			s.finished(c, w.about)
		case unknown:
			if s.w.Rng.IntN(6) == 0 {
				s.w.Note("%s has no time", c.name)
				return
			}
			s.w.Pass(s.moment(90))
		}
	}
	s.w.Note("%s goes without", c.name)
}

// look is a person's look at what stopped a press: whose are they? Those of others
// are named with the next press; of the customer's own the person asks what became.
func (s *shop) look(c *customer, others []flow.Attempt) (beside []flow.OutTradeNo, bare bool) {
	own := func(a flow.Attempt) bool { return s.customers.payer[a.OutTradeNo] == c }
	switch mistaken := s.customers.mistaken(); {
	case !slices.ContainsFunc(others, own):
		s.w.Stats.Mark("another customer")
		if s.w.Rng.IntN(2) == 0 {
			return nil, true
		}
	case mistaken:
		s.w.Stats.Mark("a person decides wrong")
		c.excuse("a person took one customer for two")
	default:
		s.w.Stats.Mark("the same customer")
		for _, a := range others {
			if own(a) {
				visitor{shop: s}.askAbout(c, a.OutTradeNo)
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

// refused is the end of a call that has no outcome of its own.
func (s *shop) refused(err error) said {
	if e, is := errors.AsType[*flow.PossibleDuplicateError](err); is {
		s.w.Refused(err)
		s.stopped(e.Others)
		return said{word: stopped, others: e.Others}
	}
	if errors.Is(err, errUnread) {
		return said{word: again} // 64
	}
	if s.displaced(err) {
		return said{}
	}
	if e, is := errors.AsType[*till.NoSuchSaleError](err); is {
		if _, _, err := s.opened().Process("witness").Read(context.Background(), e.OutTradeNo); err == nil {
			s.w.Broken("5.3", "%s was named and not found", e.OutTradeNo)
		}
		s.w.Stats.Mark("named in another journal") // which was there when it was shown
		return said{}
	}
	if e, is := errors.AsType[*flow.FinishedError](err); is {
		s.w.Refused(err)
		return said{word: hadItsSale, about: e.Attempt}
	}
	if e, is := errors.AsType[*flow.SalesSuspendedError](err); is {
		s.halts.refused(e)
	}
	if s.taken(err) {
		s.w.Note("not begun, or finished elsewhere: %v", err)
		return said{}
	}
	s.w.Refused(err)
	return said{}
}

// taken reports whether the database let somebody else have it.
func (s *shop) taken(err error) bool {
	is := errors.Is(err, flow.ErrFenced) || errors.Is(err, flow.ErrOwned) || errors.Is(err, flow.ErrBlocked)
	if is {
		s.w.Stats.Mark("finished elsewhere")
	}
	return is
}
