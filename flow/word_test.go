package flow_test

import (
	"testing"

	"facetill/flow"
)

// Money rule 5.7: what WeChat says against a person's word. A refund belies "not
// charged" while money of it is still held, and "paid" once all of it is back; an
// answer that was lost belies nobody.
func TestWhatContradictsAWord(t *testing.T) {
	no := flow.Attempt{State: flow.Reversed, ResolvedAs: flow.ResolvedNotCharged}
	yes := flow.Attempt{State: flow.Paid, ResolvedAs: flow.ResolvedPaid}
	for _, c := range []struct {
		a              flow.Attempt
		query, refunds flow.AnswerKind
		want           bool
	}{
		{no, flow.AnswerPaid, "", true}, {no, flow.AnswerPaying, "", true},
		{no, flow.AnswerRefund, flow.AnswerRefundNone, true}, {no, flow.AnswerRefund, flow.AnswerRefundPart, true},
		{no, flow.AnswerRefund, flow.AnswerRefundAll, false}, {no, flow.AnswerLost, "", false},
		{yes, flow.AnswerRefund, flow.AnswerRefundAll, true}, {yes, flow.AnswerRevoked, "", true}, {yes, flow.AnswerLost, "", false},
	} {
		if got := c.a.Contradicts(flow.Answer{Kind: c.query}, flow.Answer{Kind: c.refunds}); got != c.want {
			t.Errorf("%s, WeChat says %s %s: %t", c.a.ResolvedAs, c.query, c.refunds, got)
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
