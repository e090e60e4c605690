package flow_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
)

var (
	wasDecided = []flow.Fact{intent(), flow.PayAnswered{Answer: flow.AnswerLost, At: began}, flow.ReversalDecided{Reason: "window", At: began}}
	wasRefused = []flow.Fact{intent(), flow.PayAnswered{Answer: flow.AnswerRefused, Code: "NOTENOUGH", At: began},
		flow.RefusalConfirmed{Code: "NOTENOUGH", Query: flow.AnswerNotPay}}
)

// during lets a recovery work until a moment, and says between its rounds what time it
// is.
func (p *till) during(until time.Duration, round func(now time.Duration)) {
	p.s.t.Helper()
	if err := p.NewRecovery(nil).Run(context.Background(), func(int) bool {
		round(p.s.now)
		return p.s.now >= until
	}); err != nil {
		p.s.t.Fatal(err)
	}
}

// Money rules 1.7 and 5.6: a till that reverses is suspended, and another process takes
// the attempt over. When the till wakes it sends nothing of what is the other's, although
// no fact has moved on, and goes on when the other lets go of it.
func TestWhatWasTakenFromASuspendedTill(t *testing.T) {
	s := newStage(t)
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerNotPay, "NOTPAY") }
	s.reverse = func(flow.Attempt) flow.Answer { return answer(flow.AnswerAgain, "SYSTEMERROR") }
	p, other := s.boot(), s.boot()
	p.leave("1", 0, "", wasDecided...)
	var taken, let string
	var a flow.Attempt
	s.at(101, func() {
		p.die()
		a = must(other.j.Claim(context.Background(), "1"))
		s.disk.Revive(p.name)
		taken = s.sent()
	})
	s.at(201, func() {
		let = s.sent()
		if err := other.j.Release(context.Background(), a); err != nil {
			t.Fatal(err)
		}
	})
	p.recover(5 * time.Minute)
	if !strings.Contains(taken, "reverse") || let != taken || s.sent() == let {
		t.Errorf("sent %s\nwhile it was another's %s\nbehind it %s", taken, strings.TrimPrefix(let, taken), strings.TrimPrefix(s.sent(), let))
	}
}

// S13: the calls of a refusal whose number rests until its fences are past are counted.
// Others look at it meanwhile and change nothing: it is not asked about the more.
func TestARestingNumberIsNotAskedAboutForEachLook(t *testing.T) {
	s := newStage(t)
	p, other := s.boot(), s.boot()
	p.leave("1", 0, "", wasRefused...)
	looks := 0
	p.during(19*time.Minute, func(now time.Duration) {
		if now < time.Duration(looks+1)*2*time.Minute {
			return
		}
		looks++
		a, err := other.j.Claim(context.Background(), "1")
		if err == nil {
			err = other.j.Release(context.Background(), a)
		}
		if err != nil {
			t.Fatal(err)
		}
	})
	if n := strings.Count(s.sent(), "query"); n != 1 || looks != 9 {
		t.Errorf("%d queries in 19 minutes and %d looks; sent %s", n, looks, s.sent())
	}
}

// Money rule 2.5: a number rests, and is opened again at another process between a
// recovery's look and its claim. What was due of the refusal is not done about the
// reversal that it now is, nor is that held: it is read anew.
func TestOpenedAgainBetweenLookAndClaim(t *testing.T) {
	ctx := context.Background()
	s := newStage(t)
	p, other := s.boot(), s.boot()
	p.leave("1", 0, "", wasRefused...)
	look := &keepLooks{Journal: p.j}
	p.with(look, p)
	before := ""
	p.during(21*time.Minute, func(now time.Duration) {
		if now < 19*time.Minute || before != "" {
			return
		}
		before = s.sent()
		look.beforeClaim = func() {
			if _, err := other.Reopen(ctx, other.read("1"), answer(flow.AnswerPayError, "PAYERROR")); err != nil {
				t.Fatal(err)
			}
			s.at(s.now.Seconds()+1, func() {
				if a, driven, err := other.j.Read(ctx, "1"); err != nil || driven || a.State != flow.Reversing {
					t.Errorf("%s, driven %t, %v", a.State, driven, err)
				}
			})
		}
	})
	if rest := strings.TrimPrefix(s.sent(), before); !strings.HasPrefix(rest, " reverse") {
		t.Errorf("behind the look was sent%s", rest)
	}
}

