package flow_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/secret"
)

// S9: the network is down before the request.
func TestS09_NetworkDownBefore(t *testing.T) {
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

// S11: no certificate, or one that WeChat does not take.
func TestS11_Certificate(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	s.notYet = errors.New("expired yesterday")
	begin := func() error {
		_, err := p.Begin(context.Background(), flow.SaleRequest{TotalFee: 1, Method: flow.MethodFace}, nil)
		return err
	}
	var suspended *flow.SalesSuspendedError
	if err := begin(); !errors.As(err, &suspended) || s.sent() != "" {
		t.Errorf("%v; sent %q", err, s.sent())
	}
	s.notYet = nil
	s.pay = func() flow.Answer { return answer(flow.AnswerLost, "SYSTEMERROR") }
	s.reverse = func(flow.Attempt) flow.Answer { return answer(flow.AnswerCertificate, "HTTP_400") }
	p.ring(flow.SaleRequest{}, (*flow.Sale).Patient)
	if err := begin(); !errors.As(err, &suspended) || suspended.Kind != flow.SuspendedByCertificate {
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

// S14: the machine sleeps behind the camera: WeChat is asked for the time again
// before the intent, and the sale goes on. One that sleeps behind the intent does
// not send; the gateway's own gate and the sweep have that.
func TestS14_SleptAtTheCamera(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	s.face = func() flow.Captured {
		s.skew += 2 * time.Hour // wall time runs on while monotonic time stands still
		return flow.Captured{Kind: flow.CaptureCode, FaceCode: secret.New("13")}
	}
	if err := p.Sync(context.Background()); err != nil {
		t.Fatal(err)
	}
	s.is(p.ring(flow.SaleRequest{}), flow.Paid)
	s.sync = errors.New("no route to host")
	s.is(p.ring(flow.SaleRequest{TotalFee: 1281}), flow.NotSent)
}

// S13: two hundred refusals, and the network fails: the one real reversal is not
// behind the closing of their numbers.
func TestS13_RealReversalsFirst(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerRefused, "NOTENOUGH") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerNotPay, "NOTPAY") }
	p := s.boot()
	for range 200 {
		p.ring(flow.SaleRequest{NewAll: true})
	}
	s.pay = func() flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	last := p.ring(flow.SaleRequest{NewAll: true})
	s.is(last, flow.Reversing)
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerLost, "TIMEOUT") }
	reversed := 0
	s.reverse = func(a flow.Attempt) flow.Answer {
		if a.OutTradeNo == last.OutTradeNo {
			reversed++
		}
		return answer(flow.AnswerLost, "TIMEOUT")
	}
	from := s.now
	p.recover(3 * time.Minute)
	if reversed < 3 {
		t.Errorf("%d reverses of the real one in %v", reversed, s.now-from)
	}
}

// S13: for a week WeChat refuses every request for its signature. New sales stop
// with the first one, and what is open is asked about no more than each five
// minutes.
func TestS13_BadKeyForAWeek(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerRejected, "SIGNERROR") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerRejected, "SIGNERROR") }
	s.reverse = func(flow.Attempt) flow.Answer { return answer(flow.AnswerRejected, "SIGNERROR") }
	p := s.boot()
	a := p.ring(flow.SaleRequest{})
	var suspended *flow.SalesSuspendedError
	if _, err := p.Begin(context.Background(), flow.SaleRequest{TotalFee: 1, Method: flow.MethodFace}, nil); !errors.As(err, &suspended) || suspended.Kind != flow.SuspendedByKey {
		t.Fatalf("the next sale: %v", err)
	}
	p.recover(time.Hour)
	before := len(s.log)
	p.recover(7 * 24 * time.Hour)
	// A try is a reverse and the query behind it, each five minutes.
	if calls := len(s.log) - before; calls > 2*7*24*12+2 || calls < 7*24*12/2 {
		t.Errorf("%d calls in a week", calls)
	}
	if a = p.read(a.OutTradeNo); a.Outcome() != flow.OutcomeOpen {
		t.Errorf("%s after a week without an answer", a.State)
	}
	// The key is mended: a well-signed answer ends it, and sales go on.
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerRevoked, "REVOKED") }
	p.recover(10 * time.Minute)
	s.is(p.read(a.OutTradeNo), flow.Reversed)
	if _, err := p.Begin(context.Background(), flow.SaleRequest{TotalFee: 1, Method: flow.MethodFace}, nil); err != nil {
		t.Errorf("after the key was mended: %v", err)
	}
}

// clocks are what a shop's machine may show: two minutes off, two hours off, or
// the time of an RTC whose battery is empty.
var clocks = []time.Duration{0, 2 * time.Minute, -2 * time.Minute, 2 * time.Hour, -2 * time.Hour, -26 * 365 * 24 * time.Hour}

// S14: whatever this machine's clock shows, the intent's times are WeChat's, a
// sale is paid, and one without an answer ends after the window, not later.
func TestS14_WrongClock(t *testing.T) {
	for _, skew := range clocks {
		s := newStage(t)
		s.skew = skew
		p := s.boot()
		a := p.ring(flow.SaleRequest{})
		s.is(a, flow.Paid)
		if off := a.IntentAt.Sub(began); off < -time.Second || off > time.Second || a.TimeExpire.Sub(a.IntentAt) != 2*time.Minute {
			t.Errorf("with the clock %v off the intent is of %v, and expires %v later", skew, a.IntentAt, a.TimeExpire.Sub(a.IntentAt))
		}
		s.pay = func() flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
		s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
		s.is(p.ring(flow.SaleRequest{TotalFee: 1281}), flow.Reversing)
		if s.now != 45*time.Second {
			t.Errorf("with the clock %v off the window lasted %v", skew, s.now)
		}
	}
}

