package flow_test

import (
	"context"
	"testing"
	"time"

	"facetill/flow"
)

// hourAhead is a stage whose first Date is an hour ahead beside a wall clock that
// proves nothing. The next one, a second later, is right, and one of 62 s corrects it.
func hourAhead(t *testing.T) (*stage, *till) {
	s := newStage(t)
	s.skew, s.lie = 3*time.Hour, time.Hour
	p := s.boot()
	p.date()
	s.at(1, p.date)
	return s, p
}

// Money rules 4.1 and 5.1: the Date that corrects the time comes with another sale, and
// no answer about these. What waits for the next reverse, or for the next look at what
// needs a person, waits as long as ever, and not for an hour that was wrong.
func TestNothingWaitsForAnHourThatAnotherSaleCorrects(t *testing.T) {
	lost := func(flow.Attempt) flow.Answer { return answer(flow.AnswerLost, "TIMEOUT") }
	doubt := flow.PayAnswered{Answer: flow.AnswerLost, At: began}
	for name, c := range map[string]struct {
		stands flow.Fact
		until  time.Duration
		sent   string
	}{
		"a reversal":     {flow.ReversalDecided{Reason: "window", At: began}, 100 * time.Second, "reverse@25 query@35 reverse@45 query@55 reverse@70 query@80 reverse@90"},
		"before someone": {flow.PersonNeeded{Reason: flow.NeededPayError}, 11 * time.Minute, "query@0 query@365"},
	} {
		s, p := hourAhead(t)
		s.query, s.reverse = lost, lost
		s.at(62, p.date)
		p.leave("1", 0, "", intent(), doubt, c.stands)
		p.recover(c.until)
		if got := s.sent(); got != c.sent {
			t.Errorf("%s: sent %s\nwant %s", name, got, c.sent)
		}
	}
}

// Money rule 3.2: the first NOTPAY is heard in the hour that was wrong, and the second
// one corrects it. Two that are two seconds apart are then still two: the customer
// closed the page, and the cashier is free before the window's end.
func TestAPageThatWasClosedInAWrongHour(t *testing.T) {
	s, p := hourAhead(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerNotPay, "NOTPAY") }
	s.pass(55 * time.Second)
	sale, err := p.Begin(context.Background(), byFace, nil)
	if err != nil {
		t.Fatal(err)
	}
	a := must(sale.Run(context.Background()))
	if s.is(a, flow.Reversing); a.ReverseReason != flow.ReversePageClosed {
		t.Errorf("decided by %q at %v", a.ReverseReason, s.now)
	}
	s.wasSent("camera@55 pay@55 query@60 query@62 query@64 query@64")
}
