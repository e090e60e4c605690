package flow_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"facetill/flow"
)

// Money rule 5.3: what stops a press is of its lane and amount, and is on its way,
// unclaimed or paid.
func TestWhatMayBeTheSameCustomer(t *testing.T) {
	yes := []flow.State{flow.Opened, flow.Identified, flow.Submitting, flow.Confirming, flow.Reversing, flow.NeedsPerson, flow.Refunding, flow.Paid}
	for _, state := range flow.States() {
		a := flow.Attempt{Order: flow.Order{Lane: "L", TotalFee: 1280}, State: state}
		if got := a.MayDuplicate("L", 1280); got != slices.Contains(yes, state) {
			t.Errorf("%s: %t", state, got)
		}
		if a.MayDuplicate("M", 1280) || a.MayDuplicate("L", 1281) {
			t.Errorf("%s: at another lane or for another amount", state)
		}
	}
}

// A sale that was asked for twice is stopped by what came after either moment.
func TestAPressOrAnother(t *testing.T) {
	p, q := flow.Press{Seq: 7, InFlight: []flow.OutTradeNo{"3", "1"}}, flow.Press{Seq: 5, InFlight: []flow.OutTradeNo{"2", "1"}}
	for _, got := range []flow.Press{p.Or(q), q.Or(p)} {
		if got.Seq != 5 || !slices.Equal(got.InFlight, []flow.OutTradeNo{"1", "2", "3"}) {
			t.Errorf("%+v", got)
		}
	}
}

// A sale with a reference has no press: a journal that cannot note one does not stop it.
func TestAReferenceHasNoPress(t *testing.T) {
	p := newStage(t).boot()
	p.with(failing{p.j, "press"}, p)
	if a := must(p.begin(byRef).Run(context.Background())); a.State != flow.Paid {
		t.Error(a.State)
	}
}

// Money rule 5.3: "another customer" without a number covers what no living process
// drives, to the end of the sale; not a charge that was shown since the press.
func TestABareAnotherCustomer(t *testing.T) {
	paid := []flow.Fact{flow.PayerIdentified{}, intent(), flow.ChargeProven{TransactionID: "42", TimeEnd: began}, flow.Shown{}}
	bare := byFace
	bare.NewAll = true
	for name, facts := range map[string][]flow.Fact{
		"open":              {flow.PayerIdentified{}, intent()},
		"unclaimed":         {flow.PayerIdentified{}, intent(), flow.ChargeProven{TransactionID: "42", TimeEnd: began, Unclaimed: true}},
		"being reversed":    {flow.PayerIdentified{}, intent(), flow.ReversalDecided{Reason: "window", At: began}},
		"shown since":       nil,
		"driven by another": nil,
	} {
		s := newStage(t)
		other, p := s.boot(), s.boot()
		switch name {
		case "shown since":
			bare.Press = &flow.Press{InFlight: []flow.OutTradeNo{orphanNo}}
			other.orphan("", "", paid...)
		case "driven by another":
			bare.Press = nil
			other.orphan("", "", flow.PayerIdentified{}, intent())
		default:
			bare.Press = nil
			other.orphan("", "", facts...)
			other.die()
		}
		sale, err := p.Begin(context.Background(), bare, nil)
		if facts == nil {
			stops(t, err, orphanNo)
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if a, err := sale.Run(context.Background()); err != nil || a.State != flow.Paid {
			t.Errorf("%s: %s, %v", name, a.State, err)
		}
	}
}

// What the guard stops at its camera is recorded as that, on this machine's clock.
func TestAStoppedSaleIsRecorded(t *testing.T) {
	s := newStage(t)
	s.skew = time.Minute
	one := s.boot()
	two := s.boot().through(&between{open: func() { one.begin(byFace) }})
	a, _ := two.begin(byFace).Run(context.Background())
	facts := two.facts(a.OutTradeNo)
	if want := (flow.SaleCancelled{By: flow.ByDuplicate, Code: flow.CodePossibleDuplicate, At: began.Add(time.Minute)}); len(facts) != 2 || facts[1] != flow.Fact(want) {
		t.Errorf("recorded %+v", facts)
	}
	s.wasSent("")
}

// Money rule 5.4: two calls of one reference in one process, and neither has come to its
// camera. The second follows the first, and takes nothing from it.
func TestTwoCallsBeforeTheirCamera(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	first := p.begin(byRef)
	second := p.begin(byRef)
	a := must(first.Run(context.Background()))
	b := must(second.Run(context.Background()))
	if a.State != flow.Paid || b.OutTradeNo != a.OutTradeNo || b.Outcome() != flow.OutcomePaid {
		t.Errorf("%s of %s, %s of %s", a.State, a.OutTradeNo, b.State, b.OutTradeNo)
	}
	s.wasSent("camera@0 pay@0")
}

// What is taken over while the guard cancels it is looked at anew, and cancelled then.
func TestTakenOverWhileItIsCancelled(t *testing.T) {
	for _, q := range []flow.SaleRequest{byFace, byRef} {
		s := newStage(t)
		dead, p := s.boot(), s.boot()
		dead.orphan(q.Ref, "")
		dead.die()
		n := 0
		p.with(&tapped{Journal: p.j, writes: func(facts []flow.Fact) error {
			if _, is := facts[0].(flow.SaleCancelled); is {
				if n++; n == 1 {
					return flow.ErrFenced
				}
			}
			return nil
		}}, p)
		a := must(p.begin(q).Run(context.Background()))
		s.is(a, flow.Paid)
		s.is(p.read(orphanNo), flow.Cancelled)
		if n != 2 {
			t.Errorf("ref %q: cancelled in %d tries", q.Ref, n)
		}
	}
}
