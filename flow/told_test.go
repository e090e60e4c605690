package flow_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"facetill/flow"
)

// An observer of a sale hears each step before it is done and each fact behind it,
// numbered from the first one on, with both clocks and the attempt as it then is.
func TestASaleSaysWhatItDoes(t *testing.T) {
	s := newStage(t)
	s.pass(7 * time.Second)
	s.skew = time.Minute
	s.pay = func() flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	s.query = func(flow.Attempt) flow.Answer {
		if s.now < 14*time.Second {
			return answer(flow.AnswerPaying, "USERPAYING")
		}
		return paid()
	}
	var h heard
	sale, err := s.boot().Begin(context.Background(), byRef, &h)
	if err != nil {
		t.Fatal(err)
	}
	s.is(must(sale.Run(context.Background())), flow.Paid)
	want := "opened1 Capture SyncClock Record identified2 intent3 Submit request_begun answered4 wait(query) Ask asked5 wait(query) Ask paid6"
	if got := h.story(); got != want {
		t.Errorf("heard %s\nwant %s", got, want)
	}
	end := h[len(h)-1]
	if !end.At.Equal(s.Now().Wall) || !end.Now.Equal(s.truth()) || end.Attempt.State != flow.Paid || h[0].Seq != 1 || !h[0].Now.IsZero() || h[1].Attempt.State != flow.Opened {
		t.Errorf("the end is %+v", end)
	}
}

// ForScan makes way for a code: it ends a face that nobody has submitted, and leaves
// one alone that was. Any other word stands once it was said, behind ForScan, too.
func TestWhoseWordEndsASale(t *testing.T) {
	for _, c := range []struct {
		camera, later []string
		state         flow.State
		by            string
	}{
		{camera: []string{"scan"}, state: flow.Cancelled, by: "scan"},
		{camera: []string{"cashier", "scan"}, state: flow.Cancelled, by: "cashier"},
		{camera: []string{"scan", "cashier"}, state: flow.Cancelled, by: "cashier"},
		{camera: []string{"timeout", "cashier"}, state: flow.Cancelled, by: "timeout"},
		{later: []string{"scan"}, state: flow.Paid},
		{later: []string{"timeout"}, state: flow.Reversing, by: "cashier"},
		{later: []string{"scan", "cashier"}, state: flow.Reversing, by: "cashier"},
	} {
		s := newStage(t)
		var sale *flow.Sale
		say := func(words []string) {
			for _, w := range words {
				sale.Cancel(w)
			}
		}
		s.face = func() flow.Captured { say(c.camera); return code() }
		s.pay = func() flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
		s.query = func(flow.Attempt) flow.Answer {
			if s.now < 9*time.Second {
				return answer(flow.AnswerPaying, "USERPAYING")
			}
			return paid()
		}
		s.at(3, func() { say(c.later) })
		a := s.boot().ring(byRef, func(begun *flow.Sale) { sale = begun })
		if s.is(a, c.state); string(a.EndedBy)+string(a.ReverseReason) != c.by {
			t.Errorf("%v at the camera, %v later: by %q", c.camera, c.later, a.ReasonText())
		}
	}
}

// slowTell is a terminal that shows the result until it is told to stop.
type slowTell struct {
	*till
	told []bool
}

func (d *slowTell) Tell(ctx context.Context, _ flow.OutTradeNo, paid bool) error {
	d.told = append(d.told, paid)
	<-ctx.Done()
	return ctx.Err()
}

// Money rule 6.1: the terminal is told once, whether it was paid, and holds nobody up
// for more than two seconds where the call goes on.
func TestTheDeviceIsToldOnce(t *testing.T) {
	for _, pays := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t)
			p := s.boot()
			d := &slowTell{till: p}
			p.Runner = flow.NewRunner(flow.Ports{Gateway: p, Device: d, Journal: p.j, Clock: s, WeChat: p.wx}, flow.Identity{Lane: "L"}, s.rules)
			if !pays {
				s.pay = func() flow.Answer { return answer(flow.AnswerLost, "SYSTEMERROR") }
				s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerRevoked, "REVOKED") }
			}
			begin := time.Now()
			sale := p.begin(byRef)
			must(sale.Run(context.Background()))
			if took := time.Since(begin); pays && took != 0 || !pays && took != 2*time.Second {
				t.Errorf("paid %t: it took %v", pays, took)
			}
			if sale.Captured() != pays {
				t.Errorf("paid %t: captured %t", pays, sale.Captured())
			}
			ctx, cancel := context.WithTimeout(context.Background(), time.Second)
			sale.TellDevice(ctx)
			sale.TellDevice(ctx)
			cancel()
			if len(d.told) != 1 || d.told[0] != pays {
				t.Errorf("paid %t: told %v", pays, d.told)
			}
		})
	}
}

// stubborn is a journal that does not let go.
type stubborn struct {
	flow.Journal
	writes int
}

