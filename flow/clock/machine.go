package clock

import (
	"context"
	"time"
)

// Instant is a moment on this machine: wall time, which people and RTC
// batteries set, and monotonic time, which stands still while it sleeps.
type Instant struct {
	Wall time.Time
	Mono time.Duration
}

// Sub is the time from an earlier instant, on the wall and on the monotonic clock.
func (i Instant) Sub(earlier Instant) (wall, mono time.Duration) {
	return i.Wall.Sub(earlier.Wall), i.Mono - earlier.Mono
}

// Drifted reports whether wall and monotonic time have come apart since an earlier
// instant: the machine slept between the two, or somebody set its clock.
func (i Instant) Drifted(earlier Instant) bool {
	wall, mono := i.Sub(earlier)
	return (wall - mono).Abs() > maxDrift
}

// IsZero reports whether no instant was noted.
func (i Instant) IsZero() bool { return i == Instant{} }

// Clock is the machine's time. Everything that waits in this package waits here.
type Clock interface {
	Now() Instant
	// Sleep waits for d of monotonic time, or until ctx ends or wake receives.
	Sleep(ctx context.Context, d time.Duration, wake <-chan struct{})
}

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
