package flow

import "time"

// Situation is what a decision looks at besides the attempt.
type Situation struct {
	Now     time.Time // WeChat's clock
	Sure    bool      // Now can be relied on
	Recent  bool      // ... and comes from a Date young enough for an intent
	Wall    time.Time // this machine's clock, for people
	Cancel  bool      // the cashier or the caller wants to end it
	By      string    // who
	AskNow  bool      // the cashier wants to know now
	CanSend bool      // wall and monotonic time are both inside send_by
	// SinceSent is the monotonic time since this process began the pay request,
	// below zero where it did not.
	SinceSent time.Duration
	Rules     Rules
}

// Next gives the one step that an attempt needs now. It touches nothing: the
// screen, the one-shot command, recovery and the simulation all live by it.
func Next(a Attempt, s Situation) Step {
	switch a.State {
	case Opened, Identified:
		return nextBefore(a, s)
	case Submitting:
		if a.Live.HasCode && !a.Live.Submitted {
			if s.Cancel { // pressed while the intent was being written
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
		return Record{[]Fact{SaleCancelled{By: "restart", At: s.Wall}}}
	case s.Cancel:
		return Record{[]Fact{SaleCancelled{By: s.By, At: s.Wall}}}
	case !a.Live.HasCode:
		return Capture{}
	case !s.Sure || !s.Recent:
		return SyncClock{}
	case a.State == Opened:
		return Record{[]Fact{PayerIdentified{}, s.Rules.intent(s.Now)}}
	}
	return Record{[]Fact{s.Rules.intent(s.Now)}}
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
		if freshlyAsked(a, s) || reason == "unconfirmed" {
			return Record{[]Fact{ReversalDecided{Reason: reason, At: s.Now}}}
		}
		return Ask{Try: Try{Limit: freshTry}, Fresh: true}
	}
	at := askAt(a)
	if s.AskNow || !s.Now.Before(at) {
		return Ask{}
	}
	return Wait{Until: earlier(at, confirmBy(a, s.Rules)), For: "query"}
}

// freshlyAsked says that the last query was made for the decision that is due
// now, and not for an earlier one whose reason its answer took away.
func freshlyAsked(a Attempt, s Situation) bool {
	return a.Live.Fresh && s.Now.Sub(a.Live.AskAt) < freshTry
}

// decisionDue gives the reason for which the asking ends (money rule 3.2), or "".
func decisionDue(a Attempt, s Situation) string {
	l := a.Live
	switch {
	case s.Cancel:
		return "cashier"
	case !s.Now.Before(confirmBy(a, s.Rules)):
		return "window"
	case l.Ask == AnswerPayError:
		return "payerror"
	case a.PayAnswer == AnswerPaying && l.NotPay2:
		return "page_closed"
	case a.PayAnswer == AnswerDoubt && (l.Ask == AnswerNotPay || l.Ask == AnswerNotExist):
		return "refused_in_doubt"
	case l.Ask == AnswerClosed || l.Ask == AnswerRevoked:
		return "closed"
	case a.PayAnswer == AnswerRefused && l.Ask == AnswerLost:
		return "unconfirmed"
	}
	return ""
}

// confirmBy is the window's end. After a restart no wait is longer than the
// window itself, whatever the clocks say (money rule 5.1).
func confirmBy(a Attempt, r Rules) time.Time {
	if !a.Live.Mine && !a.Live.Since.IsZero() {
		return earlier(a.ConfirmBy, a.Live.Since.Add(r.ConfirmWindow))
	}
	return a.ConfirmBy
}

// askAt is when the next query is due. USERPAYING is given 5 s; everything else
// in doubt is asked about at once.
func askAt(a Attempt) time.Time {
	if a.Live.Asks > 0 {
		return a.IntentAt.Add(nextQuery(a.Live.AskAt.Sub(a.IntentAt)))
	}
	if a.PayAnswer == AnswerPaying {
		return later(a.AnswerAt, a.IntentAt).Add(firstQuery)
	}
	return a.IntentAt
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
