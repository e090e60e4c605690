package flow

import (
	"context"
	"sync"
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

// IsZero says that no instant was noted.
func (i Instant) IsZero() bool { return i == Instant{} }

// Clock is the machine's time. Everything that waits in this package waits here.
type Clock interface {
	Now() Instant
	// Sleep waits for d of monotonic time, or until ctx ends or wake receives.
	Sleep(ctx context.Context, d time.Duration, wake <-chan struct{})
}

const (
	// maxDrift between wall and monotonic time: beyond it the machine slept or
	// somebody set its clock, and WeChat is asked for the time anew.
	maxDrift = 2 * time.Second
	// dateGrain is the grain of a Date header.
	dateGrain = time.Second
	// dateDoubt is how far two processes' ideas of WeChat's time may be apart: the
	// grain, and an answer's way.
	dateDoubt = 2 * time.Second
	// maxStep is how far one Date alone moves the time forward.
	maxStep = 5 * time.Second
	// dateAge is how old the last Date may be where an intent is written.
	dateAge = 2 * time.Minute
)

// WeChatClock is WeChat's time: the Date header of an answer and the monotonic
// time since. Fences, windows and ages are judged on it alone, so a wrong wall
// clock can neither end a wait nor make it endless.
//
// A Date is the moment at which an answer was made, so it can be late and never
// early: a Date behind the running time proves nothing and changes nothing. One
// that is ahead moves the time forward; by more than maxStep only when a second
// one agrees, because a single wrong server must not end a fence early. A clock
// that is behind is safe everywhere: fences end later, nothing is sent late.
type WeChatClock struct {
	machine Clock

	mu    sync.Mutex
	base  time.Time // WeChat's time at seen; zero before the first answer
	seen  Instant
	last  Instant       // of the newest Date, adopted or not
	ahead time.Duration // of a Date that waits for a second one
}

// NewWeChatClock starts without a time; the first answer brings it.
func NewWeChatClock(machine Clock) *WeChatClock { return &WeChatClock{machine: machine} }

// Observe notes a Date header that was received at an instant. Inside one
// process the time runs as evenly as the monotonic clock.
func (c *WeChatClock) Observe(date time.Time, at Instant) {
	if date.IsZero() {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last = at
	if c.base.IsZero() || drifted(at, c.seen) {
		c.base, c.seen, c.ahead = date, at, 0
		return
	}
	running := c.base.Add(at.Mono - c.seen.Mono)
	off := date.Sub(running)
	agrees := c.ahead > 0 && off > c.ahead-dateGrain*2 && off < c.ahead+dateGrain*2
	switch {
	case off <= 0:
		c.ahead, off = 0, 0
	case off > maxStep && !agrees:
		c.ahead, off = off, 0
	default:
		c.ahead = 0
	}
	c.base, c.seen = running.Add(off), at
}

func drifted(now, then Instant) bool {
	wall, mono := now.Sub(then)
	d := wall - mono
	return d > maxDrift || d < -maxDrift
}

// Now is WeChat's time, and whether it can be relied on: false before the
// first answer and after the machine slept or its clock was set.
func (c *WeChatClock) Now() (t time.Time, sure bool) {
	now := c.machine.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.base.IsZero() {
		return time.Time{}, false
	}
	return c.base.Add(now.Mono - c.seen.Mono), !drifted(now, c.seen)
}

// Recent says whether the newest Date is young enough for an intent.
func (c *WeChatClock) Recent() bool {
	_, sure := c.Now()
	now := c.machine.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	return sure && now.Mono-c.last.Mono <= dateAge
}
