package flow_test

import (
	"context"
	"testing"

	"facetill/flow"
)

// Nobody has to ask beside Outcome who holds a charge (money rules 5.2, 5.4): one
// that was not shown is nobody's "paid" before somebody living is known to tell it.
func TestOutcomeOfACharge(t *testing.T) {
	untold := flow.Attempt{State: flow.Paid}
	mine := untold
	mine.Live.Mine = true
	for _, c := range []struct {
		name string
		a    flow.Attempt
		want flow.Outcome
	}{
		{"as its facts have it", untold, flow.OutcomeOpen},
		{"read, and nobody drives it", untold.AsRead(false), flow.OutcomeOpen},
		{"read, and another process is about to tell it", untold.AsRead(true), flow.OutcomePaid},
		{"of this process", mine, flow.OutcomePaid},
		{"told", flow.Attempt{State: flow.Paid, Shown: true}, flow.OutcomePaid},
		{"left unclaimed", flow.Attempt{State: flow.Paid, Unclaimed: true}, flow.OutcomeOpen},
		{"left unclaimed, and driven", flow.Attempt{State: flow.Paid, Unclaimed: true}.AsRead(true), flow.OutcomeOpen},
	} {
		if got := c.a.Outcome(); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// Whoever takes a charge from a process that died is told nothing better than a
// reader is, until it has claimed it.
func TestOutcomeOfATakenCharge(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	a := p.ring(flow.SaleRequest{})
	if a.Outcome() != flow.OutcomePaid {
		t.Errorf("by its own process: %s", a.Outcome())
	}
	p.die()
	if a, err := s.boot().j.Claim(context.Background(), a.OutTradeNo); err != nil || a.Outcome() != flow.OutcomeOpen {
		t.Errorf("taken over: %s, %v", a.Outcome(), err)
	}
}

// A sale that a signal ended before its request is cancelled, wherever it stood.
func TestOutcomeOfAnInterruptedSale(t *testing.T) {
	for _, a := range []flow.Attempt{{State: flow.Cancelled, EndedBy: flow.BySignal}, {State: flow.NotSent, Code: "SIGNAL"}} {
		if a.Outcome() != flow.OutcomeCancelled {
			t.Errorf("%s: %s", a.State, a.Outcome())
		}
	}
}
