package flow_test

import (
	"context"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
)

// S3: behind a refusal the query says PAYERROR.
func TestS03_RefusalThatLies(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerRefused, "NOTENOUGH") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerPayError, "PAYERROR") }
	p := s.boot()
	a := p.ring(flow.SaleRequest{})
	s.is(a, flow.Reversing)
	p.recover(time.Minute)
	if s.is(p.read(a.OutTradeNo), flow.NeedsPerson); p.read(a.OutTradeNo).Outcome() != flow.OutcomeOpen {
		t.Error("not open")
	}

	s = newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerRefused, "NOTENOUGH") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerRefund, "REFUND") }
	s.refunds = func() refund.Answer { return seen(refund.StatusSuccess, 640) }
	s.is(s.boot().ring(flow.SaleRequest{}), flow.NeedsPerson)
}

// S10: SUCCESS on the fresh query is paid; after the decision it is undone.
func TestS10_SuccessAroundTheDecision(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	s.query = func(flow.Attempt) flow.Answer {
		if s.now < 45*time.Second {
			return answer(flow.AnswerPaying, "USERPAYING")
		}
		return paid()
	}
	s.is(s.boot().ring(flow.SaleRequest{}), flow.Paid)

	s = newStage(t)
	reversed := false
	s.pay = func() flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	s.query = func(a flow.Attempt) flow.Answer {
		switch {
		case reversed:
			return answer(flow.AnswerRevoked, "REVOKED")
		case a.State == flow.Reversing:
			return paid() // the password came just after the decision
		}
		return answer(flow.AnswerPaying, "USERPAYING")
	}
	tries := 0
	s.reverse = func(flow.Attempt) flow.Answer {
		if tries++; tries < 2 {
			return answer(flow.AnswerAgain, "SYSTEMERROR")
		}
		reversed = true
		return answer(flow.AnswerReversed, "")
	}
	p := s.boot()
	a := p.ring(flow.SaleRequest{})
	p.recover(time.Minute)
	s.is(p.read(a.OutTradeNo), flow.Reversed)
}

// S12: a refusal that settles after the next attempt was paid: the
// first is given back, the second stands.
func TestS12_RefusalSettlesLate(t *testing.T) {
	s := newStage(t)
	first := flow.OutTradeNo("")
	reversed := false
	s.pay = func() flow.Answer {
		if first == "" {
			return answer(flow.AnswerRefused, "NOTENOUGH")
		}
		return paid()
	}
	s.query = func(a flow.Attempt) flow.Answer {
		switch {
		case reversed:
			return answer(flow.AnswerRevoked, "REVOKED")
		case s.now < 10*time.Second:
			return answer(flow.AnswerNotPay, "NOTPAY")
		}
		return paid()
	}
	s.reverse = func(a flow.Attempt) flow.Answer {
		if a.OutTradeNo != first {
			t.Errorf("the wrong one is reversed: %s", a.OutTradeNo)
		}
		reversed = true
		return answer(flow.AnswerReversed, "")
	}
	p := s.boot()
	a := p.ring(flow.SaleRequest{Ref: "B"})
	s.is(a, flow.Refused)
	first = a.OutTradeNo
	b := p.ring(flow.SaleRequest{Ref: "B"})
	s.is(b, flow.Paid)
	if b, err := p.Shown(context.Background(), b); err != nil || !b.Shown {
		t.Fatal(err)
	}
	p.recover(5 * time.Minute)
	a = p.read(first)
	if s.is(a, flow.Reversed); !a.Reopened {
		t.Error("it was not reopened")
	}
	s.is(p.read(b.OutTradeNo), flow.Paid)
}

