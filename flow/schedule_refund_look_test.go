package flow_test

import (
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
)

// S61: what was closed at the platform and told has moved, and the look of the press
// shows it.
func TestS61_ClosedElsewhereHasMoved(t *testing.T) {
	for _, status := range []string{refund.StatusSuccess, refund.StatusProcessing} {
		s, p, no := sold(t)
		p.becomes(no, flow.RefundFound{OutRefundNo: "platform", Status: refund.StatusClosed, Fee: 300, At: s.truth()})
		p.tell(no, "platform")
		s.pass(time.Hour)
		p.wxAgrees()
		q := p.wish(no, 300)
		s.refunds = func() refund.Answer { return seen(status, 300) }
		if _, err := p.giveBack(q); stoppedBy(err) == nil {
			t.Errorf("%s: %v: one more is begun", status, err)
		}
	}
}

// S61: a refused part is named, and the look of that press shows that it has moved.
func TestS61_NamedHasMoved(t *testing.T) {
	s, p, no := sold(t)
	e := p.begun(p.wish(no, 300))
	p.becomes(no, s.refused(e)...)
	p.tell(no, e.Number)
	s.pass(time.Hour)
	p.wxAgrees()
	q := named(p.wish(no, 300), e.Number)
	s.refunds = func() refund.Answer { return became(refund.AnswerListed, refund.StatusProcessing, e) }
	if _, err := p.giveBack(q); stoppedBy(err) == nil {
		t.Errorf("%v: one more is begun", err)
	}
}

// What a look finds is of the moment at which it was heard, and not of that at which the
// question left: it belongs to the day on which its acceptance is recorded (money rule 4b.11).
func TestALookIsOfItsAnswer(t *testing.T) {
	s, p, no := sold(t)
	p.wxAgrees()
	left := s.truth()
	s.refunds = func() refund.Answer {
		s.pass(time.Minute)
		p.date()
		return seen(refund.StatusSuccess, 300)
	}
	a, heard, err := p.Runner.LookRefunds(t.Context(), p.read(no))
	if err != nil || !heard || len(a.Refunds) != 1 || a.Refunds[0].AcceptedAt.Sub(left) < time.Minute-time.Second {
		t.Errorf("left at %s: %+v, %v", left, a.Refunds, err)
	}
}
