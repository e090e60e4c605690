package wx

import (
	"context"
	"time"

	"facetill/flow"
)

// plainClock is the machine's clock for a Gateway that was given none, as by a
// command that makes one call.
type plainClock struct{ start time.Time }

func (c plainClock) Now() flow.Instant {
	now := time.Now()
	return flow.Instant{Wall: now.Round(0), Mono: now.Sub(c.start)}
}

func (c plainClock) Sleep(ctx context.Context, d time.Duration, wake <-chan struct{}) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-wake:
	case <-ctx.Done():
	}
}
