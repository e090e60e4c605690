package flow_test

import (
	"context"
	"testing"
	"time"

	"facetill/flow"
)

// S8: a reverse of a number that WeChat never saw ends, and not before the fences.
func TestS08_NeverArrived(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerLost, "TIMEOUT") }
	p := s.boot()
	a := p.ring(flow.SaleRequest{})
	s.is(a, flow.Reversing)
	p.recover(time.Hour)
	s.is(p.read(a.OutTradeNo), flow.Reversed)
	if s.now < 20*time.Minute || s.now > 24*time.Minute {
		t.Errorf("proven after %v", s.now)
	}
}

// S24: eight days off with a reversal open: what was charged is refunded under
// the fixed number.
func TestS24_EightDaysOff(t *testing.T) {
	s := diedPaying(t, flow.SaleRequest{})
	s.pass(8 * 24 * time.Hour)
	s.query = func(a flow.Attempt) flow.Answer {
		if a.State == flow.Submitting {
			return answer(flow.AnswerPaying, "USERPAYING")
		}
		return paid()
	}
	s.reverse = func(flow.Attempt) flow.Answer { return answer(flow.AnswerExpired, "REVERSE_EXPIRE") }
	s.refunds = noRefund
	p := s.boot()
	p.recover(time.Hour)
	s.is(p.only(), flow.Refunded)
}

// S28: reverse answers recall=Y for ever, for a number that never arrived.
func TestS28_RecallForEver(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerLost, "TIMEOUT") }
	s.reverse = func(flow.Attempt) flow.Answer { return answer(flow.AnswerAgain, "SYSTEMERROR") }
	p := s.boot()
	a := p.ring(flow.SaleRequest{})
	p.recover(time.Hour)
	s.is(p.read(a.OutTradeNo), flow.Reversed)
}

// S8: a reverse of a number that WeChat has closed itself ends with the first
// query that says so.
func TestS08_ClosedByWeChat(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerLost, "SYSTEMERROR") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerClosed, "CLOSED") }
	s.reverse = func(flow.Attempt) flow.Answer { return answer(flow.AnswerStopped, "ORDERCLOSED") }
	p := s.boot()
	a := p.ring(flow.SaleRequest{})
	p.recover(time.Hour)
	if s.is(p.read(a.OutTradeNo), flow.Reversed); s.now > time.Minute {
		t.Errorf("proven after %v", s.now)
	}
}

// S17: the password page stays open, and the reverse says USERPAYING for 100 s:
// it is tried each five seconds, and ends. Meanwhile another customer may pay.
func TestS17_PasswordPageStaysOpen(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	var tries []time.Duration
	gone := false
	s.query = func(flow.Attempt) flow.Answer {
		if gone {
			return answer(flow.AnswerRevoked, "REVOKED")
		}
		return answer(flow.AnswerPaying, "USERPAYING")
	}
	s.reverse = func(flow.Attempt) flow.Answer {
		tries = append(tries, s.now)
		if s.now < 145*time.Second {
			return answer(flow.AnswerPaying, "USERPAYING")
		}
		gone = true
		return answer(flow.AnswerReversed, "")
	}
	p := s.boot()
	a := p.ring(flow.SaleRequest{Ref: "A"})
	s.is(a, flow.Reversing)
	s.pay = paid
	s.is(p.ring(flow.SaleRequest{TotalFee: 500}), flow.Paid)
	p.recover(10 * time.Minute)
	s.is(p.read(a.OutTradeNo), flow.Reversed)
	for i := 1; i < len(tries); i++ {
		if gap := tries[i] - tries[i-1]; gap > 6*time.Second {
			t.Errorf("%v between two tries: %v", gap, tries)
			break
		}
	}
}

// S30: a person says "paid" of an attempt whose reversal was decided: a reverse
// may be on its way (money rules 3.3 and 5.7).
func TestS30_PaidWhileAReverseIsInFlight(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	s.reverse = func(flow.Attempt) flow.Answer {
		s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerPayError, "PAYERROR") }
		return answer(flow.AnswerReversed, "")
	}
	p := s.boot()
	no := p.ring(flow.SaleRequest{Ref: "A"}).OutTradeNo
	p.recover(2 * time.Minute)
	before := p.read(no)
	s.is(before, flow.NeedsPerson)
	w := flow.Resolution{OutTradeNo: no, As: flow.ResolvedPaid, By: "Li", Reason: "bank"}
	if a, err := p.Resolve(context.Background(), w); err == nil {
		t.Errorf("%s by a person's word", a.State)
	}
	if after := p.read(no); after.State != flow.NeedsPerson || after.Version != before.Version {
		t.Errorf("%+v became %+v", before, after)
	}
	w.As = flow.ResolvedNotCharged
	if a, err := p.Resolve(context.Background(), w); err != nil || a.State != flow.Reversed {
		t.Errorf("%s, %v", a.State, err)
	}
}

// S15: the sender knew WeChat's time to the end of a second, decided a reversal
// and died; whoever takes over knows the time from a Date that is new. By
// WeChat's own time the reverse still comes 15 s behind the request.
func TestS15_ReverseBehindADatesGrain(t *testing.T) {
	s := newStage(t)
	s.now = 990 * time.Millisecond // the Date that the sender hears is of a second ago
	var sent, reversed time.Duration
	s.pay = func() flow.Answer { sent = s.now; return answer(flow.AnswerDoubt, "TRADE_ERROR") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerNotPay, "NOTPAY") }
	p := s.boot()
	p.with(slowDisk{p.j, func() { s.pass(7900 * time.Millisecond) }}, p) // send_by is all but over
	s.is(p.ring(flow.SaleRequest{}), flow.Reversing)
	p.die()
	s.reverse = func(flow.Attempt) flow.Answer {
		if reversed == 0 {
			reversed = s.now
		}
		return answer(flow.AnswerReversed, "")
	}
	s.pass(s.now.Truncate(time.Second) + time.Second - s.now) // to the beginning of a second
	s.boot().recover(2 * time.Minute)
	if sent == 0 || reversed == 0 || reversed-sent < 15*time.Second {
		t.Errorf("sent at %v, reversed at %v", sent, reversed)
	}
}
