package flow_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/secret"
)

// brought is a call that brings its number and its face, and has no reference.
var brought = flow.SaleRequest{TotalFee: 1280, Method: flow.MethodFace, OutTradeNo: orphanNo, FaceCode: secret.New("130000000000000000")}

// Money rule 5.4: what becomes of the attempt that another call has opened is the
// outcome of the one that follows it. No second one is opened behind an end that was
// no crash's, whichever of the two calls looks.
func TestAFollowerIsToldTheEndItFollowed(t *testing.T) {
	refused := []flow.Fact{flow.PayerIdentified{}, intent(), flow.PayAnswered{Answer: flow.AnswerRefused, Code: "NOTENOUGH", At: began},
		flow.RefusalConfirmed{Code: "NOTENOUGH", Query: flow.AnswerNotPay}}
	for name, c := range map[string]struct {
		ends    []flow.Fact
		outcome flow.Outcome
		blocks  bool // a new attempt, or a person had a word in it
	}{
		"declined":      {refused, flow.OutcomeDeclined, false},
		"cancelled":     {[]flow.Fact{flow.SaleCancelled{By: flow.ByCashier}}, flow.OutcomeCancelled, false},
		"not sent":      {[]flow.Fact{flow.NothingSent{Code: "NETWORK"}}, flow.OutcomeFailed, false},
		"reversed":      {[]flow.Fact{flow.PayerIdentified{}, intent(), flow.ReversalDecided{Reason: "window", At: began}, flow.ReversalProven{Proof: flow.AnswerRevoked}}, flow.OutcomeReversed, false},
		"given back":    {[]flow.Fact{flow.PayerIdentified{}, intent(), flow.ChargeProven{TransactionID: "42", Unclaimed: true}, flow.ReversalDecided{Reason: "wrong", By: "Li", At: began}, flow.ReversalProven{Proof: flow.AnswerRevoked}}, flow.OutcomeReversed, true},
		"paid and told": {[]flow.Fact{flow.PayerIdentified{}, intent(), flow.ChargeProven{TransactionID: "42"}, flow.Shown{}}, flow.OutcomePaid, true},
	} {
		for _, q := range []flow.SaleRequest{byRef, brought} {
			s := newStage(t)
			owner, p := s.boot(), s.boot()
			a := owner.orphan(q.Ref, "")
			j := &reads{Journal: p.j}
			p.with(j, p)
			sale := p.begin(q)
			if q.Ref == "" || c.blocks { // there is nothing to look for anew
				j.sale = func() error { return errDisk }
			}
			s.at(1, func() {
				var err error
				if a, err = owner.j.Append(context.Background(), a, c.ends...); err == nil {
					err = owner.j.Release(context.Background(), a)
				}
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			})
			b, err := sale.Run(context.Background())
			if err != nil || b.OutTradeNo != orphanNo || b.Outcome() != c.outcome || !sale.Replayed() {
				t.Errorf("%s, ref %q: %s of %s, %v", name, q.Ref, b.Outcome(), b.OutTradeNo, err)
			}
			s.wasSent("")
			if n := len(p.facts(orphanNo)); n != 1+len(c.ends) {
				t.Errorf("%s, ref %q: recorded %v", name, q.Ref, p.kinds(orphanNo))
			}
		}
	}
}

// Money rules 1.3 and 5.4: a call brings the same number again. What became of it is
// the outcome: a charge that nobody was told of is claimed and told, one that cannot be
// claimed any more is not.
func TestABroughtNumberIsBroughtAgain(t *testing.T) {
	for _, q := range []flow.SaleRequest{brought, byRef} {
		s := newStage(t)
		p := s.boot()
		first := p.ring(q)
		s.is(first, flow.Paid)
		p.die()
		s.pass(time.Minute)
		before := s.sent()
		p = s.boot()
		a, err := p.again(q)
		if err != nil || a.OutTradeNo != first.OutTradeNo || a.Outcome() != flow.OutcomePaid {
			t.Errorf("ref %q: %s, %v", q.Ref, a.Outcome(), err)
		}
		if _, err := p.Shown(context.Background(), a); err != nil {
			t.Errorf("ref %q: told: %v", q.Ref, err)
		}
		s.pass(time.Hour)
		_, err = s.boot().again(q)
		if finished, is := errors.AsType[*flow.FinishedError](err); !is || finished.Attempt.OutTradeNo != first.OutTradeNo {
			t.Errorf("ref %q, an hour later: %v", q.Ref, err)
		}
		s.wasSent(before)
	}
}

