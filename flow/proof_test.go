package flow_test

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
)

// slowDisk takes its time for an intent; what happens in that time is the test's.
type slowDisk struct {
	flow.Journal
	meanwhile func()
}

func (d slowDisk) Append(ctx context.Context, a flow.Attempt, facts ...flow.Fact) (flow.Attempt, error) {
	next, err := d.Journal.Append(ctx, a, facts...)
	if _, is := facts[len(facts)-1].(flow.IntentWritten); is {
		d.meanwhile()
	}
	return next, err
}

// with lends the till another journal or gateway.
func (p *till) with(j flow.Journal, g flow.Gateway) {
	p.Runner = flow.NewRunner(flow.Ports{Gateway: g, Device: p, Journal: j, Clock: p.s, WeChat: p.wx, Random: rand.Reader},
		flow.Identity{Merchant: flow.Merchant{AppID: "wx1", MchID: "19"}, StoreID: "S", DeviceID: "D", Lane: "L"}, flow.DefaultRules())
}

// Money rule 3.2: NOTPAY after USERPAYING is a page that was closed only when it
// stays for two seconds.
func TestAMomentOfNotPayIsNotBelieved(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	s.query = func(flow.Attempt) flow.Answer {
		switch {
		case s.now >= 7*time.Second && s.now < 9*time.Second:
			return answer(flow.AnswerNotPay, "NOTPAY")
		case s.now < 12*time.Second:
			return answer(flow.AnswerPaying, "USERPAYING")
		}
		return paid()
	}
	s.is(s.boot().ring(flow.SaleRequest{}), flow.Paid)
	s.wasSent("camera@0 pay@0 query@5 query@7 query@9 query@11 query@13")
}

// Money rule 3.3: each decision has a fresh query of its own. The one of an
// earlier reason, which it took away, is no part of the decision at the end of
// the window.
func TestEachDecisionAsksAnew(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	asked := 0
	s.query = func(flow.Attempt) flow.Answer {
		asked++
		switch {
		case s.now >= 45*time.Second:
			return paid()
		case asked == 2 || asked == 3: // 7 s and 9 s: the page was closed, it seems
			return answer(flow.AnswerNotPay, "NOTPAY")
		}
		return answer(flow.AnswerPaying, "USERPAYING") // the fresh query found it was not
	}
	s.is(s.boot().ring(flow.SaleRequest{}), flow.Paid)
	if !strings.HasSuffix(s.sent(), "query@9 query@9 query@11 query@13 query@15 query@17 query@19 query@21 query@23 query@25 query@27 query@29 query@30 query@34 query@38 query@42 query@45") {
		t.Errorf("sent %s", s.sent())
	}
}

// Money rule 4.2, answer by answer: what proves that a number is dead, and what
// comes a little short of it.
func TestWhatProvesANumberDead(t *testing.T) {
	fence := began.Add(20 * time.Minute)
	asked := func(k flow.AnswerKind, after time.Duration) flow.Fact {
		return flow.OrderAsked{Answer: k, Code: string(k), At: fence.Add(after), Trusted: true}
	}
	reversed := func(k flow.AnswerKind, after time.Duration) flow.Fact {
		return flow.ReverseAnswered{Answer: k, Code: string(k), At: fence.Add(after)}
	}
	const s = time.Second
	for name, c := range map[string]struct {
		facts []flow.Fact
		dead  bool
	}{
		"REVOKED":                        {[]flow.Fact{asked(flow.AnswerRevoked, -19*time.Minute)}, true},
		"CLOSED":                         {[]flow.Fact{asked(flow.AnswerClosed, -19*time.Minute)}, true},
		"the reverse's own word":         {[]flow.Fact{reversed(flow.AnswerReversed, s), asked(flow.AnswerLost, 2*s)}, false},
		"absent, a minute apart":         {[]flow.Fact{asked(flow.AnswerNotExist, 0), asked(flow.AnswerNotExist, 60*s)}, true},
		"absent once":                    {[]flow.Fact{asked(flow.AnswerNotExist, s)}, false},
		"absent twice in 59 s":           {[]flow.Fact{asked(flow.AnswerNotExist, 0), asked(flow.AnswerNotExist, 59*s)}, false},
		"absent, the first time early":   {[]flow.Fact{asked(flow.AnswerNotExist, -s), asked(flow.AnswerNotExist, 59*s)}, false},
		"absent, then there, then not":   {[]flow.Fact{asked(flow.AnswerNotExist, 0), asked(flow.AnswerNotPay, 30*s), asked(flow.AnswerNotExist, 61*s)}, false},
		"absent long before the fences":  {[]flow.Fact{asked(flow.AnswerNotExist, -9*time.Minute), asked(flow.AnswerNotExist, -7*time.Minute)}, false},
		"NOTPAY behind a reverse":        {[]flow.Fact{reversed(flow.AnswerReversed, s), asked(flow.AnswerNotPay, 2*s)}, true},
		"NOTPAY without a reverse":       {[]flow.Fact{asked(flow.AnswerNotPay, 2*s)}, false},
		"NOTPAY behind recall=Y":         {[]flow.Fact{reversed(flow.AnswerAgain, s), asked(flow.AnswerNotPay, 2*s)}, false},
		"NOTPAY before the fences":       {[]flow.Fact{reversed(flow.AnswerReversed, -9*s), asked(flow.AnswerNotPay, -8*s)}, false},
		"NOTPAY early, then lost":        {[]flow.Fact{reversed(flow.AnswerReversed, -9*s), asked(flow.AnswerNotPay, -8*s), asked(flow.AnswerLost, 2*s)}, false},
		"NOTPAY from before the reverse": {[]flow.Fact{asked(flow.AnswerNotPay, s), reversed(flow.AnswerReversed, 2*s), asked(flow.AnswerLost, 3*s)}, false},
	} {
		a := flow.Attempt{State: flow.Reversing, IntentAt: began, SendBy: began.Add(8 * s), FenceAt: fence}
		now := fence
		for _, f := range c.facts {
			var err error
			if a, err = flow.Apply(a, f); err != nil {
				t.Fatal(err)
			}
			now = a.Live.AskAt
		}
		step, is := flow.Next(a, flow.Situation{Now: now, Sure: true, SinceSent: -1, Rules: flow.DefaultRules()}).(flow.Record)
		if is != c.dead {
			t.Errorf("%s: recorded %+v, want a proof: %t", name, step.Facts, c.dead)
		}
	}
}

