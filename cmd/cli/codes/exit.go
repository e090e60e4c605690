package codes

import (
	"fmt"
	"strings"

	"facetill/flow"
	"facetill/tui/text"
)

// Exit is what a process ends with. 1 and 2 are never ours, because a
// killed or panicking process yields them (money rule 7.1).
type Exit int

// The codes, in the sequence of `help exit-codes`.
const (
	ExitDone        Exit = 0
	ExitDeclined    Exit = 3
	ExitCancelled   Exit = 4
	ExitReversed    Exit = 5
	ExitFinished    Exit = 6
	ExitOpen        Exit = 8
	ExitFinding     Exit = 9
	ExitUsage       Exit = 64
	ExitFailed      Exit = 69
	ExitInterrupted Exit = 130
)

// Exits has what each one means to a caller. A test holds it against the
// constants, another runs each row.
var Exits = []struct {
	Code    Exit
	Meaning string
}{
	{ExitDone, "paid, or what was asked for is done; of a refund: it is back or on its way"},
	{ExitDeclined, "declined: surely not charged; of a refund: WeChat refused it, and nothing moved"},
	{ExitCancelled, "cancelled before anything was submitted; also when the customer chose to scan (err_code SCAN_PAYMENT) or the camera's time ran out (SCAN_TIMEOUT)"},
	{ExitReversed, "reversed or refunded: the money is known to be back"},
	{ExitFinished, "this reference was finished earlier: nothing was done, the record is on stdout"},
	{ExitOpen, "not known yet: no goods; of a refund: not known, stuck or stopped; `facetill recover` goes on, `facetill status` asks"},
	{ExitFinding, "a check found something"},
	{ExitUsage, "wrong usage or configuration: nothing was done"},
	{ExitFailed, "failed, and surely no money moved"},
	{ExitInterrupted, "interrupted before anything was submitted (SIGINT, SIGTERM, SIGHUP)"},
}

// ExitHelp is `help exit-codes`.
func ExitHelp() string {
	var b strings.Builder
	b.WriteString("Every command ends with one of these codes.\n\n")
	for _, row := range Exits {
		fmt.Fprintf(&b, "  %3d  %s\n", row.Code, row.Meaning)
	}
	b.WriteString("\n1 and 2 are never facetill's: a killed or crashed process yields them. Treat every\n" +
		"code that is not in this list, and a missing result line, as 8.\n")
	return b.String()
}

// ExitOf is the code of a process that has nothing to tell but an attempt. It is of
// the one table of outcomes, which the screen asks, too.
func ExitOf(a flow.Attempt) Exit {
	if a.Interrupted() {
		return ExitInterrupted
	}
	return Exit(text.Say(a.Outcome()).Exit)
}
