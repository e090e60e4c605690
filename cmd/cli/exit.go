package cli

import (
	"fmt"
	"strings"

	"facetill/flow"
)

// exitCode is what the process ends with. 1 and 2 are never ours, because a
// killed or panicking process yields them (money rule 7.1).
type exitCode int

// The codes, in the order of `help exit-codes`.
const (
	exitDone        exitCode = 0
	exitDeclined    exitCode = 3
	exitCancelled   exitCode = 4
	exitReversed    exitCode = 5
	exitFinished    exitCode = 6
	exitOpen        exitCode = 8
	exitFinding     exitCode = 9
	exitUsage       exitCode = 64
	exitFailed      exitCode = 69
	exitInterrupted exitCode = 130
)

// exitCodes says what each one means to a caller. A test holds it against the
// constants, another runs each row.
var exitCodes = []struct {
	code    exitCode
	meaning string
}{
	{exitDone, "paid, or what was asked for is done"},
	{exitDeclined, "declined: surely not charged"},
	{exitCancelled, "cancelled before anything was submitted; also when the customer chose to scan (err_code SCAN_PAYMENT) or the camera's time ran out (SCAN_TIMEOUT)"},
	{exitReversed, "reversed or refunded: the money is known to be back"},
	{exitFinished, "this reference was finished earlier: nothing was done, the record is on stdout"},
	{exitOpen, "not known yet: no goods; `facetill recover` goes on, `facetill status` asks"},
	{exitFinding, "a check found something"},
	{exitUsage, "wrong usage or configuration: nothing was done"},
	{exitFailed, "failed, and surely no money moved"},
	{exitInterrupted, "interrupted before anything was submitted (SIGINT, SIGTERM, SIGHUP)"},
}

// exitCodesHelp is `help exit-codes`.
func exitCodesHelp() string {
	var b strings.Builder
	b.WriteString("Every command ends with one of these codes.\n\n")
	for _, row := range exitCodes {
		fmt.Fprintf(&b, "  %3d  %s\n", row.code, row.meaning)
	}
	b.WriteString("\n1 and 2 are never facetill's: a killed or crashed process yields them. Treat every\n" +
		"code that is not in this list, and a missing result line, as 8.\n")
	return b.String()
}

// verdict is what may be said of an attempt now: the word of the result line
// and the code of the process.
func verdict(a flow.Attempt) (flow.Outcome, exitCode) {
	if a.Open() {
		// An unclaimed charge is nobody's "paid" before a person says so.
		return flow.OutcomeOpen, exitOpen
	}
	outcome := a.Outcome()
	switch outcome {
	case flow.OutcomePaid:
		return outcome, exitDone
	case flow.OutcomeDeclined:
		return outcome, exitDeclined
	case flow.OutcomeCancelled:
		if a.Reason == bySignal {
			return outcome, exitInterrupted
		}
		return outcome, exitCancelled
	case flow.OutcomeFailed:
		if a.Code == codeSignal {
			return flow.OutcomeCancelled, exitInterrupted
		}
		return outcome, exitFailed
	case flow.OutcomeReversed, flow.OutcomeRefunded:
		return outcome, exitReversed
	}
	return flow.OutcomeOpen, exitOpen
}

// What the flow writes down where a signal ended a sale before its request.
const (
	bySignal   = "signal"
	codeSignal = "SIGNAL"
)
