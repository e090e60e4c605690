package flow

import (
	"time"

	"facetill/flow/face"
	"facetill/flow/refund"
)

// Situation is what a decision looks at besides the attempt.
type Situation struct {
	Now     time.Time // WeChat's clock
	Sure    bool      // Now can be relied on
	Recent  bool      // ... and comes from a Date young enough for an intent
	Trusted bool      // ... and more than one witness stands behind it: a fence may begin or end
	TrustAt time.Time // when one more Date may make it so
	Wall    time.Time // this machine's clock, for people
	By      EndedBy   // the cashier or the caller, where one wants to end it
	AskNow  bool      // the cashier wants to know now
	CanSend bool      // wall and monotonic time are both inside send_by
	// SinceSent is the monotonic time since this process began the pay request,
	// below zero where it did not.
	SinceSent time.Duration
	Face      face.Told   // what the terminal said with the code in this process's hands
	Refunds   refund.Live // what this process knows of the refunds
	Rules     Rules
}

// Next returns the one step that an attempt needs now. It touches nothing: the
// screen, the one-shot command, recovery and the simulation all live by it.
func Next(a Attempt, s Situation) Step {
	switch a.State {
	case Opened, Identified:
		return nextBefore(a, s)
	case Submitting:
		if a.Live.HasCode && !a.Live.Submitted {
			if s.By != "" { // pressed while the intent was being written
				return Record{[]Fact{SaleCancelled{By: s.By, At: s.Wall}}}
			}
			if !s.CanSend {
				return Record{[]Fact{NothingSent{Code: "SEND_BY", Message: "the time to send had passed", At: s.Wall}}}
			}
			return Submit{}
		}
	case Paid, Cancelled, NotSent, Reversed, Refunded:
		return Done{} // no clock is needed to have finished: the network may be down
	}
	if !s.Sure {
		return SyncClock{}
	}
	if step := beginFences(a, s); step != nil {
		return step
	}
	switch a.State {
	case Submitting, Confirming:
		return nextConfirming(a, s)
	case Reversing:
		return nextReversing(a, s)
	case NeedsPerson:
		return nextPerson(a, s)
	case Refunding:
		return nextRefunding(a, s)
	case Refused:
		return nextClosing(a, s)
	}
	return Done{}
}

// nextBefore is before anything was submitted: the payer's code is in this
// process's hands or nowhere.
func nextBefore(a Attempt, s Situation) Step {
	switch {
	case !a.Live.Mine:
		return Record{[]Fact{SaleCancelled{By: ByRestart, At: s.Wall}}}
	case s.By != "":
		return Record{[]Fact{SaleCancelled{By: s.By, At: s.Wall}}}
	case !a.Live.HasCode:
		return Capture{}
	}
	if code, why := s.Face.AdultsOnly(); s.Rules.AdultsOnly && a.Method == MethodFace && code != "" {
		return Record{[]Fact{PayerIdentified{Face: s.Face}, NothingSent{Code: code, Message: why, At: s.Wall}}}
	}
	switch {
	case !s.Sure || !s.Recent:
		return SyncClock{}
	case a.State == Opened:
		return Record{[]Fact{PayerIdentified{Face: s.Face}, s.Rules.intent(s.Now, s.Trusted)}}
	}
	return Record{[]Fact{s.Rules.intent(s.Now, s.Trusted)}}
}

// nextConfirming is after a request may have left. It asks until the answer is
// certain or a decision is due.
func nextConfirming(a Attempt, s Situation) Step {
	if step := refundSeen(a, s); step != nil {
		return step
	}
	if a.PayAnswer == AnswerRefused && a.Live.Asks == 0 {
		return Ask{Try: Try{Limit: confirmTry, Backup: true}}
	}
	if a.PayAnswer == AnswerRefused && a.Live.Ask.notCharged() {
		return Record{[]Fact{RefusalConfirmed{Code: a.Code, Message: a.Message, Query: a.Live.Ask, At: s.Wall}}}
	}
	if reason := decisionDue(a, s); reason != "" {
		// The confirming query that got no answer is the fresh one (2.4).
		if freshlyAsked(a, s) || reason == ReverseUnconfirmed {
			return Record{[]Fact{ReversalDecided{Reason: string(reason), At: s.Now}}}
		}
		return Ask{Try: Try{Limit: freshTry}, Fresh: true}
	}
	at := askAt(a, s.Now)
	if s.AskNow || !s.Now.Before(at) {
		return Ask{}
	}
	return Wait{Until: earlier(at, confirmBy(a, s.Rules)), For: "query"}
}

// freshlyAsked reports whether the last query was made for the decision that is due
// now, and not for an earlier one whose reason its answer took away.
func freshlyAsked(a Attempt, s Situation) bool {
	return a.Live.Fresh && s.Now.Sub(a.Live.AskAt) < freshTry
}

