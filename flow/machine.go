package flow

import (
	"context"
	"time"
)

// Machine is the clock of this computer.
type Machine struct{ start time.Time }

// NewMachine starts its monotonic time now.
func NewMachine() *Machine { return &Machine{start: time.Now()} }

// Now is wall time without its monotonic reading, and monotonic time beside it:
// the two are compared to notice that the machine slept.
func (m *Machine) Now() Instant {
	t := time.Now()
	return Instant{Wall: t.Round(0), Mono: t.Sub(m.start)}
}

// Sleep waits on the monotonic clock.
func (m *Machine) Sleep(ctx context.Context, d time.Duration, wake <-chan struct{}) {
	if d <= 0 {
		return
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-wake:
	case <-ctx.Done():
	}
}
