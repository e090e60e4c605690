package cli

import (
	"testing"
	"time"

	"facetill/cmd/cli/streams"
)

// A list waits for a person who pages through it, a command about money for ten
// seconds and never longer, and for a moment once a signal came.
func TestHowLongAReaderIsWaitedFor(t *testing.T) {
	for command, limits := range map[string][2]time.Duration{
		"recover": {streams.HearWithin, streams.HearStopped}, "pay": {streams.HearWithin, streams.HearStopped},
		"sales": {}, "sales export": {}, "close": {}, "help": {},
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
