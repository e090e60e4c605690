package flow_test

import (
	"testing"
	"time"

	"facetill/flow"
)

// Money rule 4.3: after REVERSE_EXPIRE a query decides, and what it does not
// decide is a person's. None of these answers means that nothing was charged.
func TestExpiredAndUndecided(t *testing.T) {
	for _, kind := range []flow.AnswerKind{flow.AnswerPaying, flow.AnswerPayError} {
		s := diedPaying(t, flow.SaleRequest{})
		s.pass(8 * 24 * time.Hour)
		s.query = func(flow.Attempt) flow.Answer { return answer(kind, "ODD") }
		s.reverse = func(flow.Attempt) flow.Answer { return answer(flow.AnswerExpired, "REVERSE_EXPIRE") }
		p := s.boot()
		p.recover(10 * time.Minute)
		if a := p.only(); a.State != flow.NeedsPerson {
			t.Errorf("%s behind REVERSE_EXPIRE: %s", kind, a.State)
		}
	}
}

// refusal is a sale that was refused and confirmed, with what WeChat says after.
func refusal(t *testing.T, then func(flow.Attempt) flow.Answer) (*stage, *till) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerRefused, "NOTENOUGH") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerNotPay, "NOTPAY") }
	p := s.boot()
	s.is(p.ring(flow.SaleRequest{}), flow.Refused)
	s.query = then
	return s, p
}

// Money rule 2.5: NOTPAY behind a refusal is reversed from 15 s on, five answered
// times, long before the fences; then it is asked about each 5 min, and opened
// again behind them.
func TestClosingReversesAndThenAsks(t *testing.T) {
	s, p := refusal(t, func(flow.Attempt) flow.Answer { return answer(flow.AnswerNotPay, "NOTPAY") })
	s.reverse = func(flow.Attempt) flow.Answer { return answer(flow.AnswerAgain, "SYSTEMERROR") }
	p.recover(19 * time.Minute)
	if a := p.only(); a.State != flow.Refused || a.CloseTries != 5 {
		t.Errorf("%s after %d tries", a.State, a.CloseTries)
	}
	want := "camera@0 pay@0 query@0 query@15 reverse@15 query@15 reverse@20 query@20 reverse@25 query@25 reverse@35 query@35 reverse@55 query@55 query@355 query@655 query@955"
	s.wasSent(want)
	p.recover(3 * time.Minute)
	if a := p.only(); !a.Reopened {
		t.Errorf("%s behind the fences; sent: %s", a.State, s.sent())
	}
}

// Money rule 2.5: ORDERNOTEXIST before the fences ends nothing and is not asked
// about before them; one behind them is enough.
func TestClosingOfAnAbsentNumber(t *testing.T) {
	s, p := refusal(t, func(flow.Attempt) flow.Answer { return answer(flow.AnswerNotExist, "ORDERNOTEXIST") })
	p.recover(20*time.Minute - time.Second)
	if a := p.only(); !a.Closing {
		t.Error("closed before the fences")
	}
	s.wasSent("camera@0 pay@0 query@0 query@15")
	p.recover(10 * time.Second)
	if a := p.only(); a.Closing {
		t.Errorf("still closing; sent: %s", s.sent())
	}
	s.wasSent("camera@0 pay@0 query@0 query@15 query@1200")
}

// Money rule 3.2: PAYERROR makes a decision due at once, not at the window's end.
func TestPayErrorIsDecidedAtOnce(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerPayError, "PAYERROR") }
	a := s.boot().ring(flow.SaleRequest{})
	if s.is(a, flow.Reversing); a.ReverseReason != "payerror" || s.now > 6*time.Second {
		t.Errorf("decided by %q after %v", a.ReverseReason, s.now)
	}
}

// Money rule 4.1: a network that comes back makes every reversal due that had
// waited for it, not in some minutes.
func TestANetworkThatComesBackMakesAllDue(t *testing.T) {
	s := newStage(t)
	down := true
	s.pay = func() flow.Answer { return answer(flow.AnswerLost, "TIMEOUT") }
	s.query = func(flow.Attempt) flow.Answer {
		if down {
			return answer(flow.AnswerLost, "TIMEOUT")
		}
		return answer(flow.AnswerNotPay, "NOTPAY")
	}
	first := map[flow.OutTradeNo]time.Duration{} // reverse since the network is back
	s.reverse = func(a flow.Attempt) flow.Answer {
		if down {
			return answer(flow.AnswerLost, "TIMEOUT")
		}
		if first[a.OutTradeNo] == 0 {
			first[a.OutTradeNo] = s.now
		}
		return answer(flow.AnswerReversed, "")
	}
	p := s.boot()
	p.ring(flow.SaleRequest{Ref: "1"})
	s.pass(2 * time.Minute)
	p.ring(flow.SaleRequest{Ref: "2", TotalFee: 500})
	s.at(15*60, func() { down = false })
	p.recover(25*time.Minute - s.now)
	var times []time.Duration
	for _, at := range first {
		times = append(times, at)
	}
	if len(times) != 2 || (times[0]-times[1]).Abs() > 10*time.Second {
		t.Errorf("first reverses at %v after the network was back at 15 min; sent: %s", times, s.sent())
	}
}

// Money rule 1.1 in 4.2: that a reverse answered SUCCESS with recall=N is durable,
// also behind one with recall=Y and the same code, so NOTPAY behind the fences ends
// it after a restart, too; recall=Y alone is not taken for that.
func TestAnAcceptedReverseIsDurable(t *testing.T) {
	for kind, ends := range map[flow.AnswerKind]bool{flow.AnswerReversed: true, flow.AnswerAgain: false} {
		s := newStage(t)
		s.pay = func() flow.Answer { return answer(flow.AnswerLost, "SYSTEMERROR") }
		s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerNotPay, "NOTPAY") }
		first := true
		s.reverse = func(flow.Attempt) flow.Answer {
			if first {
				first = false
				return answer(flow.AnswerAgain, "SUCCESS")
			}
			return answer(kind, "SUCCESS")
		}
		p := s.boot()
		p.ring(flow.SaleRequest{})
		p.recover(time.Minute)
		p.die()
		s.pass(20 * time.Minute)
		s.reverse = func(flow.Attempt) flow.Answer { return answer(flow.AnswerLost, "TIMEOUT") }
		p = s.boot()
		p.recover(2 * time.Minute)
		if a := p.only(); a.ReverseDone != ends || (a.State == flow.Reversed) != ends {
			t.Errorf("%s: %s, done %t; sent: %s", kind, a.State, a.ReverseDone, s.sent())
		}
	}
}
