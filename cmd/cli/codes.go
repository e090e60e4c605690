package cli

import (
	"fmt"
	"strings"

	"facetill/flow"
	"facetill/tui/text"
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

// exitOf is the code of a process that has nothing to tell but an attempt. It is of
// the one table of outcomes, which the screen asks, too.
func exitOf(a flow.Attempt) exitCode {
	if a.Interrupted() {
		return exitInterrupted
	}
	return exitCode(text.Say(a.Outcome()).Exit)
}
