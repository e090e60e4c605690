package flow_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"facetill/flow"
)

// lostRequest is a sale whose pay request is held up somewhere: WeChat knows
// nothing of it yet, and the till waits for an answer that never comes.
func lostRequest(t *testing.T) *stage {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerLost, "TIMEOUT") }
	return s
}

// openUntil asserts that the only attempt was not brought to an end before a
// moment, and was soon after another.
func (p *till) openUntil(from, to time.Duration) {
	p.s.t.Helper()
	p.recover(from - p.s.now)
	if a := p.only(); !a.Open() {
		p.s.t.Errorf("%s after %v, before the fences were past; sent: %s", a.State, p.s.now, p.s.sent())
	}
	p.recover(to - p.s.now)
	if a := p.only(); a.Open() {
		p.s.t.Errorf("still %s after %v", a.State, p.s.now)
	}
}

// S45: the power fails behind the request, and the first Date that the new
// process hears is a day ahead. Two ORDERNOTEXIST a minute apart prove nothing,
// and nor does NOTPAY behind a reverse: the request may still arrive.
func TestS45_ADayAheadEndsNoFence(t *testing.T) {
	for _, says := range []flow.Answer{answer(flow.AnswerNotExist, "ORDERNOTEXIST"), answer(flow.AnswerNotPay, "NOTPAY")} {
		for name, skew := range map[string]time.Duration{"": 0, ", the wall clock 3 h off": 3 * time.Hour} {
			t.Run(says.Code+name, func(t *testing.T) {
				s := lostRequest(t)
				s.query = func(flow.Attempt) flow.Answer { return says }
				s.boot().ring(flow.SaleRequest{})
				s.disk.Kill("till1")
				s.pass(10 * time.Second)
				s.skew, s.lie = skew, 24*time.Hour
				s.boot().openUntil(20*time.Minute, 30*time.Minute)
			})
		}
	}
}

// S45, behind a refusal: one ORDERNOTEXIST does not close its number on a Date
// that is a day ahead.
func TestS45_ADayAheadClosesNoNumber(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerRefused, "NOTENOUGH") }
	s.boot().ring(flow.SaleRequest{})
	s.disk.Kill("till1")
	s.pass(30 * time.Second)
	s.skew, s.lie = 3*time.Hour, 24*time.Hour
	p := s.boot()
	p.recover(20*time.Minute - s.now)
	if a := p.only(); s.now < 20*time.Minute || !a.Closing {
		t.Errorf("closed after %v; sent: %s", s.now, s.sent())
	}
	p.recover(5 * time.Minute)
	if p.only().Closing {
		t.Errorf("never closed; sent: %s", s.sent())
	}
}

// S52: the first Date of a process, at the intent, is a day behind, and those
// behind it are right. The fences do not count from that stamp.
func TestS52_ADayBehindBeginsNoFence(t *testing.T) {
	for name, skew := range map[string]time.Duration{"": 0, ", the wall clock 3 h off": -3 * time.Hour} {
		t.Run("first Date a day behind"+name, func(t *testing.T) {
			s := lostRequest(t)
			s.skew, s.lie = skew, -24*time.Hour
			p := s.boot()
			p.ring(flow.SaleRequest{})
			p.openUntil(20*time.Minute, 30*time.Minute)
		})
	}
}

// S52, over a restart: what began the fences late is durable, so a third process
// ends them, and does not begin them once more.
func TestS52_FencesThatBeganLateEndOverRestarts(t *testing.T) {
	s := lostRequest(t)
	s.lie = -24 * time.Hour
	p := s.boot()
	p.ring(flow.SaleRequest{})
	for s.now < 18*time.Minute {
		p.die()
		s.pass(10 * time.Second)
		p = s.boot()
		p.recover(5 * time.Minute)
	}
	p.openUntil(20*time.Minute, 30*time.Minute)
}

// A till whose wall clock is wrong by hours earns its trust by two answers a
// minute apart: a recovery that has two minutes ends what is past its fences, and
// begins those that have not begun.
func TestAWrongWallClockEndsAllTheSame(t *testing.T) {
	const call = 2*time.Minute + 5*time.Second
	for _, skew := range []time.Duration{-5 * time.Hour, 5 * time.Hour} {
		for name, lived := range map[string]time.Duration{"fences begun": 2 * time.Minute, "not begun": 0} {
			s := lostRequest(t)
			s.skew = skew
			p := s.boot()
			p.ring(flow.SaleRequest{})
			p.recover(lived)
			p.die()
			s.pass(time.Hour)
			p = s.boot()
			p.recover(call)
			if lived == 0 {
				s.is(p.only(), flow.Reversing)
				p.die()
				s.pass(25 * time.Minute)
				p = s.boot()
				p.recover(call)
			}
			if a := p.only(); a.State != flow.Reversed {
				t.Errorf("%s, wall clock %v off: still %s; sent: %s", name, skew, a.State, s.sent())
			}
		}
	}
}

