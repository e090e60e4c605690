package cli

import (
	"fmt"
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
	case "pay", "status", "recover", "resolve", "sim", "device serve": // a signal has to end them
		return g.patience()
	}
	return 0
}

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
	if g.served { // what it was started for is done, and its line was how to connect
		fmt.Fprintf(g.s.err, "facetill: the output could not be written: %s\n", err)
		return code
	}
	switch g.command {
	case "pay": // it has taken care of paid; what was surely not charged keeps its code
		if g.helped {
			code = codes.ExitFailed
		}
	case "status":
		if e.code != codes.ExitUsage && e.code != codes.ExitFailed && e.code != codes.ExitInterrupted {
			code = codes.ExitOpen
		}
	case "recover", "resolve": // what they do about money is in the journal
		if e.code == codes.ExitDone {
			code, says = codes.ExitOpen, "; facetill status says how it stands"
		}
	case "close":
		if e.code == codes.ExitDone {
			code, says = codes.ExitFailed, "; close only adds up, nothing was recorded by it: the same again prints it"
		}
	default:
		if e.code == codes.ExitDone {
			code = codes.ExitFailed
		}
	}
	fmt.Fprintf(g.s.err, "facetill: the output could not be written: %s%s\n", err, says)
	return code
}
