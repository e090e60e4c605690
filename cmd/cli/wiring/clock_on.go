//go:build crashpoints

package wiring

import (
	"context"
	"os"
	"strconv"
	"strings"
	"time"

	"facetill/flow/clock"
)

// machineClock is this computer's clock, changed as the environment says:
//
//   - FACETILL_WALL names a file with "24h" or "-24h", by which wall time is off.
//     It is read at every look, so a test can set the clock of a program that runs.
//   - FACETILL_SPEED is "20@1764057600000000000": time goes twenty times as fast
//     since that moment of Unix time in nanoseconds, the same for every process
//     that is given the same text.
func machineClock() clock.Clock {
	var machine clock.Clock = clock.NewMachine()
	if times, since, found := strings.Cut(os.Getenv("FACETILL_SPEED"), "@"); found {
		by, err := strconv.Atoi(times)
		at, err2 := strconv.ParseInt(since, 10, 64)
		if err != nil || err2 != nil || by < 1 {
			panic("FACETILL_SPEED: write times@nanoseconds")
		}
		machine = fastClock{machine, time.Duration(by), time.Unix(0, at)}
	}
	return wrongClock{machine, os.Getenv("FACETILL_WALL")}
}

// fastClock goes some times as fast as the clock behind it.
type fastClock struct {
	clock.Clock
	by    time.Duration
	since time.Time
}

func (c fastClock) Now() clock.Instant {
	now := c.Clock.Now()
	return clock.Instant{Wall: c.since.Add(now.Wall.Sub(c.since) * c.by), Mono: now.Mono * c.by}
}

func (c fastClock) Sleep(ctx context.Context, d time.Duration, wake <-chan struct{}) {
	c.Clock.Sleep(ctx, d/c.by, wake)
}

type wrongClock struct {
	clock.Clock
	file string
}

func (c wrongClock) Now() clock.Instant {
	now := c.Clock.Now()
	text, err := os.ReadFile(c.file)
	if err != nil {
		return now
	}
	if off, err := time.ParseDuration(strings.TrimSpace(string(text))); err == nil {
		now.Wall = now.Wall.Add(off)
	}
	return now
}