// Money rule 5.4: what another call opens between two looks is looked at anew, also
// where it was opened under the number that this call brings.
func TestOpenedBetweenTwoLooks(t *testing.T) {
	s := newStage(t)
	other, p := s.boot(), s.boot()
	q := byRef
	q.OutTradeNo, q.FaceCode = orphanNo, brought.FaceCode
	p.with(&lateLook{Journal: p.j, then: func() {
		sale := other.begin(q)
		s.at(1, func() { must(sale.Run(context.Background())) })
	}}, p)
	a, err := p.begin(q).Run(context.Background())
	if err != nil || a.OutTradeNo != orphanNo || a.Outcome() != flow.OutcomePaid {
		t.Errorf("%s, %v", a.Outcome(), err)
	}
	s.wasSent("query@0 pay@1")
}

// nthRead is a journal of which one reading fails.
type nthRead struct {
	flow.Journal
	n int
}

func (j *nthRead) Read(ctx context.Context, no flow.OutTradeNo) (flow.Attempt, bool, error) {
	if j.n--; j.n == 0 {
		return flow.Attempt{}, false, errDisk
	}
	return j.Journal.Read(ctx, no)
}

// A number that cannot be looked up is not charged, at whichever look; one of another
// sale is refused by its name.
func TestANumberThatCannotBeLookedUp(t *testing.T) {
	referred := byRef
	referred.OutTradeNo, referred.FaceCode = orphanNo, brought.FaceCode
	for n, q := range map[int]flow.SaleRequest{1: brought, 2: referred} {
		s := newStage(t)
		p := s.boot()
		p.with(&nthRead{p.j, n}, p)
		if _, err := p.Begin(context.Background(), q, nil); !errors.Is(err, errDisk) {
			t.Errorf("look %d: %v", n, err)
		}
		s.wasSent("")
	}
	s := newStage(t)
	p := s.boot()
	p.orphan("another", "")
	_, err := p.Begin(context.Background(), referred, nil)
	if e, is := errors.AsType[*field.Error](err); !is || e.Field != "out_trade_no" {
		t.Errorf("of another sale: %v", err)
	}
}

// Money rule 5.3 and 5.4: what a dead process left before its camera, or with a code in
// hand, was not submitted: it is cancelled as that, on this machine's clock, and lets
// the next one begin. Where it cannot be cancelled nothing begins.
func TestWhatADeadProcessLeftUnsubmitted(t *testing.T) {
	for _, left := range [][]flow.Fact{nil, {flow.PayerIdentified{}}} {
		for _, q := range []flow.SaleRequest{byRef, byFace} {
			s := newStage(t)
			s.skew = time.Minute
			dead, p := s.boot(), s.boot()
			dead.orphan(q.Ref, "", left...)
			dead.die()
			p.with(failing{p.j, "claim"}, p)
			if _, err := p.Begin(context.Background(), q, nil); !errors.Is(err, errDisk) {
				t.Errorf("ref %q, left %v, cannot be claimed: %v", q.Ref, left, err)
			}
			p = s.boot()
			a := must(p.begin(q).Run(context.Background()))
			if s.is(a, flow.Paid); a.OutTradeNo == orphanNo {
				t.Errorf("ref %q: the dead one's own number was charged", q.Ref)
			}
			facts := p.facts(orphanNo)
			if want := (flow.SaleCancelled{By: flow.ByRestart, At: began.Add(time.Minute)}); facts[len(facts)-1] != flow.Fact(want) {
				t.Errorf("ref %q: recorded %+v", q.Ref, facts)
			}
		}
	}
}

// Money rule 1.9: what is open at another WeChat is refused by its name.
func TestWhatIsElsewhereIsNamed(t *testing.T) {
	s := newStage(t)
	s.bootAt("https://a").orphan("K", "https://a", flow.PayerIdentified{}, intent())
	_, err := s.bootAt("https://b").Begin(context.Background(), byRef, nil)
	if e, is := errors.AsType[*field.Error](err); !is || e.Field != "attempt" {
		t.Errorf("%v", err)
	}
}

// Money rule 5.4: a charge that another process has found and nobody settles is waited
// for to the end of this call's time, and stays open.
func TestAnUnclaimedChargeThatNobodySettles(t *testing.T) {
	s := newStage(t)
	owner, p := s.boot(), s.boot()
	a := owner.orphan("K", "", flow.PayerIdentified{}, intent())
	sale := p.begin(byRef)
	if _, err := owner.j.Append(context.Background(), a, flow.ChargeProven{TransactionID: "42", TimeEnd: began, Unclaimed: true}); err != nil {
		t.Fatal(err)
	}
	if a, err := sale.Run(context.Background()); err != nil || a.Outcome() != flow.OutcomeOpen || s.now != 2*time.Minute {
		t.Errorf("%s after %v, %v", a.Outcome(), s.now, err)
	}
}
