package flow_test

import (
	"testing"

	"facetill/flow"
	"facetill/flow/refund"
)

// Money rule 5.7: what WeChat says against a person's word. A refund belies "not
// charged" while money of it is still held, and "paid" once all of it is back; an
// answer that was lost belies nobody.
func TestWhatContradictsAWord(t *testing.T) {
	no := flow.Attempt{Order: flow.Order{TotalFee: 1280}, State: flow.Reversed, ResolvedAs: flow.ResolvedNotCharged}
	yes := flow.Attempt{Order: no.Order, State: flow.Paid, ResolvedAs: flow.ResolvedPaid}
	unasked := refund.Answer{Kind: refund.AnswerLost}
	for _, c := range []struct {
		a       flow.Attempt
		query   flow.AnswerKind
		refunds refund.Answer
		want    bool
	}{
		{no, flow.AnswerPaid, unasked, true}, {no, flow.AnswerPaying, unasked, true},
		{no, flow.AnswerRefund, noRefund(), true}, {no, flow.AnswerRefund, seen(refund.StatusSuccess, 640), true},
		{no, flow.AnswerRefund, seen(refund.StatusSuccess, 1280), false}, {no, flow.AnswerLost, unasked, false},
		{no, flow.AnswerRefund, unasked, false}, {no, flow.AnswerRefund, seen(refund.StatusProcessing, 1280), false},
		{yes, flow.AnswerRefund, seen(refund.StatusSuccess, 1280), true}, {yes, flow.AnswerRevoked, unasked, true}, {yes, flow.AnswerLost, unasked, false},
	} {
		if got := c.a.Contradicts(flow.Answer{Kind: c.query}, c.refunds); got != c.want {
			t.Errorf("%s, WeChat says %s %+v: %t", c.a.ResolvedAs, c.query, c.refunds, got)
		}
	}
}

// Money rule 4.1: a person gives an unclaimed charge back, and the fact has no
// time of its own. By its time one knows that it was decided: without any, a query
// that says SUCCESS would make it paid again (5.7), so it gets another one.
func TestAGiveBackWithoutATime(t *testing.T) {
	a := flow.Attempt{State: flow.Paid, Unclaimed: true, IntentAt: began}
	a, err := flow.Apply(a, flow.ReversalDecided{Reason: "r", By: "Li"})
	if err != nil || a.DecidedAt.IsZero() {
		t.Errorf("decided at %v, %v", a.DecidedAt, err)
	}
}

// Money rule 6.5: a person's reason with a control sequence, a new line and a name
// that turns the line around. None of it reaches the journal.
func TestAPersonsWordsArePlain(t *testing.T) {
	f := flow.PlainFact(flow.ReversalDecided{Reason: "a\x1b[2J\nPAID", By: "L\u202ei"}).(flow.ReversalDecided)
	if f.Reason != "a[2J PAID" || f.By != "Li" {
		t.Errorf("%q %q", f.Reason, f.By)
	}
}
