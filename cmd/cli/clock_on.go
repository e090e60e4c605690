//go:build crashpoints

package cli

import (
	"os"
	"strings"
	"time"

	"facetill/flow"
)

// machineClock is this computer's clock, with its wall time off by as much as
// the file says that FACETILL_WALL names: "24h", "-24h". The file is read at
// every look, so a test can set the clock of a program that runs.
func machineClock() flow.Clock {
	return wrongClock{flow.NewMachine(), os.Getenv("FACETILL_WALL")}
}

type wrongClock struct {
	*flow.Machine
	file string
}

func (c wrongClock) Now() flow.Instant {
	now := c.Machine.Now()
	text, err := os.ReadFile(c.file)
	if err != nil {
		return now
	}
	if off, err := time.ParseDuration(strings.TrimSpace(string(text))); err == nil {
		now.Wall = now.Wall.Add(off)
	}
	return now
}
