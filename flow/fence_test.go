package flow_test

import (
	"testing"
	"time"

	"facetill/flow"
)

// Money rule 2.3: an intent was stamped four minutes ahead, before the clock was
// corrected. Its request may live until its own stamps say, so the fences count
// from the later of the two times.
func TestFencesCountFromTheLaterTime(t *testing.T) {
	ahead := began.Add(4 * time.Minute)
	a := flow.Attempt{State: flow.Confirming, IntentAt: ahead, SendBy: ahead.Add(8 * time.Second)}
	step := flow.Next(a, flow.Situation{Now: began, Sure: true, Trusted: true, Recent: true, Rules: flow.DefaultRules()})
	r, is := step.(flow.Record)
	if !is {
		t.Fatalf("no fences are begun: %T", step)
	}
	if f := r.Facts[0].(flow.FencesBegun); f.FenceAt.Before(began.Add(24 * time.Minute)) {
		t.Errorf("the fences end %v after now", f.FenceAt.Sub(began))
	}
}

// Money rule 2.5: a refused number was asked about five minutes before its fences,
// and WeChat did not know it. The query behind them gets no answer. The earlier
// word proves nothing there, so the number stays open.
func TestAnUnansweredQueryClosesNoNumber(t *testing.T) {
	fence := began.Add(20 * time.Minute)
	a := flow.Attempt{State: flow.Refused, Closing: true, IntentAt: began, SendBy: began.Add(8 * time.Second), FenceAt: fence}
	for _, f := range []flow.Fact{
		flow.OrderAsked{Answer: flow.AnswerNotExist, Code: "ORDERNOTEXIST", At: fence.Add(-5 * time.Minute), Trusted: true},
		flow.OrderAsked{Answer: flow.AnswerLost, At: fence.Add(time.Second), Trusted: true},
	} {
		var err error
		if a, err = flow.Apply(a, f); err != nil {
			t.Fatal(err)
		}
	}
	step := flow.Next(a, flow.Situation{Now: fence.Add(time.Second), Sure: true, Trusted: true, Rules: flow.DefaultRules()})
	if r, is := step.(flow.Record); is {
		t.Errorf("closed by %T", r.Facts[0])
	}
}

// Money rules 2.1 and 2.5: a query behind a refusal finds a charge whose time
// alone is wrong. That proves no payment, and is money all the same.
func TestAWrongTimeIsMoneyBehindARefusal(t *testing.T) {
	a := flow.Attempt{State: flow.Refused}
	if !a.Hides(flow.Answer{Kind: flow.AnswerLost, Code: flow.CodeWrongTime}) {
		t.Error("a charge with a wrong time_end hides behind a refusal, and nobody says so")
	}
	if a.Hides(flow.Answer{Kind: flow.AnswerLost, Code: "WRONG_AMOUNT"}) {
		t.Error("any doubt at all is taken for money")
	}
}

// Money rule 2.3: an attempt of an older journal waits for a person, and its intent was
// stamped a day behind: its fences only seem to be past. An absent order proves nothing
// until they have begun on a trusted time and are.
func TestOldFencesBeforeAPerson(t *testing.T) {
	s := newStage(t)
	dead := s.boot()
	dead.j = oldIntents{dead.j, -24 * time.Hour}
	dead.orphan("K", "", flow.PayerIdentified{}, intent(), flow.PayAnswered{Answer: flow.AnswerPaying, At: began}, flow.PersonNeeded{Reason: flow.NeededPayError})
	dead.die()
	p := s.boot()
	p.recover(19 * time.Minute)
	s.is(p.read(orphanNo), flow.NeedsPerson)
	p.recover(20 * time.Minute)
	s.is(p.read(orphanNo), flow.Reversed)
}
