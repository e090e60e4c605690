package flow_test

import (
	"context"
	"testing"
	"time"

	"facetill/flow"
)

type powerCut struct{}

// cut runs a part of a life that the power cut ends.
func (p *till) cut(do func()) {
	p.s.t.Helper()
	defer func() {
		if r := recover(); r != (powerCut{}) {
			p.s.t.Fatalf("the life did not end by the power cut: %v", r)
		}
		p.die()
	}()
	do()
}

// only returns the one attempt of the stage.
func (p *till) only() flow.Attempt {
	p.s.t.Helper()
	all, err := p.j.List(context.Background(), flow.Filter{})
	if err != nil || len(all) != 1 {
		p.s.t.Fatalf("%d attempts, %v", len(all), err)
	}
	return all[0]
}

// diedPaying is a till that died while its pay request was on the way.
func diedPaying(t *testing.T, q flow.SaleRequest) *stage {
	s := newStage(t)
	s.pay = func() flow.Answer { panic(powerCut{}) }
	p := s.boot()
	p.cut(func() { p.ring(q) })
	return s
}

func TestUnclaimedIsGivenBack(t *testing.T) {
	s := diedPaying(t, flow.SaleRequest{})
	reversed := false
	s.query = func(flow.Attempt) flow.Answer {
		if reversed {
			return answer(flow.AnswerRevoked, "REVOKED")
		}
		return paid()
	}
	s.reverse = func(flow.Attempt) flow.Answer { reversed = true; return answer(flow.AnswerReversed, "") }
	p := s.boot()
	p.recover(5 * time.Second)
	if _, err := p.Settle(context.Background(), p.only().OutTradeNo, false, "Li", "customer left"); err != nil {
		t.Fatal(err)
	}
	p.recover(time.Minute)
	if a := p.only(); a.State != flow.Reversed || a.DecidedBy != "Li" {
		t.Errorf("%s by %q", a.State, a.DecidedBy)
	}
}

// A reference asked for again within half an hour gets its answer again, and
// the camera stays off.
func TestReplay(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	a := p.ring(flow.SaleRequest{Ref: "0001"})
	p.die() // before it was shown
	s.pass(10 * time.Minute)
	s.skew = -2 * time.Hour // S32: somebody set the clock between the calls
	p = s.boot()
	q := flow.SaleRequest{TotalFee: 1280, Ref: "0001", Method: flow.MethodFace}
	sale, err := p.Begin(context.Background(), q, nil)
	if err != nil {
		t.Fatal(err)
	}
	b, err := sale.Run(context.Background())
	if err != nil || b.OutTradeNo != a.OutTradeNo || b.State != flow.Paid || b.Unclaimed || !sale.Replayed() {
		t.Errorf("%+v, %v", b, err)
	}
	s.wasSent("camera@0 pay@0")
}

// The same reference after a power cut in the pay request: the charge is found,
// is young enough to be this caller's, and is claimed.
func TestReferenceFindsItsCharge(t *testing.T) {
	q := flow.SaleRequest{Ref: "0001"}
	s := diedPaying(t, q)
	s.query = func(flow.Attempt) flow.Answer { return paid() }
	s.pass(20 * time.Second)
	if a := s.boot().ring(q); a.State != flow.Paid || a.Unclaimed {
		t.Errorf("%s, unclaimed %t", a.State, a.Unclaimed)
	}
	s.wasSent("camera@0 pay@0 query@20")

	s = diedPaying(t, q) // S33: the next day it may be another customer
	s.query = func(flow.Attempt) flow.Answer { return paid() }
	s.pass(24 * time.Hour)
	if a := s.boot().ring(q); a.State != flow.Paid || !a.Unclaimed {
		t.Errorf("a day later: %s, unclaimed %t", a.State, a.Unclaimed)
	}
}

// Money rule 4.5: a process that drives a sale itself keeps the heartbeat, too;
// otherwise its own open sale would be called nobody's.
func TestHeartbeatOfASale(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	s.pay = func() flow.Answer {
		_ = p.NewRecovery(nil).Run(context.Background(), func(int) bool { return true })
		return paid()
	}
	p.ring(flow.SaleRequest{})
	if at, err := p.j.LastBeat(context.Background()); err != nil || !at.Equal(s.Now().Wall) {
		t.Errorf("last beat %v, %v", at, err)
	}
}