// decisionDue returns the reason for which the asking ends (money rule 3.2), or "".
func decisionDue(a Attempt, s Situation) ReverseReason {
	l := a.Live
	switch {
	case s.By != "":
		return ReverseCashier
	case !s.Now.Before(confirmBy(a, s.Rules)):
		return ReverseWindow
	case l.Ask == AnswerPayError:
		return ReversePayError
	case a.PayAnswer == AnswerPaying && l.NotPay2:
		return ReversePageClosed
	case a.PayAnswer == AnswerDoubt && (l.Ask == AnswerNotPay || l.Ask == AnswerNotExist):
		return ReverseRefusedInDoubt
	case l.Ask == AnswerClosed || l.Ask == AnswerRevoked:
		return ReverseClosed
	case a.PayAnswer == AnswerRefused && l.Ask == AnswerLost:
		return ReverseUnconfirmed
	}
	return ""
}

// begun is when this process began to wait: with its own intent, or when it took
// the attempt over.
func (a Attempt) begun() time.Time {
	if !a.Live.Intent.IsZero() {
		return a.Live.Intent
	}
	return a.Live.Since
}

// started is the intent, and not later than this process began to wait: a stamp
// in the future is of a wrong Date, and no wait counts from it (money rule 5.1).
func (a Attempt) started() time.Time {
	if begun := a.begun(); !begun.IsZero() {
		return earlier(a.IntentAt, begun)
	}
	return a.IntentAt
}

// confirmBy is the window's end: as the intent stamped it, so that a machine that
// slept does not go on waiting, and never later than a whole window of monotonic
// time. A time that was corrected forward ends it early (doc.go). After a restart no wait is longer than the
// window itself, whatever the clocks say (money rule 5.1).
func confirmBy(a Attempt, r Rules) time.Time {
	if begun := a.begun(); !begun.IsZero() {
		return earlier(a.ConfirmBy, begun.Add(r.ConfirmWindow))
	}
	return a.ConfirmBy
}

// askAt is when the next query is due. USERPAYING is given 5 s; everything else
// in doubt is asked about at once.
func askAt(a Attempt, now time.Time) time.Time {
	start := a.started()
	switch {
	case a.Live.Asks > 0:
		return start.Add(nextQuery(a.Live.AskAt.Sub(start)))
	case a.PayAnswer != AnswerPaying:
		return start
	case a.AnswerAt.After(now):
		return start.Add(firstQuery)
	}
	return later(a.AnswerAt, start).Add(firstQuery)
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// Step is what is to be done next. A runner does one at a time.
type Step interface{ step() }

// The steps.
type (
	// Capture shows the face screen.
	Capture struct{}
	// SyncClock asks WeChat for its time: no intent without one.
	SyncClock struct{}
	// Record makes facts durable that follow from what is known.
	Record struct{ Facts []Fact }
	// Submit sends the pay request: once in the life of a number.
	Submit struct{}
	// Ask queries the order. Fresh marks the query of a decision.
	Ask struct {
		Try   Try
		Fresh bool
	}
	// Reverse undoes. Closing marks the closing of a refused number, which
	// lets every real reversal go first.
	Reverse struct{ Closing bool }
	// SendRefund sends a refund that is begun, by its number.
	SendRefund struct{ Number string }
	// AskRefund queries one refund.
	AskRefund struct{ Number string }
	// LookRefunds queries all refunds of the order.
	LookRefunds struct{}
	// Wait waits until then, on WeChat's clock. For says what for.
	Wait struct {
		Until time.Time
		For   string
	}
	// Done: nothing is left to do by a machine.
	Done struct{}
)

func (Capture) step()     {}
func (SyncClock) step()   {}
func (Record) step()      {}
func (Submit) step()      {}
func (Ask) step()         {}
func (Reverse) step()     {}
func (SendRefund) step()  {}
func (AskRefund) step()   {}
func (LookRefunds) step() {}
func (Wait) step()        {}
func (Done) step()        {}

// beginFences lets the fences of an intent begin that was stamped on one Date
// alone, as soon as the time is trusted (money rule 2.3). nil where they have
// begun, or where nothing can hang on them.
func beginFences(a Attempt, s Situation) Step {
	if !s.Trusted || a.fencesBegun() || a.IntentAt.IsZero() ||
		!a.in(Submitting, Confirming, Reversing, NeedsPerson) && !(a.State == Refused && a.Closing) {
		return nil
	}
	fence := later(s.Rules.fence(later(s.Now, a.IntentAt)), a.FenceAt.Add(time.Millisecond))
	return Record{[]Fact{FencesBegun{At: s.Now, FenceAt: fence}}}
}

// behindFences is when something can be learnt behind the fences, and by what
// step: the query that is due the moment they end, or before it one more Date,
// where the time is not trusted enough to know that they have. Zero when a query
// was put behind them already.
func behindFences(a Attempt, s Situation) (time.Time, Step) {
	switch {
	case a.Live.AskBehind:
		return time.Time{}, nil
	case !s.Trusted: // it may be past already, or not for a long time
		return s.TrustAt, SyncClock{}
	}
	return a.FenceAt, Ask{}
}
