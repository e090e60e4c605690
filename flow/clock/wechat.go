package clock

import (
	"sync"
	"time"
)

const (
	// maxDrift between wall and monotonic time: beyond it the machine slept or
	// somebody set its clock, and WeChat is asked for the time anew.
	maxDrift = 2 * time.Second
	// dateGrain is the grain of a Date header.
	dateGrain = time.Second
	// maxStep is how far one Date alone moves the time forward.
	maxStep = 5 * time.Second
	// dateAge is how old the last Date may be where an intent is written.
	dateAge = 2 * time.Minute

	// Money rule 2.3: what makes a Date trusted. WallAgrees is how far the wall
	// clock may be from it; trustApart is the monotonic time between two answers
	// that agree with each other, within datesAgree: an answer's way and the grain.
	WallAgrees = 5 * time.Minute
	trustApart = 60 * time.Second
	datesAgree = 15 * time.Second
	// mostWitnesses bounds the Dates that wait for a second answer which agrees.
	mostWitnesses = 8
)

// WeChat is WeChat's time: the Date header of an answer and the monotonic
// time since. Windows, waits and ages are judged on it, never on our wall clock.
//
// A Date is the moment at which an answer was made, so it can be late and never
// early: a Date a little behind the running time proves nothing and changes
// nothing. One that is ahead moves the time forward; by more than maxStep only
// when a second one agrees.
//
// The running time is good enough for what a mistake can only make slower or
// dearer. A fence must not end, or begin, on one Date alone (money rule 2.3), so
// beside the time there is whether it is trusted. That is earned by a Date that
// agrees with the wall clock, or with an answer at least a minute of monotonic time
// before it; such a Date also corrects a running time that was wrong, in either
// direction. It is lost when the machine slept or its clock was set, and when two
// Dates that would each be trusted contradict each other; then it is earned anew.
type WeChat struct {
	machine Clock

	mu        sync.Mutex
	base      time.Time // WeChat's time at seen; zero before the first answer
	seen      Instant
	last      Instant       // of the newest Date, adopted or not
	ahead     time.Duration // of a Date that waits for a second one
	trusted   bool          // base was proven by more than one witness
	witnesses []witness     // what Dates said since the time was last in doubt
	next      time.Duration // monotonic: when another Date may prove the time
}

// witness is what agreeing Dates say: WeChat's time at monotonic zero, and when
// the first of them came.
type witness struct {
	zero  time.Time
	first time.Duration
}

// Reading is what a WeChat shows at a moment.
type Reading struct {
	Now    time.Time
	Sure   bool // false before the first answer and after a sleep: ask for the time
	Recent bool // ... and comes from a Date young enough for an intent
	// Trusted: more than one witness stands behind Now (money rule 2.3).
	Trusted bool
	// TrustAt is when the next Date may make it so; zero where it is.
	TrustAt time.Time
}

// NewWeChat starts without a time; the first answer brings it.
func NewWeChat(machine Clock) *WeChat { return &WeChat{machine: machine} }

// Observe notes a Date header that was received at an instant. Inside one
// process the time runs as evenly as the monotonic clock. The Date of an answer
// during whose call the machine slept is as old as that sleep: not to be noted.
func (c *WeChat) Observe(date time.Time, at Instant) {
	if date.IsZero() {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last = at
	if c.base.IsZero() || at.Drifted(c.seen) {
		c.base, c.seen, c.ahead = date, at, 0
		c.witnesses = c.witnesses[:0]
		c.trusted = c.proven(date, at)
		return
	}
	proven := c.proven(date, at)
	running := c.base.Add(at.Mono - c.seen.Mono)
	off := date.Sub(running)
	c.seen = at
	switch {
	case proven && (off > maxStep || off < -datesAgree):
		c.base = c.corrected(running, date, at)
	case c.trusted || proven: // one Date alone does not move a time that two witnesses agree on
		c.trusted, c.ahead = true, 0
		if off > maxStep {
			off = 0
		}
		c.base = running.Add(max(off, 0))
	default:
		c.base = running.Add(c.step(off))
	}
}

// step is how far a Date that nothing bears out moves the running time.
func (c *WeChat) step(off time.Duration) time.Duration {
	agrees := c.ahead > 0 && off > c.ahead-dateGrain*2 && off < c.ahead+dateGrain*2
	switch {
	case off <= 0:
		c.ahead = 0
		return 0
	case off > maxStep && !agrees:
		c.ahead = off
		return 0
	}
	c.ahead = 0
	return off
}

// corrected is the time after a Date that would be trusted and is not what the
// running time says. Where that was trusted, too, the wall clock decides, and
// where it bears out the Date alone or neither, nobody is believed until trust is
// earned anew.
func (c *WeChat) corrected(running, date time.Time, at Instant) time.Time {
	c.ahead = 0
	if c.trusted {
		if !agreesWithWall(running, at) {
			c.trusted, c.witnesses = false, c.witnesses[:0]
			c.note(date, at)
		}
		return running
	}
	c.trusted = true
	return date
}

// proven reports whether a Date is trusted by itself: it agrees with the wall
// clock, or with one that came a minute or more before it.
func (c *WeChat) proven(date time.Time, at Instant) bool {
	return c.note(date, at) || agreesWithWall(date, at)
}

// note adds a Date to the line that it agrees with, and reports whether that is a
// minute old.
func (c *WeChat) note(date time.Time, at Instant) (old bool) {
	zero := date.Add(-at.Mono)
	for _, l := range c.witnesses {
		if d := zero.Sub(l.zero); d.Abs() <= datesAgree {
			if old = at.Mono-l.first >= trustApart; !old {
				c.next = l.first + trustApart
			}
			return old
		}
	}
	if len(c.witnesses) >= mostWitnesses {
		c.witnesses = append(c.witnesses[:0], c.witnesses[1:]...)
	}
	c.witnesses = append(c.witnesses, witness{zero, at.Mono})
	c.next = at.Mono + trustApart
	return false
}

func agreesWithWall(t time.Time, at Instant) bool { return t.Sub(at.Wall).Abs() <= WallAgrees }

// Read is WeChat's time with all that is known about it.
func (c *WeChat) Read() Reading {
	now := c.machine.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.base.IsZero() {
		return Reading{}
	}
	r := Reading{Now: c.base.Add(now.Mono - c.seen.Mono), Sure: !now.Drifted(c.seen)}
	r.Recent = r.Sure && now.Mono-c.last.Mono <= dateAge
	if r.Trusted = r.Sure && c.trusted; !r.Trusted {
		r.TrustAt = r.Now.Add(c.next - now.Mono)
	}
	return r
}

// Now is WeChat's time, and whether it can be relied on: false before the
// first answer and after the machine slept or its clock was set.
func (c *WeChat) Now() (t time.Time, sure bool) {
	r := c.Read()
	return r.Now, r.Sure
}
