package flow_test

import (
	"context"
	"errors"
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

// only gives the one attempt of the stage.
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

// S6: a charge found by recovery is unclaimed until a person decides.
func TestS6ChargeFoundAtNight(t *testing.T) {
	s := diedPaying(t, flow.SaleRequest{})
	s.pass(8 * time.Hour)
	s.query = func(flow.Attempt) flow.Answer { return paid() }
	p := s.boot()
	p.keep(time.Minute)
	a := p.only()
	if s.is(a, flow.Paid); !a.Unclaimed || !a.Open() {
		t.Errorf("unclaimed %t, open %t", a.Unclaimed, a.Open())
	}
	if _, err := p.Settle(context.Background(), a.OutTradeNo, true, "", "here"); err == nil {
		t.Error("nobody decided it")
	}
	if a, err := p.Settle(context.Background(), a.OutTradeNo, true, "Li", "customer was here"); err != nil || a.Open() {
		t.Errorf("given: %v, open %t", err, a.Open())
	}
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
	p.keep(5 * time.Second)
	if _, err := p.Settle(context.Background(), p.only().OutTradeNo, false, "Li", "customer left"); err != nil {
		t.Fatal(err)
	}
	p.keep(time.Minute)
	if a := p.only(); a.State != flow.Reversed || a.DecidedBy != "Li" {
		t.Errorf("%s by %q", a.State, a.DecidedBy)
	}
}

// S5: the till dies at 3 s, is back at 60 s, and the cashier rings the same
// customer anew.
func TestS5SameCustomerAnew(t *testing.T) {
	s := diedPaying(t, flow.SaleRequest{})
	s.pass(time.Minute)
	s.query = func(flow.Attempt) flow.Answer { return paid() }
	p := s.boot()
	ring := func(fee flow.Fen, anew bool) error {
		_, err := p.Begin(context.Background(), flow.SaleRequest{Fee: fee, Method: flow.MethodFace, New: anew}, nil)
		return err
	}
	var stopped *flow.StoppedError
	if err := ring(1280, false); !errors.As(err, &stopped) || stopped.Other.State != flow.Submitting {
		t.Errorf("while it is open: %v", err)
	}
	p.keep(time.Second)
	if err := ring(1280, false); !errors.As(err, &stopped) || !stopped.Other.Unclaimed {
		t.Errorf("while it is unclaimed: %v", err)
	}
	if err := ring(1281, false); err != nil {
		t.Errorf("another amount: %v", err)
	}
	if err := ring(1280, true); err != nil {
		t.Errorf("another customer: %v", err)
	}
}

// S26: killed between the result line and its exit. PAID was never told.
func TestS26NeverTold(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	a := p.ring(flow.SaleRequest{})
	p.die()
	p = s.boot()
	_, err := p.Begin(context.Background(), flow.SaleRequest{Fee: 1280, Method: flow.MethodFace}, nil)
	var stopped *flow.StoppedError
	if !errors.As(err, &stopped) {
		t.Errorf("the next sale of that amount: %v", err)
	}
	p.keep(time.Second)
	if a = p.read(a.OutTradeNo); !a.Unclaimed {
		t.Error("nobody was told, and it is not unclaimed")
	}
}

// S1 and S33: a reference whose sale was paid a day ago, told or not.
func TestS1ReferenceOfYesterday(t *testing.T) {
	for _, told := range []bool{true, false} {
		s := newStage(t)
		p := s.boot()
		a := p.ring(flow.SaleRequest{Ref: "0001"})
		if told {
			if _, err := p.Told(context.Background(), a); err != nil {
				t.Fatal(err)
			}
		}
		p.die()
		s.pass(24 * time.Hour)
		before := s.sent()
		_, err := s.boot().Begin(context.Background(), flow.SaleRequest{Fee: 1280, Ref: "0001", Method: flow.MethodFace}, nil)
		var finished *flow.FinishedError
		if !errors.As(err, &finished) || finished.Attempt.OutTradeNo != a.OutTradeNo {
			t.Errorf("told %t: %v", told, err)
		}
		s.wasSent(before)
	}
}

// A reference asked for again within half an hour gets its answer again, and
// the camera stays off.
func TestReplay(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	a := p.ring(flow.SaleRequest{Ref: "0001"})
	p.die() // before told
	s.pass(10 * time.Minute)
	s.skew = -2 * time.Hour // S32: somebody set the clock between the calls
	p = s.boot()
	q := flow.SaleRequest{Fee: 1280, Ref: "0001", Method: flow.MethodFace}
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

// S12 and S27: a refusal that settles after the next attempt was paid: the
// first is given back, the second stands.
func TestS12RefusalSettlesLate(t *testing.T) {
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
	if b, err := p.Told(context.Background(), b); err != nil || !b.Told {
		t.Fatal(err)
	}
	p.keep(5 * time.Minute)
	a = p.read(first)
	if s.is(a, flow.Reversed); !a.Reopened {
		t.Error("it was not reopened")
	}
	s.is(p.read(b.OutTradeNo), flow.Paid)
}

// S29: a refusal that settles 100 s later while reverses fail.
func TestS29RefusalSettlesWhileReversesFail(t *testing.T) {
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
	p.keep(time.Hour)
	a = p.read(a.OutTradeNo)
	if s.is(a, flow.Reversed); !a.Reopened {
		t.Error("it was not reopened")
	}
}

// S14: the machine sleeps behind the camera: WeChat is asked for the time again
// before the intent, and the sale goes on. One that sleeps behind the intent does
// not send; the gateway's own gate and the sweep have that.
func TestS14SleptAtTheCamera(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	s.face = func() flow.Captured {
		s.skew += 2 * time.Hour // wall time runs on while monotonic time stands still
		return flow.Captured{Kind: flow.CaptureCode, FaceCode: flow.NewSecret("13")}
	}
	if err := p.Sync(context.Background()); err != nil {
		t.Fatal(err)
	}
	s.is(p.ring(flow.SaleRequest{}), flow.Paid)
	s.sync = errors.New("no route to host")
	s.is(p.ring(flow.SaleRequest{Fee: 1281}), flow.NotSent)
}

// S24: eight days off with a reversal open: what was charged is refunded under
// the fixed number.
func TestS24EightDaysOff(t *testing.T) {
	s := diedPaying(t, flow.SaleRequest{})
	s.pass(8 * 24 * time.Hour)
	s.query = func(a flow.Attempt) flow.Answer {
		if a.State == flow.Submitting {
			return answer(flow.AnswerPaying, "USERPAYING")
		}
		return paid()
	}
	s.reverse = func(flow.Attempt) flow.Answer { return answer(flow.AnswerExpired, "REVERSE_EXPIRE") }
	p := s.boot()
	p.keep(time.Hour)
	s.is(p.only(), flow.Refunded)
}

// S22: another amount on an open, a paid and a refused reference.
func TestS22OtherAmount(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	a := p.ring(flow.SaleRequest{Ref: "1"})
	other := func(ref string) error {
		_, err := p.Begin(context.Background(), flow.SaleRequest{Fee: 1281, Ref: ref, Method: flow.MethodFace}, nil)
		return err
	}
	var finished *flow.FinishedError
	if err := other("1"); !errors.As(err, &finished) || finished.Attempt.OutTradeNo != a.OutTradeNo || finished.Attempt.Open() {
		t.Errorf("paid: %v", err)
	}
	s.pay = func() flow.Answer { return answer(flow.AnswerLost, "SYSTEMERROR") }
	p.ring(flow.SaleRequest{Ref: "2"})
	if err := other("2"); !errors.As(err, &finished) || !finished.Attempt.Open() {
		t.Errorf("open: %v", err)
	}
	s.pay = func() flow.Answer { return answer(flow.AnswerRefused, "NOTENOUGH") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerNotPay, "NOTPAY") }
	p.ring(flow.SaleRequest{Ref: "3"})
	if err := other("3"); err != nil {
		t.Errorf("refused: %v", err)
	}
}

// S11: no certificate, or one that WeChat does not take.
func TestS11Certificate(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	s.notYet = errors.New("expired yesterday")
	begin := func() error {
		_, err := p.Begin(context.Background(), flow.SaleRequest{Fee: 1, Method: flow.MethodFace}, nil)
		return err
	}
	var halted *flow.HaltedError
	if err := begin(); !errors.As(err, &halted) || s.sent() != "" {
		t.Errorf("%v; sent %q", err, s.sent())
	}
	s.notYet = nil
	s.pay = func() flow.Answer { return answer(flow.AnswerLost, "SYSTEMERROR") }
	s.reverse = func(flow.Attempt) flow.Answer { return answer(flow.AnswerCertificate, "HTTP_400") }
	p.ring(flow.SaleRequest{}, (*flow.Sale).Patient)
	if err := begin(); !errors.As(err, &halted) || halted.Kind != flow.HaltCertificate {
		t.Errorf("after a refused certificate: %v", err)
	}
	if err := begin(); err == nil {
		t.Error("the stop did not last")
	}
	s.reverse = func(flow.Attempt) flow.Answer { return answer(flow.AnswerReversed, "") }
	if err := begin(); err != nil {
		t.Errorf("after a well-signed answer: %v", err)
	}
}

// Money rule 4.5: a process that drives a sale itself keeps the heartbeat, too;
// otherwise its own open sale would be called nobody's.
func TestHeartbeatOfASale(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	s.pay = func() flow.Answer {
		_ = p.NewKeeper(nil).Run(context.Background(), func(int) bool { return true })
		return paid()
	}
	p.ring(flow.SaleRequest{})
	if at, err := p.j.LastBeat(context.Background()); err != nil || !at.Equal(s.Now().Wall) {
		t.Errorf("last beat %v, %v", at, err)
	}
}
