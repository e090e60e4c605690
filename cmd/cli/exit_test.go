package cli

import (
	"strings"
	"testing"

	"facetill/flow"
	"facetill/flow/field"
)

func TestExitCodesAreTheTable(t *testing.T) {
	want := map[exitCode]bool{exitDone: true, exitDeclined: true, exitCancelled: true, exitReversed: true, exitFinished: true,
		exitOpen: true, exitFinding: true, exitUsage: true, exitFailed: true, exitInterrupted: true}
	help := exitCodesHelp()
	for i, row := range exitCodes {
		if !want[row.code] {
			t.Errorf("%d stands twice in the table or is no constant", row.code)
		}
		delete(want, row.code)
		if row.code == 1 || row.code == 2 {
			t.Errorf("%d is the runtime's, not ours", row.code)
		}
		if i > 0 && exitCodes[i-1].code >= row.code {
			t.Errorf("%d is out of order", row.code)
		}
		if !strings.Contains(help, row.meaning) {
			t.Errorf("the help leaves out %q", row.meaning)
		}
	}
	for code := range want {
		t.Errorf("%d is not in the table", code)
	}
}

// Every state has a word and a code, and an unclaimed charge is never "paid".
func TestExitOf(t *testing.T) {
	want := map[flow.State]struct {
		outcome flow.Outcome
		code    exitCode
	}{
		flow.Opened: {"open", 8}, flow.Identified: {"open", 8}, flow.Submitting: {"open", 8}, flow.Confirming: {"open", 8},
		flow.Reversing: {"open", 8}, flow.NeedsPerson: {"open", 8}, flow.Refunding: {"open", 8}, flow.Paid: {"paid", 0},
		flow.Refused: {"declined", 3}, flow.Cancelled: {"cancelled", 4}, flow.NotSent: {"failed", 69},
		flow.Reversed: {"reversed", 5}, flow.Refunded: {"refunded", 5},
	}
	for _, s := range flow.States() {
		a := flow.Attempt{State: s, Shown: true}
		outcome, code := a.Outcome(), exitOf(a)
		if w, ok := want[s]; !ok || outcome != w.outcome || code != w.code {
			t.Errorf("%s: %s %d, want %v", s, outcome, code, want[s])
		}
	}
	for _, c := range []struct {
		a       flow.Attempt
		outcome flow.Outcome
		code    exitCode
	}{
		{flow.Attempt{State: flow.Paid, Unclaimed: true}, "open", 8},
		{flow.Attempt{State: flow.Paid}, "open", 8},
		{flow.Attempt{State: flow.Cancelled, EndedBy: flow.BySignal}, "cancelled", 130},
		{flow.Attempt{State: flow.NotSent, Code: "SIGNAL"}, "cancelled", 130},
		{flow.Attempt{State: flow.Refused, Closing: true}, "declined", 3},
	} {
		if outcome, code := c.a.Outcome(), exitOf(c.a); outcome != c.outcome || code != c.code {
			t.Errorf("%+v: %s %d, want %s %d", c.a, outcome, code, c.outcome, c.code)
		}
	}
}

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
		want    exitCode
	}{
		{"not sent", mine, false, exitFailed}, {"stopped before the request", mine, true, exitInterrupted},
		{"sent", sent, false, exitOpen}, {"stopped after it", sent, true, exitOpen}, {"of another process", foreign, false, exitOpen},
	} {
		if e := saleEnding(c.a, flow.ErrFenced, c.stopped); e.code != c.want {
			t.Errorf("%s: %d, want %d", c.name, e.code, c.want)
		}
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		err  error
		want exitCode
	}{
		{&field.Error{Field: "amount", Problem: "is out of range"}, exitUsage},
		{&flow.SalesSuspendedError{Kind: flow.SuspendedByKey, Why: "SIGNERROR"}, exitUsage},
		{&flow.PossibleDuplicateError{Others: []flow.Attempt{{State: flow.Confirming}}}, exitOpen},
		{&flow.FinishedError{Attempt: flow.Attempt{State: flow.Paid, Shown: true}}, exitFinished},
		{&flow.FinishedError{Attempt: flow.Attempt{State: flow.Refunded}}, exitFinished},
		{&flow.FinishedError{Attempt: flow.Attempt{State: flow.Confirming}}, exitOpen},
		{&flow.FinishedError{Attempt: flow.Attempt{State: flow.Opened}}, exitOpen},
		{flow.ErrBlocked, exitOpen}, {flow.ErrOwned, exitOpen}, {flow.ErrUnknown, exitFailed},
	} {
		if e := endingOf(fromSale(t.Context(), flow.SaleRequest{}), c.err); e.code != c.want {
			t.Errorf("%v: %d, want %d", c.err, e.code, c.want)
		}
	}
	// What may have been paid before is never called surely unmoved because the
	// journal is busy.
	for _, q := range []flow.SaleRequest{{Ref: "A-1"}, {OutTradeNo: "26112512000000000000000000000001"}} {
		if e := endingOf(fromSale(t.Context(), q), flow.ErrUnknown); e.code != exitOpen || e.outcome != flow.OutcomeOpen {
			t.Errorf("a journal that does not read, of %+v: %d %s", q, e.code, e.outcome)
		}
	}
}
