package flow

import "time"

// Outcome is the word of the result line.
type Outcome string

// Outcomes.
const (
	OutcomePaid      Outcome = "paid"
	OutcomeDeclined  Outcome = "declined"
	OutcomeCancelled Outcome = "cancelled"
	OutcomeFailed    Outcome = "failed"
	OutcomeReversed  Outcome = "reversed"
	OutcomeRefunding Outcome = "refunding" // all of a paid sale is on its way back: no goods
	OutcomeRefunded  Outcome = "refunded"  // all of it is back: at WeChat, or by a person's word in another way
	OutcomeOpen      Outcome = "open"
)

// Outcomes lists them.
func Outcomes() []Outcome {
	return []Outcome{OutcomePaid, OutcomeDeclined, OutcomeCancelled, OutcomeFailed, OutcomeReversed, OutcomeRefunding, OutcomeRefunded,
		OutcomeOpen}
}

// Outcome returns what may be said of the attempt now. It is safe by itself: a
// charge is "paid" where it was shown, or where a living process is known to be about
// to tell it, and open otherwise, whether or not a fact has it unclaimed
// (money rules 5.2, 5.4).
func (a Attempt) Outcome() Outcome {
	switch a.State {
	case Paid:
		if a.Unclaimed || a.unshown() && !a.Live.Mine && !a.Live.ToShow {
			return OutcomeOpen
		}
		if o, is := a.Refunds.Whole(a.TotalFee); is {
			return Outcome(o)
		}
		return OutcomePaid
	case Refused:
		return OutcomeDeclined
	case Cancelled:
		return OutcomeCancelled
	case NotSent:
		if a.Interrupted() {
			return OutcomeCancelled
		}
		return OutcomeFailed
	case Reversed:
		return OutcomeReversed
	case Refunded:
		return OutcomeRefunded
	}
	return OutcomeOpen
}

// Interrupted reports whether a signal ended the attempt before its request.
func (a Attempt) Interrupted() bool {
	return a.State == Cancelled && a.EndedBy == BySignal || a.State == NotSent && a.Code == codeSignal
}

// codeSignal is the code where a signal ended a sale between its intent and its request.
const codeSignal = "SIGNAL"

// Notice is what an open reversal, or refund, has come to by its age (money rules 4.1,
// 4b.4): it takes longer than a customer waits, or longer than the fences.
type Notice int

// Notices, by age.
const (
	NoticeNone Notice = iota
	NoticeSlow        // two minutes: no goods; the money comes back by itself, later
	NoticeLate        // thirty minutes: a person should look at the merchant platform
)

const (
	slowAfter = 2 * time.Minute
	lateAfter = 30 * time.Minute
)

// Notice returns which notice an open reversal has now, on WeChat's clock. It
// counts from the intent, which is when the customer began to wait; where the
// reversal was decided later on its own (by a person, or behind a refusal that
// lied) from that decision. A stamp that lies in the future is of a wrong Date:
// nobody knows the age then, and the first notice is the one to give.
func (a Attempt) Notice(now time.Time) Notice {
	if e, _ := a.Refunds.Begun(); e.IsLate() {
		return NoticeLate
	}
	if !a.in(Reversing, Refunding, NeedsPerson) || a.DecidedAt.IsZero() || now.IsZero() {
		return NoticeNone
	}
	since := a.IntentAt
	if a.Reopened || a.DecidedBy != "" {
		since = a.DecidedAt
	}
	switch age := now.Sub(since); {
	case age >= lateAfter:
		return NoticeLate
	case age >= slowAfter, age < -slowAfter:
		return NoticeSlow
	}
	return NoticeNone
}
