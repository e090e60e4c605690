package flow

// Outcome is the word of the result line.
type Outcome string

// Outcomes.
const (
	OutcomePaid      Outcome = "paid"
	OutcomeDeclined  Outcome = "declined"
	OutcomeCancelled Outcome = "cancelled"
	OutcomeFailed    Outcome = "failed"
	OutcomeReversed  Outcome = "reversed"
	OutcomeRefunded  Outcome = "refunded"
	OutcomeOpen      Outcome = "open"
)

// Outcomes lists them.
func Outcomes() []Outcome {
	return []Outcome{OutcomePaid, OutcomeDeclined, OutcomeCancelled, OutcomeFailed, OutcomeReversed, OutcomeRefunded, OutcomeOpen}
}

// Outcome returns what may be said of the attempt now. It is safe by itself: a
// charge is "paid" where it was told, or where a living process is known to be about
// to tell it, and open otherwise, whether or not a fact has it unclaimed
// (money rules 5.2, 5.4).
func (a Attempt) Outcome() Outcome {
	switch a.State {
	case Paid:
		if a.Unclaimed || a.unshown() && !a.Live.Mine && !a.Live.ToShow {
			return OutcomeOpen
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
