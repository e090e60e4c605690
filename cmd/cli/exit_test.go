package cli

import (
	"testing"

	"facetill/cmd/cli/codes"
	"facetill/flow"
	"facetill/flow/field"
)

// What was not submitted by this process is a failure and not a doubt; the same
// states of another process are in doubt.
func TestSaleEnding(t *testing.T) {
	mine := flow.Attempt{Order: flow.Order{OutTradeNo: "1"}, State: flow.Submitting}
	mine.Live.Mine = true
	sent := mine
	sent.Live.Submitted = true
	foreign := mine
	foreign.Live.Mine = false
	for _, c := range []struct {
		name    string
		a       flow.Attempt
		stopped bool
		want    codes.Exit
	}{
		{"not sent", mine, false, codes.ExitFailed}, {"stopped before the request", mine, true, codes.ExitInterrupted},
		{"sent", sent, false, codes.ExitOpen}, {"stopped after it", sent, true, codes.ExitOpen}, {"of another process", foreign, false, codes.ExitOpen},
	} {
		if e := saleEnding(c.a, flow.ErrFenced, c.stopped); e.code != c.want {
			t.Errorf("%s: %d, want %d", c.name, e.code, c.want)
		}
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		err  error
		want codes.Exit
	}{
		{&field.Error{Field: "amount", Problem: "is out of range"}, codes.ExitUsage},
		{&flow.SalesSuspendedError{Kind: flow.SuspendedByKey, Why: "SIGNERROR"}, codes.ExitUsage},
		{&flow.PossibleDuplicateError{Others: []flow.Attempt{{State: flow.Confirming}}}, codes.ExitOpen},
		{&flow.FinishedError{Attempt: flow.Attempt{State: flow.Paid, Shown: true}}, codes.ExitFinished},
		{&flow.FinishedError{Attempt: flow.Attempt{State: flow.Refunded}}, codes.ExitFinished},
		{&flow.FinishedError{Attempt: flow.Attempt{State: flow.Confirming}}, codes.ExitOpen},
		{&flow.FinishedError{Attempt: flow.Attempt{State: flow.Opened}}, codes.ExitOpen},
		{flow.ErrBlocked, codes.ExitOpen}, {flow.ErrOwned, codes.ExitOpen}, {flow.ErrUnknown, codes.ExitFailed},
	} {
		if e := endingOf(fromSale(t.Context(), flow.SaleRequest{}), c.err); e.code != c.want {
			t.Errorf("%v: %d, want %d", c.err, e.code, c.want)
		}
	}
	// What may have been paid before is never called surely unmoved because the
	// journal is busy.
	for _, q := range []flow.SaleRequest{{Ref: "A-1"}, {OutTradeNo: "26112512000000000000000000000001"}} {
		if e := endingOf(fromSale(t.Context(), q), flow.ErrUnknown); e.code != codes.ExitOpen || e.outcome != flow.OutcomeOpen {
			t.Errorf("a journal that does not read, of %+v: %d %s", q, e.code, e.outcome)
		}
	}
}
