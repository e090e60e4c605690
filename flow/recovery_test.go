package flow_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"facetill/flow"
)

// S26 on a repeated reference: the call that claimed a charge was killed before
// it told anybody.
func TestReplayKilledBeforeItTold(t *testing.T) {
	q := flow.SaleRequest{Ref: "0001"}
	s := diedPaying(t, q)
	s.query = func(flow.Attempt) flow.Answer { return paid() }
	s.pass(20 * time.Second)
	p := s.boot()
	a := p.ring(q)
	if a.State != flow.Paid || a.Unclaimed || a.Shown {
		t.Fatalf("%s, unclaimed %t, shown %t", a.State, a.Unclaimed, a.Shown)
	}
	p.die()
	p = s.boot()
	p.recover(time.Second)
	if a = p.read(a.OutTradeNo); !a.Unclaimed {
		t.Error("nobody was told, and it is not unclaimed")
	}
	if _, err := p.Settle(context.Background(), a.OutTradeNo, true, flow.ByReplay, ""); err == nil {
		t.Error("a person has the name of a replay")
	}
}

// A till that is alive in the background lets go of a charge that waits for a
// claim: its reference, asked for again, gets it.
func TestReferenceClaimsFromALivingTill(t *testing.T) {
	q := flow.SaleRequest{Ref: "0001"}
	s := diedPaying(t, q)
	s.query = func(flow.Attempt) flow.Answer { return paid() }
	till := s.boot()
	till.recover(time.Second)
	if a := till.only(); !a.Unclaimed {
		t.Fatalf("%s", a.State)
	}
	if a := s.boot().ring(q, (*flow.Sale).Patient); a.State != flow.Paid || a.Unclaimed {
		t.Errorf("%s, unclaimed %t after %v", a.State, a.Unclaimed, s.now)
	}
}

// Money rule 4.4: a patient call ends 120 s after the intent, not at the end of
// whatever wait it is in.
func TestPatienceIsKept(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerLost, "SYSTEMERROR") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	s.reverse = func(flow.Attempt) flow.Answer { return answer(flow.AnswerAgain, "SYSTEMERROR") }
	a := s.boot().ring(flow.SaleRequest{}, (*flow.Sale).Patient)
	if a.Outcome() != flow.OutcomeOpen || s.now != 120*time.Second {
		t.Errorf("%s after %v", a.Outcome(), s.now)
	}
}

// A reference's age is judged on a time that can be relied on, or not at all: a
// till that slept for a day, with the network down, does not take yesterday's
// sale for a moment ago.
func TestReplayAfterASleepWithoutNetwork(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	a := p.ring(flow.SaleRequest{Ref: "0001"})
	if _, err := p.Shown(context.Background(), a); err != nil {
		t.Fatal(err)
	}
	s.skew = 24 * time.Hour // wall time went on, monotonic time stood still
	s.sync = errors.New("no route to host")
	_, err := p.Begin(context.Background(), flow.SaleRequest{TotalFee: 1280, Ref: "0001", Method: flow.MethodFace}, nil)
	var finished *flow.FinishedError
	if !errors.As(err, &finished) {
		t.Errorf("the same reference the next day: %v", err)
	}
}

// What an answer proves is written down behind it. Another attempt's call may take ten
// seconds, and a charge that settles meanwhile would make the record untrue when it is
// written (money rule 2.2).
func TestProofIsWrittenBeforeTheNextCall(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	refused := p.leave("refused", 2*time.Second, "", intent(), flow.PayAnswered{Answer: flow.AnswerRefused, Code: "NOTENOUGH", At: began})
	p.leave("lost", time.Second, "", intent())
	asked := false
	s.query = func(a flow.Attempt) flow.Answer {
		if a.OutTradeNo == refused {
			return answer(flow.AnswerNotPay, "")
		}
		if s.is(s.boot().read(refused), flow.Refused); asked {
			return answer(flow.AnswerNotPay, "")
		}
		asked = true
		return answer(flow.AnswerLost, "TIMEOUT")
	}
	p.recover(15 * time.Second)
	if !asked {
		t.Errorf("nothing was asked behind the refusal; sent: %s", s.sent())
	}
}
