package flow_test

import (
	"slices"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
)

// What was refused was given in cash. More of the sale than both together leave goes back
// only by a person who names it, with a reference as without one (money rule 4b.2).
func TestCashStopsAPress(t *testing.T) {
	s, p, no := sold(t)
	e := p.begun(p.wish(no, 1000))
	p.becomes(no, s.refused(e)...)
	if _, err := p.settle(no, e.Number, refund.SettledElse); err != nil {
		t.Fatal(err)
	}
	s.pass(time.Hour)
	byRef, again := p.wish(no, 999), p.wish(no, 281)
	byRef.Press.Ref = "bon 7"
	for name, q := range map[string]flow.RefundRequest{"a fen less": p.wish(no, 999), "with a reference": byRef, "the fen too many": again} {
		q.Press.At = p.s.Now()
		if _, err := p.giveBack(q); !slices.Equal(stoppedBy(err), []string{e.Number}) {
			t.Errorf("%s: %v", name, err)
		}
	}
	part := p.begun(p.wish(no, 280))
	p.told(no, part)
	s.pass(time.Hour)
	p.begun(named(p.wish(no, 1000), e.Number))
}

// What was refused is given in cash only while no more than the sale leaves in both ways.
func TestCashBesideARefund(t *testing.T) {
	s, p, no := sold(t)
	first := p.begun(p.wish(no, 1000))
	p.becomes(no, s.refused(first)...)
	s.pass(time.Hour)
	p.told(no, p.begun(named(p.wish(no, 281), first.Number)))
	before := p.read(no)
	if _, err := p.settle(no, first.Number, refund.SettledElse); !isField(err) || p.read(no).Version != before.Version {
		t.Errorf("10.00 in cash where 9.99 is left: %v", err)
	}
	s, p, no = sold(t)
	first = p.begun(p.wish(no, 1000))
	p.becomes(no, s.refused(first)...)
	s.pass(time.Hour)
	second := p.begun(named(p.wish(no, 281), first.Number))
	p.becomes(no, s.refused(second)...)
	if _, err := p.settle(no, second.Number, refund.SettledElse); err != nil {
		t.Error(err)
	}
	s.pass(time.Hour)
	if _, err := p.sendAgain(p.resend(no, first.Number)); !slices.Equal(stoppedBy(err), []string{second.Number}) {
		t.Errorf("10.00 sent again beside 2.81 of 12.80: %v", err)
	}
	if _, err := p.settle(no, first.Number, refund.SettledElse); !isField(err) {
		t.Errorf("10.00 in cash beside 2.81 of 12.80: %v", err)
	}
}
