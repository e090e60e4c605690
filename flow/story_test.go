package flow_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"facetill/flow"
)

func TestPaid(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	a := p.ring(flow.SaleRequest{})
	s.is(a, flow.Paid)
	if a.Unclaimed || a.TransactionID != "42" || !a.SendBy.Equal(a.IntentAt.Add(8*time.Second)) ||
		!a.TimeExpire.Equal(a.IntentAt.Add(2*time.Minute)) || !a.ConfirmBy.Equal(a.IntentAt.Add(45*time.Second)) {
		t.Errorf("%+v", a)
	}
	if a, err := p.Told(context.Background(), a); err != nil || !a.Told {
		t.Errorf("told: %v", err)
	}
	s.wasSent("camera@0 pay@0")
}

func TestDeclined(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerRefused, "NOTENOUGH") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerNotPay, "NOTPAY") }
	a := s.boot().ring(flow.SaleRequest{})
	s.is(a, flow.Refused)
	if a.Code != "NOTENOUGH" || a.Outcome() != flow.OutcomeDeclined {
		t.Errorf("%s, %s", a.Code, a.Outcome())
	}
	s.wasSent("camera@0 pay@0 query@0")
}

func TestCancelledByTheCustomer(t *testing.T) {
	s := newStage(t)
	s.face = func() flow.Captured { return flow.Captured{Kind: flow.CaptureCancelled, Code: "USER_CANCEL"} }
	a := s.boot().ring(flow.SaleRequest{})
	s.is(a, flow.Cancelled)
	s.wasSent("camera@0")
}

func TestTheCustomerWantsToScan(t *testing.T) {
	s := newStage(t)
	s.face = func() flow.Captured { return flow.Captured{Kind: flow.CaptureScan, Code: "SCAN_PAYMENT"} }
	a := s.boot().ring(flow.SaleRequest{})
	if s.is(a, flow.Cancelled); a.Code != "SCAN_PAYMENT" {
		t.Errorf("code %s", a.Code)
	}
}

// Money rule 6.4: a code that arrives after a stop was asked for.
func TestCodeAfterEsc(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	var sale *flow.Sale
	s.face = func() flow.Captured {
		sale.Cancel("cashier")
		return flow.Captured{Kind: flow.CaptureCode, FaceCode: flow.NewSecret("13")}
	}
	a := p.ring(flow.SaleRequest{}, func(x *flow.Sale) { sale = x })
	s.is(a, flow.Cancelled)
	s.wasSent("camera@0")
}

func TestLostAnswerEndsPaid(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerLost, "TIMEOUT") }
	s.query = func(flow.Attempt) flow.Answer { return paid() }
	s.is(s.boot().ring(flow.SaleRequest{}), flow.Paid)
	s.wasSent("camera@0 pay@0 query@10")
}

// A password that comes: 5 s after USERPAYING, then the grid.
func TestPasswordComes(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	s.query = func(flow.Attempt) flow.Answer {
		if s.now < 9*time.Second {
			return answer(flow.AnswerPaying, "USERPAYING")
		}
		return paid()
	}
	s.is(s.boot().ring(flow.SaleRequest{}), flow.Paid)
	s.wasSent("camera@0 pay@0 query@5 query@7 query@9")
}

// A password that never comes: the window, a fresh query, a reversal decided;
// the background proves it.
func TestPasswordNeverComes(t *testing.T) {
	s := newStage(t)
	gone := false
	s.pay = func() flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	s.query = func(flow.Attempt) flow.Answer {
		if gone {
			return answer(flow.AnswerRevoked, "REVOKED")
		}
		return answer(flow.AnswerPaying, "USERPAYING")
	}
	s.reverse = func(flow.Attempt) flow.Answer { gone = true; return answer(flow.AnswerReversed, "") }
	p := s.boot()
	a := p.ring(flow.SaleRequest{})
	s.is(a, flow.Reversing)
	if a.Reason != "window" || s.now != 45*time.Second {
		t.Errorf("decided for %s at %v", a.Reason, s.now)
	}
	p.keep(time.Minute)
	s.is(p.read(a.OutTradeNo), flow.Reversed)
	if !strings.HasSuffix(s.sent(), "query@40 query@45 reverse@45 query@45") {
		t.Errorf("sent %s", s.sent())
	}
}

// A one-shot command stays until the reversal is proven.
func TestPatientStays(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerLost, "SYSTEMERROR") }
	s.query = func(a flow.Attempt) flow.Answer {
		if a.State == flow.Reversing {
			return answer(flow.AnswerRevoked, "REVOKED")
		}
		return answer(flow.AnswerNotPay, "NOTPAY")
	}
	a := s.boot().ring(flow.SaleRequest{}, (*flow.Sale).Patient)
	s.is(a, flow.Reversed)
	if a.Outcome() != flow.OutcomeReversed {
		t.Error(a.Outcome())
	}
	// Money rule 6.1: the face screen hears of it when it is decided, not later.
	if told, reverse := strings.Index(s.sent(), "tell(false)"), strings.Index(s.sent(), "reverse"); told < 0 || told > reverse {
		t.Errorf("sent %s", s.sent())
	}
}