// refunding is a WeChat that takes no refund for a while, and notes each one's number
// and fee.
type refunding struct {
	*till
	numbers map[string]int
}

func (g refunding) SendRefund(_ context.Context, _ flow.Attempt, e refund.Entry) refund.Answer {
	g.numbers[e.Number+" "+e.Fee.Yuan()]++
	return refund.Answer{Kind: refund.AnswerLost, Code: "SYSTEMERROR"}
}

// Money rule 4.3, S24: however often it is sent, and over restarts, a refund has
// one number.
func TestRefundKeepsItsNumber(t *testing.T) {
	s := diedPaying(t, flow.SaleRequest{})
	s.pass(8 * 24 * time.Hour)
	s.query = func(a flow.Attempt) flow.Answer {
		if a.State == flow.Submitting {
			return answer(flow.AnswerPaying, "USERPAYING")
		}
		return paid()
	}
	s.reverse = func(flow.Attempt) flow.Answer { return answer(flow.AnswerExpired, "REVERSE_EXPIRE") }
	s.refunds, s.asked = noRefund, func(refund.Entry) refund.Answer { return noRefund() }
	numbers := map[string]int{}
	for range 2 {
		p := s.boot()
		p.with(p.j, refunding{p, numbers})
		p.recover(10 * time.Minute)
		p.die()
	}
	no := refund.NumberOfReversal(string(s.boot().only().OutTradeNo)) + " 12.80 yuan"
	if len(numbers) != 1 || numbers[no] < 4 {
		t.Errorf("refunds were sent under %v, want four or more under %s alone", numbers, no)
	}
}

// Money rule 5.4, S32: somebody sets the wall clock between two calls of one
// reference. Its age is WeChat's.
func TestAReferenceAgesOnWeChatsClock(t *testing.T) {
	for _, c := range []struct {
		age, skew time.Duration
		again     bool
	}{
		{10 * time.Minute, 0, true},
		{10 * time.Minute, 24 * time.Hour, true},
		{10 * time.Minute, -24 * time.Hour, true},
		{24 * time.Hour, 0, false},
		{24 * time.Hour, -24 * time.Hour, false},
	} {
		s := newStage(t)
		p := s.boot()
		a := p.ring(flow.SaleRequest{Ref: "0001"})
		if _, err := p.Shown(context.Background(), a); err != nil {
			t.Fatal(err)
		}
		p.die()
		s.pass(c.age)
		s.skew = c.skew
		_, err := s.boot().Begin(context.Background(), flow.SaleRequest{TotalFee: 1280, Ref: "0001", Method: flow.MethodFace}, nil)
		var finished *flow.FinishedError
		if again := err == nil; again != c.again || !again && !errors.As(err, &finished) {
			t.Errorf("after %v, wall clock moved by %v: %v, want the same answer again: %t", c.age, c.skew, err, c.again)
		}
	}
}