// A reference is repeated as "paid" on a time that two witnesses agree on: goods
// go for it (money rules 2.3, 5.4; S1). The till of the next day whose first Date
// is that of the day before asks a person.
func TestNoReplayOnOneWrongDate(t *testing.T) {
	for name, c := range map[string]struct {
		atIntent, atReplay time.Duration // how wrong the Dates are
		age                time.Duration
		again              bool
	}{
		"right Dates":                     {age: 10 * time.Minute, again: true},
		"yesterday's Date, a day later":   {atReplay: -24 * time.Hour, age: 24 * time.Hour},
		"stamped a day ahead":             {atIntent: 24 * time.Hour, age: 10 * time.Minute},
		"stamped a day ahead, that day":   {atIntent: 24 * time.Hour, age: 23 * time.Hour},
		"a day ahead now, and then right": {atReplay: 24 * time.Hour, age: 10 * time.Minute},
	} {
		s := newStage(t)
		s.lie = c.atIntent
		p := s.boot()
		a := p.ring(flow.SaleRequest{Ref: "0001"})
		if _, err := p.Shown(context.Background(), a); err != nil {
			t.Fatal(err)
		}
		p.die()
		s.pass(c.age)
		s.lie = c.atReplay
		_, err := s.boot().Begin(context.Background(), flow.SaleRequest{TotalFee: 1280, Ref: "0001", Method: flow.MethodFace}, nil)
		var finished *flow.FinishedError
		if again := err == nil; again != c.again || !again && !errors.As(err, &finished) {
			t.Errorf("%s: %v, want the same answer again: %t", name, err, c.again)
		}
	}
}

// Money rule 5.1: an attempt whose intent was stamped a day ahead is taken over.
// Its window is a window long, and ends: the clamp does not move on with the time.
func TestWindowOfAStampADayAhead(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { panic(powerCut{}) }
	s.lie = 24 * time.Hour
	p := s.boot()
	p.cut(func() { p.ring(flow.SaleRequest{}) })
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	s.pass(10 * time.Second)
	p = s.boot()
	s.at(54.5, func() { s.is(p.only(), flow.Submitting) })
	p.recover(46 * time.Second)
	s.is(p.only(), flow.Reversing)
	s.wasSent("camera@0 pay@0 query@10 query@15 query@17 query@19 query@21 query@23 query@25 query@27 query@29 query@31 query@33 query@35 query@37 query@39 query@40 query@44 query@48 query@52 query@55 reverse@55 query@55")
}

// The same in the process that stamped it: the next answer, with the right Date,
// corrects the time, and nothing waits for a day.
func TestATimeThatIsCorrectedInTheWindow(t *testing.T) {
	s := newStage(t)
	s.lie = 24 * time.Hour
	s.pay = func() flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	p := s.boot()
	s.is(p.ring(flow.SaleRequest{}), flow.Reversing)
	if s.now > time.Minute {
		t.Errorf("decided after %v; sent: %s", s.now, s.sent())
	}
	gone := false
	s.reverse = func(flow.Attempt) flow.Answer { gone = true; return answer(flow.AnswerReversed, "") }
	s.query = func(flow.Attempt) flow.Answer {
		if gone {
			return answer(flow.AnswerRevoked, "REVOKED")
		}
		return answer(flow.AnswerPaying, "USERPAYING")
	}
	p.recover(time.Minute)
	s.is(p.only(), flow.Reversed)
}

// A journal of before, whose intents do not say whether their stamp was trusted:
// one that was stamped a day behind is open when the new program comes. Its fences
// begin anew, once.
func TestFencesOfAnOlderJournal(t *testing.T) {
	s := lostRequest(t)
	p := s.boot()
	p.with(oldIntents{p.j, -24 * time.Hour}, p)
	p.ring(flow.SaleRequest{})
	p.die()
	s.pass(time.Minute)
	for s.now < 18*time.Minute {
		p = s.boot()
		p.recover(5 * time.Minute)
		p.die()
		s.pass(time.Second)
	}
	s.boot().openUntil(21*time.Minute, 27*time.Minute)
	begun := 0
	events, _ := s.boot().j.Timeline(context.Background(), s.boot().only().OutTradeNo)
	for _, e := range events {
		if _, is := e.Fact.(flow.FencesBegun); is {
			begun++
		}
	}
	if begun != 1 {
		t.Errorf("the fences began %d times", begun)
	}
}

// oldIntents writes intents as they were written before, off by so much.
type oldIntents struct {
	flow.Journal
	off time.Duration
}

func (j oldIntents) Append(ctx context.Context, a flow.Attempt, facts ...flow.Fact) (flow.Attempt, error) {
	for i, f := range facts {
		if f, is := f.(flow.IntentWritten); is {
			at := f.At.Add(j.off)
			facts[i] = flow.IntentWritten{At: at, SendBy: at.Add(8 * time.Second), TimeExpire: at.Add(2 * time.Minute),
				ConfirmBy: at.Add(45 * time.Second), FenceAt: at.Add(20 * time.Minute)}
		}
	}
	return j.Journal.Append(ctx, a, facts...)
}
