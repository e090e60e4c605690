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
		flow.OrderAsked{Answer: flow.AnswerNotPay, At: fence.Add(-5 * time.Minute), Trusted: true},
		flow.ReverseAnswered{Answer: flow.AnswerReversed, At: fence},
		flow.OrderAsked{Answer: flow.AnswerLost, At: fence.Add(time.Second), Trusted: true},
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
	a, _ = flow.Apply(a, flow.OrderAsked{Answer: flow.AnswerNotPay, At: fence.Add(3 * time.Second), Trusted: true})
	if _, is := flow.Next(a, now).(flow.Record); !is {
		t.Error("NOTPAY behind the fences and the reverse did not prove it")
	}
}

// A reverse that says SYSTEMERROR is repeated with growing gaps, although each
// query behind it is answered.
func TestReverseSystemErrorKeepsItsGaps(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerLost, "SYSTEMERROR") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerNotPay, "NOTPAY") }
	reverses := 0
	s.reverse = func(flow.Attempt) flow.Answer {
		if reverses++; reverses > 20 {
			t.Fatal("reverses without a pause")
		}
		return answer(flow.AnswerLost, "SYSTEMERROR")
	}
	p := s.boot()
	s.is(p.ring(flow.SaleRequest{}), flow.Reversing)
	p.recover(3 * time.Minute)
	if reverses < 4 {
		t.Errorf("%d reverses in three minutes", reverses)
	}
}

// busy is a journal that cannot be read once.
type busy struct {
	flow.Journal
	fail int
}

func (b *busy) Pending(ctx context.Context) ([]flow.Attempt, error) {
	if b.fail--; b.fail >= 0 {
		return nil, context.DeadlineExceeded
	}
	return b.Journal.Pending(ctx)
}

// The background of a till outlives a journal that is busy: while the till
// lives, nobody else may drive what it holds.
func TestRecoveryOutlivesABusyJournal(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerLost, "SYSTEMERROR") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerClosed, "CLOSED") }
	p := s.boot()
	p.Runner = flow.NewRunner(flow.Ports{Gateway: p, Device: p, Journal: &busy{p.j, 1}, Clock: s, WeChat: p.wx, Random: rand.Reader},
		flow.Identity{Merchant: flow.Merchant{AppID: "wx1", MchID: "19"}, StoreID: "S", DeviceID: "D", Lane: "L"}, flow.DefaultRules())
	a := p.ring(flow.SaleRequest{})
	s.is(a, flow.Reversing)
	ctx, stop := context.WithCancel(context.Background())
	s.at(120, stop)
	_ = p.NewRecovery(nil).Run(ctx, nil)
	s.is(p.read(a.OutTradeNo), flow.Reversed)
}

// New sales are stopped, and a reference that was paid a moment ago still gets
// its answer.
func TestStopLeavesAnswersAlone(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	a := p.ring(flow.SaleRequest{Ref: "R"})
	if _, err := p.Shown(context.Background(), a); err != nil {
		t.Fatal(err)
	}
	s.notYet = context.DeadlineExceeded
	s.is(p.ring(flow.SaleRequest{Ref: "R"}), flow.Paid)
	if _, err := p.Begin(context.Background(), flow.SaleRequest{TotalFee: 1280, Method: flow.MethodFace, Ref: "R2"}, nil); err == nil {
		t.Error("a new sale began although the certificate does not work")
	}
}
