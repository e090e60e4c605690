package flow_test

import (
	"context"
	"crypto/rand"
	"errors"
	"testing"

	"facetill/flow"
	"facetill/flow/field"
)

// bootAt is boot with a WeChat of its own in the configuration.
func (s *stage) bootAt(wechat string) *till {
	p := s.boot()
	p.Runner = flow.NewRunner(flow.Ports{Gateway: p, Device: p, Journal: p.j, Clock: s, WeChat: p.wx, Random: rand.Reader},
		flow.Identity{Merchant: flow.Merchant{AppID: "wx1", MchID: "19"}, StoreID: "S", DeviceID: "D", Lane: "L", WeChat: wechat}, s.rules)
	return p
}

// elsewhere reports whether an error is that an attempt is another WeChat's.
func elsewhere(err error) bool {
	var e *field.Error
	return errors.As(err, &e)
}

// S50 in a running process: two processes have one journal and different WeChats
// in their configurations, and one dies with an attempt open. The other asks
// nothing about it and reverses nothing, however long it runs.
func TestS50_RecoveryOfAnotherWeChat(t *testing.T) {
	s := newStage(t)
	first, second := s.bootAt("https://a"), s.bootAt("https://b")
	s.pay = func() flow.Answer { first.die(); return answer(flow.AnswerPaying, "USERPAYING") }
	sale, err := first.Begin(context.Background(), flow.SaleRequest{TotalFee: 1280, Ref: "0001", Method: flow.MethodFace}, nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	s.query = func(flow.Attempt) flow.Answer { stop(); return answer(flow.AnswerPaying, "USERPAYING") }
	_, _ = sale.Run(ctx)
	before := s.sent()
	rounds := 0
	if err := second.NewRecovery(nil).Run(context.Background(), func(open int) bool {
		if rounds++; open > 0 {
			t.Error("it drives it")
		}
		return rounds > 200
	}); err != nil {
		t.Fatal(err)
	}
	if s.sent() != before {
		t.Errorf("sent %s after %s", s.sent(), before)
	}
}

// S50: a reference is followed while its owner stands before the camera at another
// WeChat, and the owner dies after its request. Who follows does not ask.
func TestS50_FollowedAtAnotherWeChat(t *testing.T) {
	s := newStage(t)
	first, second := s.bootAt("https://a"), s.bootAt("https://b")
	q := flow.SaleRequest{TotalFee: 1280, Ref: "0001", Method: flow.MethodFace}
	sale, err := first.Begin(context.Background(), q, nil)
	if err != nil {
		t.Fatal(err)
	}
	follows, err := second.Begin(context.Background(), q, nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	s.pay = func() flow.Answer { stop(); return answer(flow.AnswerPaying, "USERPAYING") }
	_, _ = sale.Run(ctx)
	first.die()
	before := s.sent()
	a, err := follows.Run(context.Background())
	if !elsewhere(err) || s.sent() != before {
		t.Errorf("%s, %v, sent %s after %s", a.State, err, s.sent(), before)
	}
	// It is free for a process of its own WeChat.
	if _, err := s.bootAt("https://a").j.Claim(context.Background(), sale.Attempt().OutTradeNo); err != nil {
		t.Error(err)
	}
}

// S50: a person's word about a charge of another WeChat is refused: the money that
// it would give back could not be reversed from here.
func TestS50_WordAboutAnotherWeChat(t *testing.T) {
	for _, given := range []bool{false, true} {
		s := newStage(t)
		first, second := s.bootAt("https://a"), s.bootAt("https://b")
		s.pay = func() flow.Answer { return paid() }
		sale, err := first.Begin(context.Background(), flow.SaleRequest{TotalFee: 1280, Method: flow.MethodFace}, nil)
		if err != nil {
			t.Fatal(err)
		}
		a, err := sale.Run(context.Background())
		if err != nil || a.State != flow.Paid {
			t.Fatal(a.State, err)
		}
		first.die()
		if _, err := second.Settle(context.Background(), a.OutTradeNo, given, "Li", "x"); !elsewhere(err) {
			t.Errorf("given %t: %v", given, err)
		}
		if a, _, _ = second.j.Read(context.Background(), a.OutTradeNo); a.State != flow.Paid || !a.Unclaimed {
			t.Errorf("given %t: %s", given, a.State)
		}
		if _, err := s.bootAt("https://a").Settle(context.Background(), a.OutTradeNo, given, "Li", "x"); err != nil {
			t.Errorf("at its own, given %t: %v", given, err)
		}
	}
}
