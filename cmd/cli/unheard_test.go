package cli

import (
	"fmt"
	"io"
	"syscall"
	"testing"
	"time"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/streams"
)

// A list waits for a person who pages through it, a command about money for ten
// seconds and never longer, and for a moment once a signal came.
func TestHowLongAReaderIsWaitedFor(t *testing.T) {
	for command, limits := range map[string][2]time.Duration{
		"recover": {streams.HearWithin, streams.HearStopped}, "pay": {streams.HearWithin, streams.HearStopped},
		"sales": {}, "sales export": {}, "day": {}, "close": {}, "help": {},
	} {
		g := &global{command: command, s: &stdio{}}
		for i, stopped := range []bool{false, true} {
			g.stopped.Store(stopped)
			if got := g.hears(); got != limits[i] {
				t.Errorf("%s, stopped %t: %s, want %s", command, stopped, got, limits[i])
			}
		}
	}
}

// What was done and could not be told is 8: 69 means that nothing was done.
func TestDoneAndUnheardIsOpen(t *testing.T) {
	for command, want := range map[string]codes.Exit{
		"settle": codes.ExitOpen, "shift in": codes.ExitOpen, "shift out": codes.ExitOpen, "shift handover": codes.ExitOpen, "shift end": codes.ExitOpen,
		"refund": codes.ExitOpen, "shift": codes.ExitFailed, "sales": codes.ExitFailed,
	} {
		g := &global{command: command, s: &stdio{err: io.Discard}, out: streams.NewHeard(&breaking{err: syscall.ENOSPC}), talk: streams.NewHeard(io.Discard)}
		fmt.Fprintln(g.out, "it is done")
		if got := g.unheard(&ending{}); got != want {
			t.Errorf("%s: exit %d, want %d", command, got, want)
		}
		if got := g.unheard(usage("a flag is wrong")); got != codes.ExitUsage {
			t.Errorf("%s refused: exit %d", command, got)
		}
	}
}
