package flow_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"facetill/flow"
)

// Money rule 5.4: a call without a network follows a charge that another process
// takes and tells. That is its outcome, whoever knows the time here: it is no
// reference that was finished earlier.
func TestFollowedToItsEndWithoutANetwork(t *testing.T) {
	ctx := context.Background()
	s := newStage(t)
	owner, p := s.boot(), s.boot()
	owner.date()
	sale := owner.begin(byRef)
	s.sync = errors.New("no network")
	follows := p.begin(byRef)
	s.at(1, func() {
		a, err := sale.Run(ctx)
		if err == nil {
			_, err = owner.Shown(ctx, a)
		}
		if err != nil {
			t.Error(err)
		}
	})
	a, err := follows.Run(ctx)
	if err != nil || a.Outcome() != flow.OutcomePaid || !follows.Replayed() {
		t.Errorf("%s, %v", a.Outcome(), err)
	}
}

// strictRelease is a journal that lets go of nothing for a call that is over.
type strictRelease struct{ flow.Journal }

func (j strictRelease) Release(ctx context.Context, a flow.Attempt) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return j.Journal.Release(ctx, a)
}

// What a signal has ended is let go of all the same.
func TestWhatASignalEndedIsLetGoOf(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	p.with(strictRelease{p.j}, p)
	ctx, cancel := context.WithCancel(context.Background())
	sale := p.begin(byRef)
	cancel()
	a, err := sale.Run(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, driven, _ := p.j.Read(ctx, a.OutTradeNo); driven {
		t.Errorf("%s is still this process's", a.State)
	}
}

// refusedNumber is a refusal of this process's WeChat whose number is to be closed.
func refusedNumber(p *till, no flow.OutTradeNo, wechat string) {
	i := intent()
	p.leave(no, 0, wechat, i, flow.PayAnswered{Answer: flow.AnswerRefused, Code: "NOTENOUGH", At: i.At},
		flow.RefusalConfirmed{Code: "NOTENOUGH", Query: flow.AnswerNotPay})
}

// Money rule 2.5: when a recovery has something to do about a refused number that is
// worth waiting for: what is due in time, but not what is due later, and nothing
// where WeChat does not answer. An open attempt is none of it.
func TestWhatClosingIsDue(t *testing.T) {
	for name, c := range map[string]struct {
		put  func(*stage, *till)
		down bool
		want bool
	}{
		"nothing":             {put: func(*stage, *till) {}},
		"due in 15 s":         {put: func(s *stage, p *till) { refusedNumber(p, "1", "") }, want: true},
		"and no network":      {put: func(s *stage, p *till) { refusedNumber(p, "1", "") }, down: true},
		"due now":             {put: func(s *stage, p *till) { refusedNumber(p, "1", ""); s.pass(time.Minute) }, want: true},
		"an open one is none": {put: func(s *stage, p *till) { p.leave("1", 0, "", intent()); s.pass(10 * time.Second) }},
	} {
		s := newStage(t)
		s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
		p := s.boot()
		c.put(s, p)
		if c.down {
			s.sync = errors.New("no network")
		}
		k, rounds, due := p.NewRecovery(nil), 0, false
		_ = k.Run(context.Background(), func(int) bool {
			due = k.Due(20 * time.Second)
			rounds++
			return rounds == 1 && !c.down || rounds == 2
		})
		if due != c.want {
			t.Errorf("%s: due %t", name, due)
		}
	}
}

// What is due in 21 s is another call's.
func TestAClosingThatIsFarOff(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	refusedNumber(p, "1", "")
	k := p.NewRecovery(nil)
	_ = k.Run(context.Background(), func(int) bool { return true })
	p.date()
	for within, want := range map[time.Duration]bool{14 * time.Second: false, 15 * time.Second: true} {
		if due := k.Due(within); due != want {
			t.Errorf("due within %v: %t", within, due)
		}
	}
}

// Money rule 2.5: a query of status finds money behind a refusal. It is opened again
// once, for everybody, by what the query said, and let go of.
func TestReopenedOnceAndLetGoOf(t *testing.T) {
	ctx := context.Background()
	for _, ans := range []flow.Answer{answer(flow.AnswerPayError, "PAYERROR"), answer(flow.AnswerLost, flow.CodeWrongTime)} {
		s := newStage(t)
		one, two := s.boot(), s.boot()
		refusedNumber(one, "1", "")
		a := one.read("1")
		for _, p := range []*till{one, two} { // both had read it when it was refused
			b, err := p.Reopen(ctx, a, ans)
			if err != nil || b.State != flow.Reversing || !b.Reopened {
				t.Errorf("%s: %s, %v", ans.Kind, b.State, err)
			}
			if want := map[bool]flow.ReverseReason{true: "refusal_hid_payerror", false: "refusal_hid_paid"}[ans.Kind == flow.AnswerPayError]; b.ReverseReason != want {
				t.Errorf("reopened by %q, want %q", b.ReverseReason, want)
			}
		}
		if _, err := s.boot().j.Claim(ctx, "1"); err != nil {
			t.Errorf("it is held: %v", err)
		}
		if n := len(one.kinds("1")); n != 6 {
			t.Errorf("facts %v", one.kinds("1"))
		}
	}
}