// ... and gives up after 120 s, with the outcome open.
func TestPatientGivesUp(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerLost, "TIMEOUT") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerLost, "SYSTEMERROR") }
	s.reverse = func(flow.Attempt) flow.Answer { return answer(flow.AnswerLost, "SYSTEMERROR") }
	a := s.boot().ring(flow.SaleRequest{}, (*flow.Sale).Patient)
	if s.is(a, flow.Reversing); a.Outcome() != flow.OutcomeOpen || s.now < 120*time.Second || s.now > 180*time.Second {
		t.Errorf("%s after %v", a.Outcome(), s.now)
	}
}

// S9: the network is down before the request.
func TestS9NetworkDownBefore(t *testing.T) {
	s := newStage(t)
	s.sync = errors.New("no route to host")
	a := s.boot().ring(flow.SaleRequest{})
	if s.is(a, flow.NotSent); a.Outcome() != flow.OutcomeFailed || s.now > 0 {
		t.Errorf("%s after %v", a.Outcome(), s.now)
	}
	s.wasSent("camera@0")
	s2 := newStage(t)
	s2.pay = func() flow.Answer { return answer(flow.AnswerNotSent, "CONNECT") }
	s2.is(s2.boot().ring(flow.SaleRequest{}), flow.NotSent)
}

// S16: the customer closes the password page at 6 s.
func TestS16PageClosed(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	s.query = func(flow.Attempt) flow.Answer {
		if s.now < 6*time.Second {
			return answer(flow.AnswerPaying, "USERPAYING")
		}
		return answer(flow.AnswerNotPay, "NOTPAY")
	}
	a := s.boot().ring(flow.SaleRequest{})
	if s.is(a, flow.Reversing); a.Reason != "page_closed" || s.now > 20*time.Second {
		t.Errorf("%s at %v", a.Reason, s.now)
	}
}

// S16: a risk-control refusal is a FAIL in doubt; NOTPAY makes the decision due.
func TestS16RiskControl(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerDoubt, "TRADE_ERROR") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerNotPay, "NOTPAY") }
	a := s.boot().ring(flow.SaleRequest{})
	if s.is(a, flow.Reversing); a.Reason != "refused_in_doubt" || s.now > 20*time.Second {
		t.Errorf("%s at %v", a.Reason, s.now)
	}
	s.wasSent("camera@0 pay@0 query@0 query@0")
}

// S10: SUCCESS on the fresh query is paid; after the decision it is undone.
func TestS10SuccessAroundTheDecision(t *testing.T) {
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
	p.keep(time.Minute)
	s.is(p.read(a.OutTradeNo), flow.Reversed)
}

// S3: behind a refusal the query says PAYERROR.
func TestS3RefusalThatLies(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerRefused, "NOTENOUGH") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerPayError, "PAYERROR") }
	p := s.boot()
	a := p.ring(flow.SaleRequest{})
	s.is(a, flow.Reversing)
	p.keep(time.Minute)
	if s.is(p.read(a.OutTradeNo), flow.NeedsPerson); p.read(a.OutTradeNo).Outcome() != flow.OutcomeOpen {
		t.Error("not open")
	}

	s = newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerRefused, "NOTENOUGH") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerRefund, "REFUND") }
	s.refunds = func() flow.Answer { return answer(flow.AnswerRefundPart, "") }
	s.is(s.boot().ring(flow.SaleRequest{}), flow.NeedsPerson)
}

// S25: the confirming query is unanswered: a reversal at once.
func TestS25Unconfirmed(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerRefused, "NOTENOUGH") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerLost, "TIMEOUT") }
	a := s.boot().ring(flow.SaleRequest{})
	if s.is(a, flow.Reversing); a.Reason != "unconfirmed" {
		t.Errorf("decided for %s", a.Reason)
	}
	s.wasSent("camera@0 pay@0 query@0")
}

// S8: a reverse of a number that WeChat never saw ends, and not before the fences.
func TestS8NeverArrived(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerLost, "TIMEOUT") }
	p := s.boot()
	a := p.ring(flow.SaleRequest{})
	s.is(a, flow.Reversing)
	p.keep(time.Hour)
	s.is(p.read(a.OutTradeNo), flow.Reversed)
	if s.now < 20*time.Minute || s.now > 24*time.Minute {
		t.Errorf("proven after %v", s.now)
	}
}

// S28: reverse answers recall=Y for ever, for a number that never arrived.
func TestS28RecallForEver(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerLost, "TIMEOUT") }
	s.reverse = func(flow.Attempt) flow.Answer { return answer(flow.AnswerAgain, "SYSTEMERROR") }
	p := s.boot()
	a := p.ring(flow.SaleRequest{})
	p.keep(time.Hour)
	s.is(p.read(a.OutTradeNo), flow.Reversed)
}

// Esc after submission ends the window: a fresh query, then the decision.
func TestEscAfterSubmission(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	a := s.boot().ring(flow.SaleRequest{}, func(x *flow.Sale) { s.at(3, func() { x.Cancel("cashier") }) })
	if s.is(a, flow.Reversing); a.Reason != "cashier" || a.DecidedBy != "" {
		t.Errorf("%s by %q", a.Reason, a.DecidedBy)
	}
	s.wasSent("camera@0 pay@0 query@3")
}

func TestCheckNow(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	s.query = func(flow.Attempt) flow.Answer { return paid() }
	s.is(s.boot().ring(flow.SaleRequest{}, func(x *flow.Sale) { s.at(2, x.AskNow) }), flow.Paid)
	s.wasSent("camera@0 pay@0 query@2")
}
