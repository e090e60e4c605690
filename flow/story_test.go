package flow_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/secret"
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
	if a, err := p.Shown(context.Background(), a); err != nil || !a.Shown {
		t.Errorf("shown: %v", err)
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

// A capture whose time has run out says so, whatever came with its end.
func TestTheCamerasTimeRunsOut(t *testing.T) {
	for _, c := range []flow.Captured{
		{Kind: flow.CaptureCancelled, Code: "STOPPED", Message: "no answer in time"},
		{Kind: flow.CaptureCode, FaceCode: secret.New("130000000000000000")},
	} {
		s := newStage(t)
		s.rules.ScanTimeout = time.Nanosecond
		s.face = func() flow.Captured { return c }
		a := s.boot().ring(flow.SaleRequest{})
		if s.is(a, flow.Cancelled); a.Code != "SCAN_TIMEOUT" || a.Message != c.Message {
			t.Errorf("code %s, message %q", a.Code, a.Message)
		}
		s.wasSent("camera@0")
	}
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
		return flow.Captured{Kind: flow.CaptureCode, FaceCode: secret.New("13")}
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
	if a.ReverseReason != "window" || s.now != 45*time.Second {
		t.Errorf("decided for %s at %v", a.ReverseReason, s.now)
	}
	p.recover(time.Minute)
	s.is(p.read(a.OutTradeNo), flow.Reversed)
	if !strings.HasSuffix(s.sent(), "query@42 query@45 reverse@45 query@45") {
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

// Esc after submission ends the window: a fresh query, then the decision.
func TestEscAfterSubmission(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	a := s.boot().ring(flow.SaleRequest{}, func(x *flow.Sale) { s.at(3, func() { x.Cancel("cashier") }) })
	if s.is(a, flow.Reversing); a.ReverseReason != "cashier" || a.DecidedBy != "" {
		t.Errorf("%s by %q", a.ReverseReason, a.DecidedBy)
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
