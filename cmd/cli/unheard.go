package cli

import (
	"fmt"
	"slices"
	"time"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/streams"
)

// patience is how long a caller may leave unread what a command about money has said.
func (g *global) patience() time.Duration {
	if g.stopped.Load() {
		return streams.HearStopped
	}
	return streams.HearWithin
}

// hears is how long stdout may be left unread: for ever where it is a list, because
// a person may page through it for hours and a signal ends it, and a moment where a
// command is about money.
func (g *global) hears() time.Duration {
	switch g.command {
	case "pay", "status", "recover", "resolve", "refund", "reverse", "sim", "device serve": // a signal has to end them
		return g.patience()
	}
	if g.asked {
		return g.patience()
	}
	return 0
}

// records are the commands that leave something behind in the journal: what they were
// asked for is done, whoever heard of it.
var records = []string{"recover", "resolve", "refund", "reverse", "settle", "shift in", "shift out", "shift handover", "shift end"}

// unheard is the exit code where the output could not be written whole (money rule
// 7.1). Who reads the code alone must not take for done what nobody was told.
func (g *global) unheard(e *ending) codes.Exit {
	// What was said to people is waited for a moment, and no longer: nothing hangs on it.
	_ = g.talk.Failed(streams.HearStopped)
	err := g.out.Failed(g.hears())
	if err == nil {
		return e.code
	}
	code, says := e.code, ""
	switch done := e.code == codes.ExitDone; {
	case g.served: // what it was started for is done, and its line was how to connect
	case g.command == "pay" && !g.helped: // it has taken care of paid; what was surely not charged keeps its code
	case g.command == "status":
		if e.code != codes.ExitUsage && e.code != codes.ExitFailed && e.code != codes.ExitInterrupted {
			code = codes.ExitOpen
		}
	case done && slices.Contains(records, g.command):
		code, says = codes.ExitOpen, "; it is done, and facetill status (or shift) says how it stands"
	case done && g.worded: // it is entered, and 69 would say that nothing was
		code, says = codes.ExitOpen, "; it is done, and facetill reconcile says how it stands"
	case done && g.asked:
		code, says = codes.ExitOpen, "; it is done, and facetill wx query (or refundquery) says how it stands"
	case g.closed > 0:
		code, says = codes.ExitFailed, fmt.Sprintf("; close %d is made, print it again: facetill close --print %d", g.closed, g.closed)
	case done || g.command == "pay":
		code = codes.ExitFailed
	}
	fmt.Fprintf(g.s.err, "facetill: the output could not be written: %s%s\n", err, says)
	return code
}
