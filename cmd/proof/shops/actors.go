package shops

import (
	"context"
	"errors"
	"time"

	"facetill/cmd/proof/world"
	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/flowtest"
	"facetill/flow/refund"
)

// actor is somebody who comes by with a command, once.
type actor struct {
	name string
	do   func(visitor)
}

// visitor does what one of them came for.
type visitor struct {
	*shop
	on *flowtest.Memory // at a copy that lies elsewhere; nil: at the journal
}

// process is one that the visitor starts.
func (s visitor) process(do func(p *world.Till)) (alive bool) {
	if s.on != nil {
		return s.processOn(s.on, do)
	}
	return s.shop.process(do)
}

// actors are those of a shop, by dice.
var actors = []actor{{"status", visitor.status}, {"recover", visitor.recover}, {"close", visitor.close},
	{"sales", visitor.sales}, {"resolve", visitor.resolve}, {"give back", visitor.giveBack}}

// status asks about the lane's last sale.
func (s visitor) status() {
	s.process(func(p *world.Till) {
		found, err := s.app(p).Find(context.Background(), "")
		if err == nil && len(found) > 0 {
			s.says(p, found[0])
		}
	})
}

// statusDrives is how long it goes on with what is open.
const statusDrives = 3 * time.Second

// says is what `status` says of an attempt, behind a little driving.
func (s visitor) says(p *world.Till, a flow.Attempt) (flow.Attempt, bool) {
	ctx, w := context.Background(), s.w
	until := w.Elapsed() + statusDrives
	if s.opened().Copy { // nothing is driven with it
		until = w.Elapsed()
	}
	_ = p.Runner.NewRecovery(nil).Run(ctx, func(int) bool {
		now, _, err := p.Journal.Read(ctx, a.OutTradeNo)
		return err != nil || now.Final() || now.State == flow.NeedsPerson || w.Elapsed() >= until
	})
	a, _, err := p.Journal.Read(ctx, a.OutTradeNo)
	if err != nil {
		return a, false
	}
	now, err := s.app(p).Says(ctx, a)
	w.Heard = world.Heard{} // who only looks, stops nothing
	if err != nil {
		return a, false
	}
	s.w.Stats.Mark("status")
	if a = now.Attempt; now.Otherwise() || a.Belied(now.Says) || a.State == flow.Refused && a.Hides(now.Says) {
		s.w.Stats.Mark("status contradicts")
		return a, false
	}
	s.w.Note("status says %s of %s", a.Outcome(), a.OutTradeNo.LastDigits(4))
	if a.State == flow.Refused && now.Unanswered() {
		s.w.Stats.Mark("status repeats a refusal") // which was true when it was confirmed (money rule 2.5)
		return a, true
	}
	s.w.Judge.Denied(a)
	return a, true
}

// askAbout is a cashier's look at an own sale of the customer's: paid and told is
// goods, unclaimed is a word about it.
func (s visitor) askAbout(c *customer, no flow.OutTradeNo) {
	ask := func(p *world.Till) {
		a, is := s.says(p, flow.Attempt{Order: flow.Order{OutTradeNo: no}})
		switch {
		case !is, s.opened().Copy: // older facts may speak; no goods
		case a.State == flow.Paid && a.Unclaimed:
			s.settle(p, a)
		case a.Outcome() == flow.OutcomePaid && a.Shown && !a.ByWord():
			s.w.Stats.Mark("goods by status")
			s.customers.paid(c, a)
		}
	}
	for !s.process(ask) {
		s.w.Pass(s.moment(5))
	}
}

// recover drives what is open to its end.
func (s visitor) recover() {
	s.process(func(p *world.Till) {
		ctx, app := context.Background(), s.app(p)
		v := p.Runner.NewRecovery(nil)
		if err := v.Run(ctx, func(int) bool { return app.Ended(ctx) && !v.Due(20*time.Second) || s.closed }); err != nil && !s.displaced(err) {
			s.w.Broken("4.5", "recover ended with %v", err)
		}
		s.w.Stats.Mark("recover")
	})
}

// close adds up the days, and has no sum while anything is open.
func (s visitor) close() {
	s.process(func(p *world.Till) {
		if s.opened().Copy { // a day has one sum
			s.w.Stats.Mark("refused: a copy")
			return
		}
		ctx, app := context.Background(), s.app(p)
		_, held, _ := s.standing(func(a flow.Attempt) bool { return a.State == flow.Paid && !a.Unclaimed })
		d, err := app.Day(ctx, s.w.Time())
		if err != nil || len(d.Open) > 0 {
			s.w.Stats.Mark("close is 8")
			return
		}
		before, err := app.Day(ctx, s.w.Time().AddDate(0, 0, -1)) // the shop may have opened on the eve
		if sum := d.All.Charged - d.All.Refunded + before.All.Charged - before.All.Refunded; sum < held || err != nil {
			s.w.Broken("5.2", "the day is closed with %s, and %s are held of its sales (%v)", sum, held, err)
		}
		s.w.Stats.Mark("close")
	})
}

// standing are the attempts of a kind with what is held of them and stays so.
func (s visitor) standing(kind func(flow.Attempt) bool) (n int, held flow.Fen, err error) {
	all, err := s.disk.Process("witness").List(context.Background(), flow.Filter{})
	for _, a := range all {
		if kind(a) {
			n++
			held += s.w.Judge.Held(a.OutTradeNo) - s.arriving(a)
		}
	}
	return n, held, err
}

