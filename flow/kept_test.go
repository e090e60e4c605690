package flow_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"facetill/flow"
)

// Which attempts are at an end that only a refund or a reopening changes, and under
// which moment an attempt is listed.
func TestWhatIsFinal(t *testing.T) {
	final := []flow.State{flow.Paid, flow.Refused, flow.Cancelled, flow.NotSent, flow.Reversed, flow.Refunded}
	for _, state := range flow.States() {
		if a := (flow.Attempt{State: state}); a.Final() != slices.Contains(final, state) {
			t.Errorf("%s: %t", state, a.Final())
		}
	}
	a := flow.Attempt{Order: flow.Order{OpenedAt: began}}
	if !a.ListedAt().Equal(began) {
		t.Errorf("not charged, listed at %v", a.ListedAt())
	}
	if a.TimeEnd = began.Add(time.Minute); !a.ListedAt().Equal(a.TimeEnd) {
		t.Errorf("charged, listed at %v", a.ListedAt())
	}
}

// Each durable fact is written once, with what belongs to it in one write, and what is
// not durable in none.
func TestWhatIsWrittenTogether(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	s.query = func(flow.Attempt) flow.Answer {
		if s.now < 8*time.Second {
			return answer(flow.AnswerPaying, "USERPAYING")
		}
		return paid()
	}
	p := s.boot()
	var writes []string
	p.with(&tapped{Journal: p.j, writes: func(facts []flow.Fact) error {
		var kinds []string
		for _, f := range facts {
			kinds = append(kinds, f.Kind())
		}
		writes = append(writes, strings.Join(kinds, "+"))
		return nil
	}}, p)
	s.is(p.ring(byRef), flow.Paid)
	if want := []string{"identified+intent", "answered", "asked", "paid"}; !slices.Equal(writes, want) {
		t.Errorf("wrote %q, want %q", writes, want)
	}
	if a := p.only(); a.OpenIDTag != "" {
		t.Errorf("a payer who was not named is known as %q", a.OpenIDTag)
	}
}

// Money rules 2.3 and 5.1: the first Date was an hour ahead, and two that agree correct
// it. What was sent in that hour to come is no reason to wait for it.
func TestNothingWaitsForAnHourThatWasWrong(t *testing.T) {
	s := newStage(t)
	s.skew, s.lie = 3*time.Hour, time.Hour
	s.pay = func() flow.Answer { return answer(flow.AnswerLost, "SYSTEMERROR") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerNotPay, "NOTPAY") }
	n := 0
	s.reverse = func(flow.Attempt) flow.Answer { n++; return answer(flow.AnswerAgain, "SYSTEMERROR") }
	p := s.boot()
	s.is(p.ring(byRef), flow.Reversing)
	p.recover(15 * time.Minute)
	if n < 6 {
		t.Errorf("reversed %d times in a quarter of an hour; sent: %s", n, s.sent())
	}
}

// How many numbers are still to be closed is not known where they cannot be read.
func TestClosingsThatCannotBeRead(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	p.with(&unlisted{Journal: p.j, s: s}, p)
	if _, _, err := p.Closings(context.Background()); !errors.Is(err, errDisk) {
		t.Errorf("%v", err)
	}
}

// Money rules 2.3 and 5.4: another customer's call comes a day later, under a reference
// that was used before. Its first Date is of yesterday, and no second one comes: the
// charge of yesterday is not repeated on it.
func TestNothingIsRepeatedOnOneDate(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	if _, err := p.Shown(context.Background(), p.ring(byRef)); err != nil {
		t.Fatal(err)
	}
	p.die()
	s.pass(24 * time.Hour)
	s.skew, s.lie = 3*time.Hour, -24*time.Hour
	p = s.boot()
	n := 0
	p.with(p.j, &dated{till: p, date: func() error {
		if n++; n > 1 {
			return errors.New("no route to host")
		}
		return nil
	}})
	_, err := p.Begin(context.Background(), byRef, nil)
	if _, finished := errors.AsType[*flow.FinishedError](err); !finished || n != 2 {
		t.Errorf("after %d Dates: %v", n, err)
	}
}

// Money rule 4.5: a reversal that was decided here stays this process's until its
// background drives it; what a dead one had before its camera is cancelled by it, on this
// machine's clock, and is nobody's.
func TestWhoHasWhatIsLeft(t *testing.T) {
	ctx := context.Background()
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerDoubt, "PAYERROR") }
	p := s.boot()
	a := p.ring(byRef)
	if _, err := s.boot().j.Claim(ctx, a.OutTradeNo); a.State != flow.Reversing || !errors.Is(err, flow.ErrOwned) {
		t.Errorf("%s, and at another process: %v", a.State, err)
	}
	for _, left := range [][]flow.Fact{nil, {flow.PayerIdentified{}}} {
		s = newStage(t)
		s.skew = time.Minute
		dead := s.boot()
		dead.orphan("K", "", left...)
		dead.die()
		p = s.boot()
		p.keepOnce()
		facts := p.facts(orphanNo)
		if want := (flow.SaleCancelled{By: flow.ByRestart, At: began.Add(time.Minute)}); facts[len(facts)-1] != flow.Fact(want) {
			t.Errorf("recorded %+v", facts[1:])
		}
		if _, err := s.boot().j.Claim(ctx, orphanNo); err != nil {
			t.Errorf("cancelled, and at another process: %v", err)
		}
	}
}

// A call that cannot take over what it follows says so, and is told nothing of it.
func TestWhatIsFollowedCannotBeTakenOver(t *testing.T) {
	s := newStage(t)
	dead, p := s.boot(), s.boot()
	dead.orphan("K", "", flow.PayerIdentified{}, intent())
	dead.die()
	p.with(failing{p.j, "claim"}, p)
	if a, err := p.begin(byRef).Run(context.Background()); !errors.Is(err, errDisk) || a.Outcome() != flow.OutcomeOpen {
		t.Errorf("%s, %v", a.Outcome(), err)
	}
	s.wasSent("")
}