func (j *stubborn) Append(ctx context.Context, a flow.Attempt, facts ...flow.Fact) (flow.Attempt, error) {
	j.writes++
	return j.Journal.Append(ctx, a, facts...)
}

func (j *stubborn) Release(context.Context, flow.Attempt) error { return errDisk }

// Money rule 5.3: told is written once. Who cannot write it, or cannot let go behind it,
// hears so, and gets the attempt back that is meant.
func TestToldIsWrittenOnce(t *testing.T) {
	ctx := context.Background()
	p := newStage(t).boot()
	a := p.ring(byRef)
	shown, err := p.Shown(ctx, a)
	if err != nil || !shown.Shown {
		t.Fatal(err)
	}
	j := &stubborn{Journal: p.j}
	p.with(j, p)
	if b, err := p.Shown(ctx, shown); err != nil || b.OutTradeNo != a.OutTradeNo || j.writes != 0 {
		t.Errorf("again: %s, %v, written %d times", b.OutTradeNo, err, j.writes)
	}
	p = newStage(t).boot()
	a = p.ring(byRef)
	p.with(&stubborn{Journal: p.j}, p)
	if b, err := p.Shown(ctx, a); !errors.Is(err, errDisk) || !b.Shown {
		t.Errorf("not let go of: shown %t, %v", b.Shown, err)
	}
	p = newStage(t).boot()
	a = p.ring(byRef)
	p.with(&tapped{Journal: p.j, writes: func([]flow.Fact) error { return errDisk }}, p)
	if b, err := p.Shown(ctx, a); !errors.Is(err, errDisk) || b.OutTradeNo != a.OutTradeNo || b.Shown {
		t.Errorf("not written: %s, shown %t, %v", b.OutTradeNo, b.Shown, err)
	}
}

// Money rule 4.4: the 120 s of a patient call are no limit for its camera; they end a
// call that follows a living one to the second; and what needs a person waits for nobody.
func TestWherePatienceEnds(t *testing.T) {
	s := newStage(t)
	s.face = func() flow.Captured { s.pass(130 * time.Second); return code() }
	if a := must(s.boot().begin(byRef).Run(context.Background())); a.State != flow.Paid {
		t.Errorf("behind a long camera: %s", a.State)
	}

	s = newStage(t)
	owner, p := s.boot(), s.boot()
	owner.orphan("K", "", flow.PayerIdentified{}, intent())
	s.pass(time.Second)
	if a := must(p.begin(byRef).Run(context.Background())); a.Outcome() != flow.OutcomeOpen || s.now != 121*time.Second {
		t.Errorf("behind a living call: %s after %v", a.Outcome(), s.now)
	}

	s = newStage(t)
	owner, p = s.boot(), s.boot()
	a := owner.orphan("K", "")
	follows := p.begin(byRef)
	s.at(1.1, func() {
		if _, err := owner.j.Append(context.Background(), a, flow.PayerIdentified{}, intent(), flow.ChargeProven{TransactionID: "42", TimeEnd: began}, flow.Shown{}); err != nil {
			t.Fatal(err)
		}
	})
	if a := must(follows.Run(context.Background())); a.Outcome() != flow.OutcomePaid || s.now != 1500*time.Millisecond {
		t.Errorf("behind a living call that is paid: %s after %v", a.Outcome(), s.now)
	}

	s = newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerLost, "SYSTEMERROR") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerPayError, "PAYERROR") }
	if a := must(s.boot().begin(byRef).Run(context.Background())); a.State != flow.NeedsPerson || s.now != 15*time.Second {
		t.Errorf("that needs a person: %s after %v", a.State, s.now)
	}
}

// Money rules 1.5 and 5.8: a signal before the request is recorded as what it was, on
// this machine's clock.
func TestASignalIsRecordedInFull(t *testing.T) {
	wall := began.Add(time.Minute)
	for _, at := range []string{"camera", "intent"} {
		s := newStage(t)
		s.skew = time.Minute
		ctx, cancel := context.WithCancel(context.Background())
		p := s.boot()
		sale, err := p.Begin(ctx, byRef, hears(func(u flow.Update) {
			_, submits := u.Step.(flow.Submit)
			_, captures := u.Step.(flow.Capture)
			if at == "intent" && submits || at == "camera" && captures {
				cancel()
			}
		}))
		if err != nil {
			t.Fatal(err)
		}
		a := must(sale.Run(ctx))
		facts := p.facts(a.OutTradeNo)
		want := flow.Fact(flow.SaleCancelled{By: flow.BySignal, At: wall})
		if at == "intent" {
			want = flow.NothingSent{Code: "SIGNAL", Message: "interrupted before the request", At: wall}
		}
		if facts[len(facts)-1] != want {
			t.Errorf("at the %s: recorded %+v\nwant %+v", at, facts[len(facts)-1], want)
		}
	}
}
