package main

import (
	"time"

	"facetill/flow"
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

// lieAnew decides what the next Dates are off by. No two lies of a world agree
// with each other, nor with a wall clock that is wrong.
func (w *world) lieAnew() {
	w.off = lyingDates{}
	if w.script != nil || !w.fault.chance(w.rng, w.fault.lie) {
		return
	}
	w.lies++
	w.off = lyingDates{by: 24*time.Hour + time.Duration(w.lies)*time.Minute, left: 1 + w.rng.IntN(3), until: w.now + lieFor}
	if w.rng.IntN(2) == 0 {
		w.off.by = -w.off.by
	}
}

// dated is the Date of an answer as the till hears it.
func (w *world) dated(date time.Time) time.Time {
	if date.IsZero() || w.off.left == 0 || w.now > w.off.until {
		return date
	}
	w.off.left--
	w.note("its Date is %v off", w.off.by)
	if w.off.by > 0 {
		w.ahead = true
		w.stats.mark("first Date a day ahead")
	} else {
		w.stats.mark("first Date a day behind")
	}
	return date.Add(w.off.by)
}

// rests is how long after the last fault everything is at rest: the fences of an
// intent that was stamped a day ahead end a day later (money rule 2.3).
func (w *world) rests() time.Duration {
	if w.ahead {
		return restAfter + time.Duration(w.lies+1)*25*time.Hour
	}
	return restAfter
}

// fences is how long an order that is absent may still arrive, less what a Date
// may be late. The profile's wrong wall clocks are never inside of what agrees.
const fences = 20*time.Minute - 30*time.Second

// fenced checks a proof that holds only behind the fences, by the true time since
// the intent (money rule 2.3).
func (w *world) fenced(facts []flow.Fact, a flow.Attempt) {
	e := w.seen[a.OutTradeNo]
	if e == nil {
		e = &evidence{}
		w.seen[a.OutTradeNo] = e
	}
	var proof flow.AnswerKind
	for _, f := range facts {
		switch f := f.(type) {
		case flow.IntentWritten:
			e.intentAt = w.now
			if !f.Trusted {
				w.stats.mark("intent on one Date")
			}
		case flow.FencesBegun:
			w.stats.mark("fences began late")
		case flow.ReversalProven:
			proof = f.Proof
		case flow.NumberClosed:
			proof = f.Proof
		}
	}
	if (proof == flow.AnswerNotExist || proof == flow.AnswerNotPay) && !a.Expired && w.now-e.intentAt < fences {
		w.broken("2.3", "%s was ended by %s %v after its intent", a.OutTradeNo, proof, w.now-e.intentAt)
	}
}
