package flow

import (
	"fmt"
	"slices"
	"time"

	"facetill/flow/refund"
)

// IllegalError is a fact that cannot happen in a state. It names both: a
// journal that has one is not ours, or was changed by hand.
type IllegalError struct {
	State State
	Fact  string
}

func (e *IllegalError) Error() string {
	return fmt.Sprintf("fact %q cannot happen to an attempt that is %q", e.Fact, string(e.State))
}

// Apply folds a fact into an attempt. It has no clock and touches nothing. A
// fact that cannot happen is refused by name, never passed over, and the
// attempt is then returned as it was.
func Apply(a Attempt, f Fact) (Attempt, error) {
	next, ok := a, false
	switch f := f.(type) {
	case OrderOpened:
		next, ok = applyOpened(a, f)
	case PayerIdentified, IntentWritten, FencesBegun, RequestBegun, NothingSent, SaleCancelled, PayAnswered:
		next, ok = applyPay(a, f)
	case OrderAsked:
		next, ok = applyAsked(a, f)
	case ChargeProven, Shown, LeftUnclaimed, GoodsGiven:
		next, ok = applyPaid(a, f)
	case RefusalConfirmed, NumberClosed, RefusalReopened:
		next, ok = applyRefused(a, f)
	case ReversalDecided, ReverseAnswered, ReversalProven:
		next, ok = applyReversal(a, f)
	case PersonNeeded, PersonResolved:
		next, ok = applyPerson(a, f)
	case refund.Fact:
		next, ok = applyRefund(a, f)
	case RefundAsked:
		ok = a.in(Submitting, Confirming, Reversing, Refunding, NeedsPerson, Paid) || a.RefundUnderWay()
		next.Live.RefundAsk, next.Live.RefundAt, next.Live.RefundFee = f.Answer, f.At, f.RefundedFee
		next.Live.Refunds++
	case TenderTaken:
		ok = a.in(Refused, Cancelled, NotSent, Reversed) && f.As != "" && f.By != ""
		next.TenderAs, next.TenderBy = f.As, f.By
	default:
		return a, fmt.Errorf("unknown fact %T", f)
	}
	if !ok {
		return a, &IllegalError{State: a.State, Fact: f.Kind()}
	}
	if Durable(a, f) {
		next.Version++
	}
	if next.State != a.State {
		next = next.WithReason(next.ReasonText())
		next.Live = next.Live.kept()
	}
	return next, nil
}

// kept drops what the queries said before the state changed: each state asks
// for itself.
func (l Live) kept() Live {
	return Live{Mine: l.Mine, ToShow: l.ToShow, Since: l.Since, Intent: l.Intent, OldFence: l.OldFence, HasCode: l.HasCode, Submitted: l.Submitted}
}

// notAfter moves what lies in the future to now. A moment of this process is
// never ahead of its time, unless a wrong Date was corrected meanwhile: then
// nobody may wait for it. Since and Intent count by monotonic time, and of HeardAt
// nobody asks but whether there was one.
func (l Live) notAfter(now time.Time) Live {
	for _, at := range []*time.Time{&l.AskAt, &l.NotPayAt, &l.AbsentAt, &l.RefundAt, &l.ReverseAt, &l.PayingAt} {
		*at = earlier(*at, now)
	}
	return l
}

// Durable reports whether a fact is written down. What is folded in memory alone
// may be lost at any moment, and every rule holds without it.
func Durable(a Attempt, f Fact) bool {
	switch f := f.(type) {
	case RequestBegun, RefundAsked:
		return false
	case OrderAsked:
		return f.Answer != AnswerLost && (f.Code != a.QueryCode || a.RefusalAsk != "")
	case ReverseAnswered:
		return f.Closing && f.Answer != AnswerLost || f.Code != a.ReverseCode ||
			f.Answer == AnswerStopped || f.Answer == AnswerReversed && !a.ReverseDone
	}
	return true
}

func (a Attempt) in(states ...State) bool { return slices.Contains(states, a.State) }