// sales lists all attempts; each has its word.
func (s visitor) sales() {
	s.process(func(p *world.Till) {
		all, more, err := s.app(p).List(context.Background(), flow.Filter{Limit: 50})
		if err != nil || more {
			s.w.Broken("7.1", "sales lists no more than %d (%v)", len(all), err)
		}
		for _, a := range all {
			switch out := a.Outcome(); {
			case s.w.Judge.Aged[a.OutTradeNo], s.opened().Copy, s.mayMove(a): // it may be older than the truth
			case a.OpenRefund(): // nobody knows yet whether WeChat has given it back
			case out == flow.OutcomePaid && !a.ByWord() && s.w.Judge.Held(a.OutTradeNo) == 0 && !s.w.Judge.Back(a.OutTradeNo):
				s.w.Broken("7.2", "sales has %s as paid, and nothing is held", a.OutTradeNo)
			case out != flow.OutcomePaid && out != flow.OutcomeOpen && a.State != flow.Refused:
				s.w.Judge.Denied(a)
			}
		}
		s.w.Stats.Mark("sales")
	})
}

// resolve is a person who gives a word about whatever waits for one.
func (s visitor) resolve() {
	s.process(func(p *world.Till) {
		open, err := s.app(p).Open(context.Background())
		if err != nil {
			s.w.Broken("1.1", "the journal does not list what is open: %v", err)
		}
		for _, a := range open {
			switch {
			case a.State == flow.Paid && a.Unclaimed:
				s.settle(p, a)
			case a.State == flow.NeedsPerson && s.w.Rng.IntN(2) == 0:
				s.endByWord(p, a)
			}
		}
	})
}

// settle is a word about an unclaimed charge. Somebody else's may come first, and power
// may fail in the middle of it: the goods are given where the journal lets them.
func (s visitor) settle(p *world.Till, a flow.Attempt) {
	c := s.customers.payer[a.OutTradeNo]
	had := c.goods
	defer func() {
		if now, err := s.customers.read(a.OutTradeNo); had == "" && c.goods != "" && (err != nil || now.State != flow.Paid) {
			s.w.Note("%s has no goods", c.name)
			c.goods = ""
			delete(s.w.Judge.Goods, a.OutTradeNo)
		}
	}()
	given := s.Given(a)
	err := s.claim(p, a, given)
	s.w.Note("Li: %s given %t: %v", a.OutTradeNo.LastDigits(4), given, err)
	s.word(a, err)
}

// claim says it as the page of claims does, and gives the charge back by any of its doors:
// as a refund of the rest where the sale has one already, or is too old (money rule 4b.8).
func (s visitor) claim(p *world.Till, a flow.Attempt, given bool) (err error) {
	ctx, app := context.Background(), s.app(p)
	if given {
		return app.Claim(ctx, a.OutTradeNo, "")
	}
	rest := a.Refunds.Rest(a.TotalFee)
	if s.w.Stats.Mark("reverse"); len(a.Refunds) > 0 || s.w.Time().Sub(a.TimeEnd) >= 7*24*time.Hour {
		s.customers.meant[a.OutTradeNo] += rest
		s.w.Stats.Mark("reverse is a refund")
	}
	if s.w.Rng.IntN(2) == 0 {
		_, err = app.Resolve(ctx, flow.Resolution{OutTradeNo: a.OutTradeNo, As: flow.ResolvedGiveBack, Reason: "left"}, s.people.Act(s.opened()))
		return err
	}
	q := flow.RefundRequest{OutTradeNo: a.OutTradeNo, Reason: "found", Press: refund.Press{Version: a.Version}}
	_, _, err = app.Reverse(ctx, q, s.people.Act(s.opened()))
	return err
}

// endByWord is a word about what no rule can end. Nobody at the counter knows what
// WeChat holds, so the word may be wrong.
func (s visitor) endByWord(p *world.Till, a flow.Attempt) {
	as := flow.ResolvedNotCharged
	if s.w.Judge.Held(a.OutTradeNo) > 0 != s.customers.mistaken() {
		as = flow.ResolvedPaid
	}
	before := s.w.Judge.Held(a.OutTradeNo)
	defer func() { // power may fail right behind it
		if now, err := s.customers.read(a.OutTradeNo); err == nil && now.ByWord() && s.customers.payer[a.OutTradeNo] != nil {
			s.customers.payer[a.OutTradeNo].excuse("a person's word ended it")
		}
	}()
	_, err := s.app(p).Resolve(context.Background(), flow.Resolution{OutTradeNo: a.OutTradeNo, As: as, Reason: "looked"}, s.people.Act(s.opened()))
	if err == nil && as == flow.ResolvedPaid && !a.DecidedAt.IsZero() {
		s.w.Broken("5.7", "%s was decided for reversal, and a person has it paid while %s are held", a.OutTradeNo, before)
	}
	s.word(a, err)
}

// word sees that a person's word was taken, or refused for a known reason.
func (s visitor) word(a flow.Attempt, err error) {
	_, refused := errors.AsType[*field.Error](err)
	if s.w.Stats.Mark("a word"); err != nil && !refused && !s.refusedPIN(err) && !s.taken(err) && !s.displaced(err) {
		s.w.Broken("5.7", "a word about %s ended with %v", a.OutTradeNo, err)
	}
}
