package world

import (
	"time"
)

// lyingDates are the Dates of a server whose clock is a day off: the first ones
// that a new process hears, or one that has slept, for less than the minute after
// which two that agree would be believed.
type lyingDates struct {
	by    time.Duration
	left  int           // answers that still lie
	until time.Duration // true time
}

// lieFor is how long at most the Dates of a life lie.
const lieFor = 30 * time.Second

// Lied reports whether a Date has lied: a till may have the time from it yet.
func Lied(w *World) bool { return w.lies > 0 }

// lieAnew decides what the next Dates are off by. No two lies of a world agree
// with each other, nor with a wall clock that is wrong.
func (w *World) lieAnew() {
	w.off = lyingDates{}
	if !w.Chance(w.Fault.lie) {
		return
	}
	w.lies++
	w.off = lyingDates{by: 24*time.Hour + time.Duration(w.lies)*time.Minute, left: 1 + w.Rng.IntN(3), until: w.now + lieFor}
	if w.Rng.IntN(2) == 0 {
		w.off.by = -w.off.by
	}
}

// dated is the Date of an answer as the till hears it.
func (w *World) dated(date time.Time) time.Time {
	if date.IsZero() || w.off.left == 0 || w.now > w.off.until {
		return date
	}
	w.off.left--
	w.Note("its Date is %v off", w.off.by)
	if w.off.by > 0 {
		w.ahead = true
		w.Stats.Mark("first Date a day ahead")
	} else {
		w.Stats.Mark("first Date a day behind")
	}
	return date.Add(w.off.by)
}

// Rests is how long after the last fault everything is at rest: the fences of an
// intent that was stamped a day ahead end a day later (money rule 2.3), and a refund that
// was stamped a day behind is asked about once a day (4b.5).
func (w *World) Rests() time.Duration {
	if w.ahead || w.behind {
		return restAfter + time.Duration(w.lies+1)*25*time.Hour
	}
	return restAfter
}
