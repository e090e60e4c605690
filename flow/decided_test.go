package flow_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/field"
)

// offline sends an unclaimed charge back where nobody knows WeChat's time: at a
// process that has just begun and has no network.
func offline(t *testing.T) (*stage, *till) {
	t.Helper()
	s := newStage(t)
	p := s.boot()
	p.ring(flow.SaleRequest{Ref: "A"})
	p.die() // paid, and nobody was told
	s.boot().recover(10 * time.Second)
	s.sync = errors.New("no network")
	office := s.boot()
	a, err := office.Settle(context.Background(), office.only().OutTradeNo, false, "Li", "customer left")
	if err != nil {
		t.Fatal(err)
	}
	s.is(a, flow.Reversing)
	if a.DecidedAt.IsZero() {
		t.Error("it was decided, and does not say so")
	}
	s.sync = nil
	return s, office
}

// What a person gives back without a network is driven to its end, also where
// somebody had refunded it on the merchant platform.
func TestGivenBackOfflineAndRefundedElsewhere(t *testing.T) {
	s, office := offline(t)
	s.reverse = func(flow.Attempt) flow.Answer { return answer(flow.AnswerDoubt, "TRADE_ERROR") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerRefund, "REFUND") }
	no := office.only().OutTradeNo
	office.recover(time.Hour)
	s.is(office.read(no), flow.Reversed)
}

// What a person gave back without a network is never paid again, whoever says so
// (money rule 5.7): a reverse was on its way.
func TestGivenBackOfflineIsNeverPaid(t *testing.T) {
	s, office := offline(t)
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerPayError, "PAYERROR") }
	no := office.only().OutTradeNo
	office.recover(2 * time.Minute)
	s.is(office.read(no), flow.NeedsPerson)
	a, err := office.Resolve(context.Background(), flow.Resolution{OutTradeNo: no, As: flow.ResolvedPaid, By: "Li", Reason: "bank"})
	if _, is := errors.AsType[*field.Error](err); !is {
		t.Errorf("resolved as paid after its reverse: %s, %v", a.State, err)
	}
}
