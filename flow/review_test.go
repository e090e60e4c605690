package flow_test

import (
	"context"
	"crypto/rand"
	"testing"
	"time"

	"facetill/flow"
)

// lateLook is a journal in which an attempt moves on right after a sale's
// attempts were read.
type lateLook struct {
	flow.Journal
	then func()
}

func (l *lateLook) Sale(ctx context.Context, key flow.SaleKey) ([]flow.Attempt, error) {
	all, err := l.Journal.Sale(ctx, key)
	if l.then != nil {
		l.then()
		l.then = nil
	}
	return all, err
}

// A reference is repeated while its attempt is before the camera; the first
// process submits and dies between the look and the claim.
func TestSubmittedBetweenLookAndClaim(t *testing.T) {
	s := newStage(t)
	s.query = func(flow.Attempt) flow.Answer { return paid() }
	ctx := context.Background()
	first := s.boot()
	no := flow.OutTradeNo("26112512000012345678901234567890")
	key := flow.SaleKey{MchID: "19", StoreID: "S", DeviceID: "D", Ref: "R"}
	a, err := first.j.Open(ctx, flow.OrderOpened{Order: flow.Order{OutTradeNo: no, Sale: key, Merchant: flow.Merchant{AppID: "wx1", MchID: "19"},
		TotalFee: 1280, Method: flow.MethodFace, Family: flow.FamilyMicropay, StoreID: "S", DeviceID: "D", Lane: "L"}})
	if err != nil {
		t.Fatal(err)
	}
	second := s.boot()
	look := &lateLook{Journal: second.j, then: func() {
		_, err := first.j.Append(ctx, a, flow.PayerIdentified{}, flow.IntentWritten{At: began, SendBy: began.Add(8 * time.Second),
			TimeExpire: began.Add(2 * time.Minute), ConfirmBy: began.Add(45 * time.Second), FenceAt: began.Add(20 * time.Minute)})
		if err != nil {
			t.Fatal(err)
		}
		first.die()
	}}
	second.Runner = flow.NewRunner(flow.Ports{Gateway: second, Device: second, Journal: look, Clock: s, WeChat: second.wx, Random: rand.Reader},
		flow.Identity{Merchant: flow.Merchant{AppID: "wx1", MchID: "19"}, StoreID: "S", DeviceID: "D", Lane: "L"}, flow.DefaultRules())
	got := second.ring(flow.SaleRequest{Ref: "R"})
	s.is(got, flow.Paid)
	if got.OutTradeNo != no {
		t.Errorf("a second attempt was made; sent: %s", s.sent())
	}
}

// NOTPAY from before the fences and an accepted reverse prove nothing when the
// query behind both was not answered.
func TestUnansweredQueryProvesNoReversal(t *testing.T) {
	fence := began.Add(20 * time.Minute)
	a := flow.Attempt{State: flow.Reversing, ReverseDone: true}
	a.SendBy, a.FenceAt = began.Add(8*time.Second), fence
	for _, f := range []flow.Fact{
		flow.OrderAsked{Answer: flow.AnswerNotPay, At: fence.Add(-5 * time.Minute)},
		flow.ReverseAnswered{Answer: flow.AnswerReversed, At: fence},
		flow.OrderAsked{Answer: flow.AnswerLost, At: fence.Add(time.Second)},
	} {
		var err error
		if a, err = flow.Apply(a, f); err != nil {
			t.Fatal(err)
		}
	}
	now := flow.Situation{Now: fence.Add(2 * time.Second), Sure: true, SinceSent: -1, Rules: flow.DefaultRules()}
	if step, is := flow.Next(a, now).(flow.Record); is {
		t.Errorf("recorded %+v on an unanswered query", step.Facts)
	}
	a, _ = flow.Apply(a, flow.OrderAsked{Answer: flow.AnswerNotPay, At: fence.Add(3 * time.Second)})
	if _, is := flow.Next(a, now).(flow.Record); !is {
		t.Error("NOTPAY behind the fences and the reverse did not prove it")
	}
}
