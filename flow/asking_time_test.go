package flow_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"facetill/flow"
)

// dated is a WeChat whose Dates come, or do not, as a test says.
type dated struct {
	*till
	date func() error // nil brings one
	none bool         // an answer comes, without a Date
}

func (g *dated) Sync(ctx context.Context) error {
	g.s.note("date")
	if g.none {
		return nil
	}
	if g.date != nil {
		if err := g.date(); err != nil {
			return err
		}
	}
	return g.till.Sync(ctx)
}

// Money rule 1.5: without WeChat's time there is no intent: nothing was sent, and it
// says why. Who gives the call up meanwhile is told that, and not of the network.
func TestWithoutWeChatsTimeNothingIsSent(t *testing.T) {
	down := errors.New("no route to host")
	wall := began.Add(time.Minute)
	for name, c := range map[string]struct {
		date func() error
		none bool
		want flow.Fact
	}{
		"the network is down": {date: func() error { return down }, want: flow.NothingSent{Code: "NETWORK", Message: "no route to host", At: wall}},
		"no Date":             {none: true, want: flow.NothingSent{Code: "NETWORK", Message: "WeChat's answer has no Date", At: wall}},
		"given up":            {want: flow.SaleCancelled{By: flow.BySignal, At: wall}},
	} {
		s := newStage(t)
		s.skew = time.Minute
		ctx, cancel := context.WithCancel(context.Background())
		p := s.boot()
		g := &dated{till: p, date: c.date, none: c.none}
		if name == "given up" {
			g.date = func() error { cancel(); return ctx.Err() }
		}
		p.with(p.j, g)
		sale, err := p.Begin(ctx, byFace, nil)
		if err != nil {
			t.Fatal(err)
		}
		a, err := sale.Run(ctx)
		cancel()
		if facts := p.facts(a.OutTradeNo); err != nil || len(facts) != 2 || facts[1] != c.want {
			t.Errorf("%s: %v, recorded %+v\nwant %+v", name, err, facts[1:], c.want)
		}
		s.wasSent("camera@0 date@0")
	}
}

// An old Date is no time for an intent (money rule 1.1): the camera ran for minutes,
// and a fresh one is asked for. One that does not come ends the sale.
func TestAnIntentNeedsAFreshDate(t *testing.T) {
	for how, want := range map[string]string{"it comes": "camera@0 date@600 pay@600", "no network": "camera@0 date@600", "no Date": "camera@0 date@600"} {
		s := newStage(t)
		p := s.boot()
		g := &dated{till: p}
		p.with(p.j, g)
		s.is(p.ring(flow.SaleRequest{Ref: "1"}), flow.Paid)
		s.log = nil
		s.face = func() flow.Captured {
			s.pass(10 * time.Minute)
			if g.none = how == "no Date"; how == "no network" {
				g.date = func() error { return errors.New("no route to host") }
			}
			return code()
		}
		if a := p.ring(flow.SaleRequest{Ref: "2"}); (a.State == flow.Paid) != (how == "it comes") || a.State != flow.Paid && a.Code != "NETWORK" {
			t.Errorf("%s: %s %s", how, a.State, a.Code)
		}
		s.wasSent(want)
	}
}

// Money rules 3.1 and 4.5: the wall clock is set while a charge is confirmed, and the
// network is down. WeChat's time is asked for every two seconds, nothing is decided,
// and the sale goes on when it is there; every query behind it finds the charge.
func TestTheTimeIsAskedForUntilItComes(t *testing.T) {
	for _, none := range []bool{false, true} {
		s := newStage(t)
		p := s.boot()
		g := &dated{till: p}
		p.with(p.j, g)
		s.pay = func() flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
		s.query = func(flow.Attempt) flow.Answer {
			if s.now > 20*time.Second {
				return paid()
			}
			return answer(flow.AnswerPaying, "USERPAYING")
		}
		away := func(is bool) {
			if g.none = none && is; is && !none {
				g.date = func() error { return errors.New("no route to host") }
			} else {
				g.date = nil
			}
		}
		s.at(6, func() { s.skew += time.Hour; away(true) })
		s.at(12, func() { away(false) })
		s.at(14, func() { s.skew += time.Hour; away(true) })
		s.at(20, func() { away(false) })
		s.is(p.ring(byRef), flow.Paid)
		s.wasSent("camera@0 date@0 pay@0 query@5 date@7 date@9 date@11 date@13 query@13 date@15 date@17 date@19 date@21 query@21")
	}
}

// Money rule 4.4: who asks for the end while nobody knows the time is free after one
// try, and the attempt stays open; before that nobody is.
func TestTheCashierIsFreeWhileNobodyKnowsTheTime(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	g := &dated{till: p}
	p.with(p.j, g)
	s.pay = func() flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	s.at(6, func() { s.skew += time.Hour; g.date = func() error { return errors.New("no route to host") } })
	s.at(8, func() { g.date = nil }) // and back for a moment
	s.at(12, func() { s.skew += time.Hour; g.date = func() error { return errors.New("no route to host") } })
	a := p.ring(byRef, func(sale *flow.Sale) { s.at(12, func() { sale.Cancel("cashier") }) })
	if s.is(a, flow.Confirming); a.Outcome() != flow.OutcomeOpen || s.now < 12*time.Second || s.now > 14*time.Second {
		t.Errorf("%s at %v", a.Outcome(), s.now)
	}
	s.wasSent("camera@0 date@0 pay@0 query@5 date@7 date@9 query@9 query@11 date@12")
}

// Money rule 2.3: Dates that agree neither with the wall clock nor with each other
// prove no fence, and are not asked for without a pause.
func TestDatesThatProveNothingAreAskedForWithPauses(t *testing.T) {
	for _, none := range []bool{false, true} {
		s := newStage(t)
		s.skew = 3 * time.Hour
		p := s.boot()
		n := 0
		g := &dated{till: p}
		p.with(p.j, g)
		s.pay = func() flow.Answer { return answer(flow.AnswerLost, "SYSTEMERROR") }
		s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerLost, "TIMEOUT") }
		s.reverse = func(flow.Attempt) flow.Answer { return answer(flow.AnswerLost, "TIMEOUT") }
		a := p.ring(byRef)
		s.is(a, flow.Reversing)
		s.log, g.none = nil, none
		g.date = func() error {
			n++
			s.lie = time.Duration(n%5) * 20 * time.Minute
			return nil
		}
		p.recover(20 * time.Minute)
		dates := strings.Count(s.sent(), "date")
		if s.is(p.read(a.OutTradeNo), flow.Reversing); dates < 3 || dates > 20*60/5 {
			t.Errorf("no Dates %t: %d in twenty minutes", none, dates)
		}
	}
}