// S16: the customer closes the password page at 6 s.
func TestS16_PageClosed(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	s.query = func(flow.Attempt) flow.Answer {
		if s.now < 6*time.Second {
			return answer(flow.AnswerPaying, "USERPAYING")
		}
		return answer(flow.AnswerNotPay, "NOTPAY")
	}
	a := s.boot().ring(flow.SaleRequest{})
	if s.is(a, flow.Reversing); a.ReverseReason != "page_closed" || s.now > 20*time.Second {
		t.Errorf("%s at %v", a.ReverseReason, s.now)
	}
}

// S16: a risk-control refusal is a FAIL in doubt; NOTPAY makes the decision due.
func TestS16_RiskControl(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerDoubt, "TRADE_ERROR") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerNotPay, "NOTPAY") }
	a := s.boot().ring(flow.SaleRequest{})
	if s.is(a, flow.Reversing); a.ReverseReason != "refused_in_doubt" || s.now > 20*time.Second {
		t.Errorf("%s at %v", a.ReverseReason, s.now)
	}
	s.wasSent("camera@0 pay@0 query@0 query@0")
}

// S25: the confirming query is unanswered: a reversal at once.
func TestS25_Unconfirmed(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerRefused, "NOTENOUGH") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerLost, "TIMEOUT") }
	a := s.boot().ring(flow.SaleRequest{})
	if s.is(a, flow.Reversing); a.ReverseReason != "unconfirmed" {
		t.Errorf("decided for %s", a.ReverseReason)
	}
	s.wasSent("camera@0 pay@0 query@0")
}

// S29: a refusal that settles 100 s later while reverses fail.
func TestS29_RefusalSettlesWhileReversesFail(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerRefused, "NOTENOUGH") }
	works := false
	s.query = func(flow.Attempt) flow.Answer {
		switch {
		case works:
			return answer(flow.AnswerRevoked, "REVOKED")
		case s.now < 100*time.Second:
			return answer(flow.AnswerNotPay, "NOTPAY")
		}
		return paid()
	}
	s.reverse = func(a flow.Attempt) flow.Answer {
		if a.Reopened && s.now > 150*time.Second {
			works = true
			return answer(flow.AnswerReversed, "")
		}
		return answer(flow.AnswerAgain, "SYSTEMERROR")
	}
	p := s.boot()
	a := p.ring(flow.SaleRequest{})
	p.recover(time.Hour)
	a = p.read(a.OutTradeNo)
	if s.is(a, flow.Reversed); !a.Reopened {
		t.Error("it was not reopened")
	}
}

// S27: refused and told so, and while the number is being closed WeChat says
// PAYERROR: a charge may hide behind it. The refusal is opened again for a
// person, and the sale's next attempt stands.
func TestS27_PayerrorBehindARefusal(t *testing.T) {
	s := newStage(t)
	first := flow.OutTradeNo("")
	s.pay = func() flow.Answer {
		if first == "" {
			return answer(flow.AnswerRefused, "NOTENOUGH")
		}
		return paid()
	}
	s.query = func(flow.Attempt) flow.Answer {
		if s.now < 10*time.Second {
			return answer(flow.AnswerNotPay, "NOTPAY")
		}
		return answer(flow.AnswerPayError, "PAYERROR")
	}
	p := s.boot()
	a := p.ring(flow.SaleRequest{Ref: "B"})
	s.is(a, flow.Refused)
	first = a.OutTradeNo
	b := p.ring(flow.SaleRequest{Ref: "B"})
	s.is(b, flow.Paid)
	if _, err := p.Shown(context.Background(), b); err != nil {
		t.Fatal(err)
	}
	before := len(s.log)
	p.recover(10 * time.Minute)
	if calls := len(s.log) - before; calls > 10 {
		t.Errorf("%d calls in ten minutes: %s", calls, s.sent())
	}
	a = p.read(first)
	if s.is(a, flow.NeedsPerson); !a.Reopened || !a.Open() || a.Blocking() {
		t.Errorf("reopened %t, open %t, blocking %t", a.Reopened, a.Open(), a.Blocking())
	}
	s.is(p.read(b.OutTradeNo), flow.Paid)
}
