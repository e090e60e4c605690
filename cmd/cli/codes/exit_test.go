package codes

import (
	"strings"
	"testing"

	"facetill/flow"
)

func TestExitCodesAreTheTable(t *testing.T) {
	want := map[Exit]bool{ExitDone: true, ExitDeclined: true, ExitCancelled: true, ExitReversed: true, ExitFinished: true,
		ExitOpen: true, ExitFinding: true, ExitUsage: true, ExitFailed: true, ExitInterrupted: true}
	help := ExitHelp()
	for i, row := range Exits {
		if !want[row.Code] {
			t.Errorf("%d stands twice in the table or is no constant", row.Code)
		}
		delete(want, row.Code)
		if row.Code == 1 || row.Code == 2 {
			t.Errorf("%d is the runtime's, not ours", row.Code)
		}
		if i > 0 && Exits[i-1].Code >= row.Code {
			t.Errorf("%d is out of order", row.Code)
		}
		if !strings.Contains(help, row.Meaning) {
			t.Errorf("the help leaves out %q", row.Meaning)
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
		code    Exit
	}{
		flow.Opened: {"open", 8}, flow.Identified: {"open", 8}, flow.Submitting: {"open", 8}, flow.Confirming: {"open", 8},
		flow.Reversing: {"open", 8}, flow.NeedsPerson: {"open", 8}, flow.Refunding: {"open", 8}, flow.Paid: {"paid", 0},
		flow.Refused: {"declined", 3}, flow.Cancelled: {"cancelled", 4}, flow.NotSent: {"failed", 69},
		flow.Reversed: {"reversed", 5}, flow.Refunded: {"refunded", 5},
	}
	for _, s := range flow.States() {
		a := flow.Attempt{State: s, Shown: true}
		outcome, code := a.Outcome(), ExitOf(a)
		if w, ok := want[s]; !ok || outcome != w.outcome || code != w.code {
			t.Errorf("%s: %s %d, want %v", s, outcome, code, want[s])
		}
	}
	for _, c := range []struct {
		a       flow.Attempt
		outcome flow.Outcome
		code    Exit
	}{
		{flow.Attempt{State: flow.Paid, Unclaimed: true}, "open", 8},
		{flow.Attempt{State: flow.Paid}, "open", 8},
		{flow.Attempt{State: flow.Cancelled, EndedBy: flow.BySignal}, "cancelled", 130},
		{flow.Attempt{State: flow.NotSent, Code: "SIGNAL"}, "cancelled", 130},
		{flow.Attempt{State: flow.Refused, Closing: true}, "declined", 3},
	} {
		if outcome, code := c.a.Outcome(), ExitOf(c.a); outcome != c.outcome || code != c.code {
			t.Errorf("%+v: %s %d, want %s %d", c.a, outcome, code, c.outcome, c.code)
		}
	}
}
