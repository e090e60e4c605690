package flow_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"facetill/flow"
	"facetill/flow/secret"
)

// hears does something when a step is told of.
type hears func(flow.Update)

func (h hears) Observe(u flow.Update) { h(u) }

// Money rules 1.5 and 5.8: a signal comes after it was decided to send, and before
// the first byte. Whoever asked is told that nothing was submitted, so nothing is.
func TestSignalRightBeforeTheRequest(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	ctx, cancel := context.WithCancelCause(context.Background())
	sale, err := p.Begin(ctx, byRef, hears(func(u flow.Update) {
		if _, is := u.Step.(flow.Submit); is {
			cancel(errors.New("signal"))
		}
	}))
	if err != nil {
		t.Fatal(err)
	}
	a, err := sale.Run(ctx)
	if err != nil || a.State != flow.NotSent || a.Code != "SIGNAL" {
		t.Errorf("%s, %s, %v", a.State, a.Code, err)
	}
	s.wasSent("camera@0")
}

// hurried is a WeChat that notes how long a request may take.
type hurried struct {
	*till
	left time.Duration
}

func (g *hurried) Pay(ctx context.Context, r flow.PayRequest) flow.Answer {
	end, _ := ctx.Deadline()
	g.left = time.Until(end)
	return g.till.Pay(ctx, r)
}

// Money rule 1.3: send_by counts from the intent, not from the request: what the
// guard took is gone.
func TestWhatIsLeftToSend(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t)
		s.pass(time.Minute)
		p := s.boot()
		g := &hurried{till: p}
		p.with(&looks{Journal: p.j, behind: func(n int) {
			if n == 3 {
				s.pass(5 * time.Second)
			}
		}}, g)
		if s.is(p.ring(flow.SaleRequest{}), flow.Paid); g.left != 3*time.Second {
			t.Errorf("%v to send, 5 s after the intent", g.left)
		}
	})
}

// punctual is a journal that writes nothing for a call that is over.
type punctual struct{ flow.Journal }

func (j punctual) Append(ctx context.Context, a flow.Attempt, facts ...flow.Fact) (flow.Attempt, error) {
	if ctx.Err() != nil {
		return a, ctx.Err()
	}
	return j.Journal.Append(ctx, a, facts...)
}

// Money rule 5.3: that PAID was shown is written down, though a signal came.
func TestToldBehindASignal(t *testing.T) {
	p := newStage(t).boot()
	p.with(punctual{p.j}, p)
	a := p.ring(byRef)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := p.Shown(ctx, a); err != nil || !p.read(a.OutTradeNo).Shown {
		t.Errorf("shown: %v", err)
	}
}

// Money rule 5.3: what the guard could not cancel is not kept, whether the disk did
// not take it or its owner had moved on: somebody else has to end it.
func TestWhatTheGuardCouldNotCancelIsLetGoOf(t *testing.T) {
	ctx := context.Background()
	for _, moved := range []bool{false, true} {
		s := newStage(t)
		one := s.boot()
		a := one.orphan("", "")
		one.die()
		two := s.boot()
		var j flow.Journal = &tapped{Journal: two.j, writes: func([]flow.Fact) error { return errDisk }}
		if moved {
			j = &looks{Journal: two.j, behind: func(n int) {
				if n == 1 {
					s.disk.Revive(one.name)
					_, _ = one.j.Append(ctx, a, flow.PayerIdentified{}, intent())
					one.die()
				}
			}}
		}
		two.with(j, two)
		if _, err := two.Begin(ctx, byFace, nil); err == nil {
			t.Errorf("moved %t: the sale began", moved)
		}
		if _, err := s.boot().j.Claim(ctx, a.OutTradeNo); err != nil {
			t.Errorf("moved %t: at another process: %v", moved, err)
		}
	}
}

// Money rules 1.3 and 5.4: a number that is brought has had its attempt, of another
// amount. That is its answer, and it is not sent for this one.
func TestABroughtNumberOfAnotherAmount(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerRefused, "NOTENOUGH") }
	p := s.boot()
	q := byRef
	q.OutTradeNo, q.FaceCode = orphanNo, secret.New("130000000000000000")
	s.is(p.ring(q), flow.Refused)
	before := s.sent()
	q.TotalFee++
	_, err := p.Begin(context.Background(), q, nil)
	if finished, is := errors.AsType[*flow.FinishedError](err); !is || finished.Attempt.OutTradeNo != orphanNo {
		t.Errorf("%v", err)
	}
	s.wasSent(before)
}
