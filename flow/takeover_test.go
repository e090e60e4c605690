package flow_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/secret"
)

// Money rules 2.3 and 5.4: a charge of yesterday is found for a call of today. Its
// age is not judged on one Date alone, here one of yesterday beside a wall clock
// that is three hours off: it stays unclaimed.
func TestAChargeThatIsFoundIsNotClaimedOnOneDate(t *testing.T) {
	for _, age := range []time.Duration{24 * time.Hour, 10 * time.Minute} {
		s := diedPaying(t, byRef)
		s.query = func(flow.Attempt) flow.Answer { return paid() }
		s.pass(age)
		s.skew = 3 * time.Hour
		if age > time.Hour {
			s.lie = -age
		}
		a, err := s.boot().again(byRef)
		if young := age < time.Hour; err != nil || a.State != flow.Paid || a.Unclaimed == young {
			t.Errorf("after %v: %s, unclaimed %t, %v", age, a.State, a.Unclaimed, err)
		}
	}
}

// Money rule 4.4: the 120 s of a patient call count from its intent on monotonic
// time: not from the call, whose customer stood before the camera for 30 s, not from
// the request, which the last look of the guard delayed by 5 s, and not on a wall
// clock that somebody sets.
func TestPatienceCountsFromTheIntent(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerLost, "SYSTEMERROR") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	s.reverse = func(flow.Attempt) flow.Answer { return answer(flow.AnswerAgain, "SYSTEMERROR") }
	s.face = func() flow.Captured {
		s.pass(30 * time.Second)
		return flow.Captured{Kind: flow.CaptureCode, FaceCode: secret.New("130000000000000000")}
	}
	s.at(100, func() { s.skew = time.Hour })
	p := s.boot()
	p.with(&looks{Journal: p.j, behind: func(n int) {
		if n == 3 {
			s.pass(5 * time.Second)
		}
	}}, p)
	a := p.ring(flow.SaleRequest{}, (*flow.Sale).Patient)
	if a.Outcome() != flow.OutcomeOpen || s.now != 150*time.Second {
		t.Errorf("%s after %v; sent: %s", a.Outcome(), s.now, s.sent())
	}
}

// Money rule 5.8: a call takes over what a dead process had submitted, and is
// stopped. That decides nothing: the request may have left.
func TestSignalBehindATakeover(t *testing.T) {
	s := diedPaying(t, byRef)
	ctx, cancel := context.WithCancelCause(context.Background())
	p := s.boot()
	signal := errors.New("signal")
	p.with(&tapped{Journal: p.j, claimed: func(flow.Attempt, error) { cancel(signal) }}, p)
	a, err := p.begin(byRef).Run(ctx)
	if !errors.Is(err, signal) || a.State != flow.Submitting {
		t.Errorf("%s, %v", a.State, err)
	}
	s.is(p.only(), flow.Submitting)
}

// S50: a charge is followed whose owner dies before it told anybody, and was at
// another WeChat. Who follows claims nothing of it.
func TestS50_UntoldAtAnotherWeChat(t *testing.T) {
	s := newStage(t)
	first, second := s.bootAt("https://a"), s.bootAt("https://b")
	sale := first.begin(byRef)
	follows := second.begin(byRef)
	a, err := sale.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	first.die()
	if b, err := follows.Run(context.Background()); !elsewhere(err) || b.Outcome() == flow.OutcomePaid && !b.Unclaimed && second.read(a.OutTradeNo).Shown {
		t.Errorf("%s, %v", b.Outcome(), err)
	}
	if b := second.read(a.OutTradeNo); !b.Unclaimed || len(second.kinds(a.OutTradeNo)) != 4 {
		t.Errorf("%s; facts %v", b.Outcome(), second.kinds(a.OutTradeNo))
	}
}

// Money rule 5.4: another call has found the charge of a reference and is about to
// claim it. Who waits for it hears what becomes of it.
func TestAnUnclaimedChargeIsWaitedFor(t *testing.T) {
	ctx := context.Background()
	s := newStage(t)
	owner, other, p := s.boot(), s.boot(), s.boot()
	a := owner.orphan("K", "", flow.PayerIdentified{}, intent())
	follows := p.begin(byRef)
	owner.die()
	a, err := other.j.Claim(ctx, a.OutTradeNo)
	if err == nil {
		a, err = other.j.Append(ctx, a, flow.ChargeProven{TransactionID: "42", TimeEnd: began, Source: "query", Unclaimed: true})
	}
	if err != nil {
		t.Fatal(err)
	}
	s.at(5, func() {
		if a, err = other.j.Append(ctx, a, flow.GoodsGiven{By: flow.ByReplay}, flow.Shown{}); err == nil {
			err = other.j.Release(ctx, a)
		}
	})
	b, runErr := follows.Run(ctx)
	if err != nil || runErr != nil || b.Outcome() != flow.OutcomePaid || s.now < 5*time.Second {
		t.Errorf("%s after %v, %v, %v", b.Outcome(), s.now, err, runErr)
	}
}

// unreadable is a journal that cannot be read while another process has all of it.
type unreadable struct{ flow.Journal }

func (unreadable) Claim(context.Context, flow.OutTradeNo) (flow.Attempt, error) {
	return flow.Attempt{}, flow.ErrOwned
}

func (unreadable) Read(context.Context, flow.OutTradeNo) (flow.Attempt, bool, error) {
	return flow.Attempt{}, false, errDisk
}

// A call that cannot read what it follows says so.
func TestWhatIsFollowedCannotBeRead(t *testing.T) {
	s := newStage(t)
	owner, p := s.boot(), s.boot()
	owner.begin(byRef)
	p.with(unreadable{p.j}, p)
	if a, err := p.begin(byRef).Run(context.Background()); !errors.Is(err, errDisk) || a.Outcome() != flow.OutcomeOpen {
		t.Errorf("%s, %v", a.Outcome(), err)
	}
}

// Money rules 2.3 and 5.1 for a call that takes a reference over: an intent of an
// older journal, stamped a day behind, has no fence that is past, and a stamp that
// is a day ahead prolongs no wait.
func TestATakenOverReferenceIsRecalled(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { panic(powerCut{}) }
	p := s.boot()
	p.with(oldIntents{p.j, -24 * time.Hour}, p)
	p.cut(func() { p.ring(byRef) })
	s.pass(10 * time.Second)
	if a, err := s.boot().again(byRef); err != nil || !a.Open() {
		t.Errorf("stamped a day behind: %s, %v; sent: %s", a.State, err, s.sent())
	}

	s = newStage(t)
	s.pay = func() flow.Answer { panic(powerCut{}) }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	s.lie = 24 * time.Hour
	p = s.boot()
	p.cut(func() { p.ring(byRef) })
	s.pass(10 * time.Second)
	p = s.boot()
	s.at(56, func() { s.is(p.only(), flow.Reversing) })
	if a, err := p.again(byRef); err != nil || a.State != flow.Reversing {
		t.Errorf("stamped a day ahead: %s, %v; sent: %s", a.State, err, s.sent())
	}
}