// S14: the power fails while a password is awaited, and the RTC is dead when it
// comes back: recovery waits no longer than the window, and reverses.
func TestS14_DeadRTC(t *testing.T) {
	for _, skew := range clocks {
		s := diedPaying(t, flow.SaleRequest{})
		reversed := false
		s.query = func(flow.Attempt) flow.Answer {
			if reversed {
				return answer(flow.AnswerRevoked, "REVOKED")
			}
			return answer(flow.AnswerPaying, "USERPAYING")
		}
		s.reverse = func(flow.Attempt) flow.Answer { reversed = true; return answer(flow.AnswerReversed, "") }
		s.pass(time.Second)
		s.skew = skew
		p := s.boot()
		p.recover(2 * time.Minute)
		if s.is(p.only(), flow.Reversed); s.now > 70*time.Second {
			t.Errorf("with the clock %v off it took %v", skew, s.now)
		}
	}
}

// S14 and S31: send_by is over on one clock or the other when the intent is on
// the intent is on the disk. No pay request leaves, and it is surely not charged.
func TestS14_NothingIsSentLate(t *testing.T) {
	for _, c := range []struct {
		name      string
		meanwhile func(*stage)
		want      flow.State
	}{
		{"nothing happens", func(*stage) {}, flow.Paid},
		{"the disk takes 7 s", func(s *stage) { s.pass(7 * time.Second) }, flow.Paid},
		{"the disk takes 9 s", func(s *stage) { s.pass(9 * time.Second) }, flow.NotSent},
		{"the machine sleeps for 9 s", func(s *stage) { s.skew += 9 * time.Second }, flow.NotSent},
		{"the wall clock goes back", func(s *stage) { s.skew -= 2 * time.Hour }, flow.NotSent},
		{"the wall clock goes forward", func(s *stage) { s.skew += 2 * time.Hour }, flow.NotSent},
	} {
		s := newStage(t)
		p := s.boot()
		p.with(slowDisk{p.j, func() { c.meanwhile(s) }}, p)
		if a := p.ring(flow.SaleRequest{}); a.State != c.want {
			t.Errorf("%s: the attempt is %s, want %s; sent: %s", c.name, a.State, c.want, s.sent())
		}
	}
}

// S15: the request was lost on its way, its number reversed, and then it is
// delivered after all: the charge is given back. Nothing was proven before.
func TestS15_DeliveredAfterItsReverse(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerLost, "TIMEOUT") }
	const delivered = 5 * time.Minute
	undone := false
	s.query = func(flow.Attempt) flow.Answer {
		switch {
		case undone:
			return answer(flow.AnswerRevoked, "REVOKED")
		case s.now >= delivered:
			return paid()
		}
		return answer(flow.AnswerNotExist, "ORDERNOTEXIST")
	}
	s.reverse = func(flow.Attempt) flow.Answer {
		undone = s.now >= delivered
		return answer(flow.AnswerReversed, "")
	}
	p := s.boot()
	a := p.ring(flow.SaleRequest{})
	s.is(a, flow.Reversing)
	p.recover(time.Hour)
	s.is(p.read(a.OutTradeNo), flow.Reversed)
	if !undone {
		t.Errorf("the charge that came after %v was left; sent: %s", delivered, s.sent())
	}
}

// S31: the clock steps by two hours between WeChat's Date and the intent, or the
// machine sleeps there. The fences are where WeChat's clock has them: none past
// early, none hours late. Where the wall clock does not bear WeChat's out, they
// begin with the second answer that does.
func TestS31_ClockStepsBeforeTheIntent(t *testing.T) {
	for _, c := range []struct{ step, nap time.Duration }{{step: 2 * time.Hour}, {step: -2 * time.Hour}, {step: 3 * time.Second}, {nap: 2 * time.Hour}, {nap: 9 * time.Second}} {
		s := newStage(t)
		p := s.boot()
		if err := p.Sync(context.Background()); err != nil {
			t.Fatal(err)
		}
		s.face = func() flow.Captured {
			s.pass(5 * time.Second)
			s.skew, s.nap = c.step, c.nap
			return flow.Captured{Kind: flow.CaptureCode, FaceCode: secret.New("130000000000000000")}
		}
		s.pay = func() flow.Answer { return answer(flow.AnswerLost, "TIMEOUT") }
		a := p.ring(flow.SaleRequest{})
		truth := began.Add(5*time.Second + c.nap)
		if off := a.IntentAt.Sub(truth); off < -2*time.Second || off > 2*time.Second {
			t.Errorf("%+v: the intent is %v off", c, off)
		}
		p.recover(2 * time.Minute)
		if late := p.only().FenceAt.Sub(truth); late < 20*time.Minute || late > 23*time.Minute {
			t.Errorf("%+v: the fences end after %v", c, late)
		}
	}
}