// Money rules 4.2 and 5.7: what needs a person, and a refused number that rests, is asked
// about from time to time, and not while another process has it: a person may be about
// to say a word there.
func TestWhatAnotherProcessHasIsNotAskedAbout(t *testing.T) {
	for name, facts := range map[string][]flow.Fact{
		"before a person": append(wasDecided[:3:3], flow.PersonNeeded{Reason: flow.NeededPayError}),
		"a number":        wasRefused,
	} {
		s := newStage(t)
		p, other := s.boot(), s.boot()
		p.leave("1", 0, "", facts...)
		before, during := "", ""
		var a flow.Attempt
		s.at(61, func() { a, before = must(other.j.Claim(context.Background(), "1")), s.sent() })
		s.at(25*60, func() {
			during = s.sent()
			if err := other.j.Release(context.Background(), a); err != nil {
				t.Fatal(err)
			}
		})
		p.recover(26 * time.Minute)
		if before == "" || during != before || s.sent() == during {
			t.Errorf("%s: sent %q, while it was another's %q", name, s.sent(), strings.TrimPrefix(during, before))
		}
	}
}

// Money rule 5.2: another process finds a charge between a recovery's look and its claim,
// and leaves it to a person, who may be at whichever process.
func TestAChargeIsFoundBetweenLookAndClaim(t *testing.T) {
	ctx := context.Background()
	s := newStage(t)
	p, other := s.boot(), s.boot()
	p.leave("1", 0, "", intent())
	p.with(&keepLooks{Journal: p.j, beforeClaim: func() {
		a := must(other.j.Claim(ctx, "1"))
		a = must(other.j.Append(ctx, a, flow.ChargeProven{TransactionID: "42", TimeEnd: began, Source: "query", Unclaimed: true}))
		if err := other.j.Release(ctx, a); err != nil {
			t.Fatal(err)
		}
	}}, p)
	p.keepOnce()
	if a, err := other.Settle(ctx, "1", true, "Li", "handed over"); err != nil || a.Outcome() != flow.OutcomePaid || s.now > 0 {
		t.Errorf("%s after %v, %v", a.Outcome(), s.now, err)
	}
	s.wasSent("")
}

// Money rule 4.5: a reversal that waits for minutes is this process's all the while.
func TestAReversalThatWaitsLongIsKept(t *testing.T) {
	s := newStage(t)
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
	s.reverse = func(flow.Attempt) flow.Answer { return answer(flow.AnswerAgain, "SYSTEMERROR") }
	p, other := s.boot(), s.boot()
	p.leave("1", 0, "", wasDecided...)
	p.recover(10 * time.Minute)
	if _, err := other.j.Claim(context.Background(), "1"); !errors.Is(err, flow.ErrOwned) {
		t.Errorf("at another process: %v; sent %s", err, s.sent())
	}
}

// Money rule 5.2: the process that was paid dies between the look of a person's word and
// its claim. The charge is then nobody's, and that is written down with the word.
func TestAWordBehindAChargeWhoseOwnerDies(t *testing.T) {
	s := newStage(t)
	owner, p := s.boot(), s.boot()
	a := owner.ring(byRef)
	p.with(&keepLooks{Journal: p.j, beforeClaim: owner.die}, p)
	if a, err := p.Settle(context.Background(), a.OutTradeNo, true, "Li", "handed over"); err != nil || a.Outcome() != flow.OutcomePaid {
		t.Errorf("%s, %v", a.Outcome(), err)
	}
	if got := p.kinds(a.OutTradeNo); !slices.Equal(got[4:], []string{"unclaimed", "given"}) {
		t.Errorf("recorded %v", got)
	}
}

// Money rule 4.4: the 120 s of a patient call are not counted while its customer stands
// before a camera that may take three minutes.
func TestPatienceForASlowCustomer(t *testing.T) {
	s := newStage(t)
	s.rules.ScanTimeout = 3 * time.Minute
	s.face = func() flow.Captured { s.pass(150 * time.Second); return code() }
	s.is(s.boot().ring(byRef, (*flow.Sale).Patient), flow.Paid)
	s.wasSent("camera@0 pay@150")
}

// Money rules 2.3 and 4.4: a query says REFUND, and the money is on its way back. The
// cashier is free; whoever waits for the end waits for it.
func TestTheCashierIsFreeWhileMoneyGoesBack(t *testing.T) {
	for _, patient := range []bool{false, true} {
		s := newStage(t)
		s.pay = func() flow.Answer { return answer(flow.AnswerLost, "SYSTEMERROR") }
		s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerRefund, "REFUND") }
		s.refunds = func() refund.Answer { return seen(refund.StatusProcessing, 1280) }
		s.asked = func(e refund.Entry) refund.Answer {
			if s.now >= 20*time.Second {
				return became(refund.AnswerSuccess, refund.StatusSuccess, e)
			}
			return became(refund.AnswerProcessing, refund.StatusProcessing, e)
		}
		want := map[bool]flow.State{false: flow.Refunding, true: flow.Refunded}[patient]
		s.is(s.boot().ring(byRef, func(sale *flow.Sale) {
			if patient {
				sale.Patient()
			}
		}), want)
		if patient != (s.now >= 20*time.Second) {
			t.Errorf("patient %t: free after %v", patient, s.now)
		}
	}
}
