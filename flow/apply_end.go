package flow

import (
	"time"

	"facetill/flow/refund"
)

func applyPaid(a Attempt, f Fact) (Attempt, bool) {
	from := a
	switch f := f.(type) {
	case ChargeProven:
		a.State, a.TransactionID, a.TimeEnd = Paid, f.TransactionID, f.TimeEnd
		a.CashFee, a.SettlementFee, a.Told, a.OpenIDTag = f.CashFee, f.SettlementFee, f.Told, f.OpenIDTag
		a.Unclaimed, a.EndedAt, a.Code, a.Message = f.Unclaimed, f.At, "", ""
		return a, from.in(Submitting, Confirming)
	case Shown:
		a.Shown = true
		return a, from.unshown()
	case LeftUnclaimed:
		a.Unclaimed = true
		return a, from.unshown()
	case GoodsGiven:
		// A replay has told nobody yet; a person has seen it.
		a.Unclaimed, a.Shown = false, f.By != ByReplay
		if f.By != ByReplay {
			a.ResolvedAs, a.ResolvedBy = ResolvedGiven, f.By
			a = a.WithReason(f.Reason)
		}
		return a, from.State == Paid && from.Unclaimed && !(f.By == ByReplay && from.goesBack())
	}
	return a, false
}

func applyRefused(a Attempt, f Fact) (Attempt, bool) {
	from := a
	switch f := f.(type) {
	case RefusalConfirmed:
		a.State, a.Closing, a.EndedAt = Refused, true, f.At
		a.Code, a.Message, a.QueryCode, a.RefusalAsk = f.Code, f.Message, "", f.Query
		return a, from.State == Confirming && from.PayAnswer == AnswerRefused && f.Query.notCharged()
	case NumberClosed:
		a.Closing = false
		return a, from.State == Refused && from.Closing
	case RefusalReopened:
		a.State, a.Reopened, a.Closing = Reversing, true, false
		a.DecidedAt = f.At
		return a.WithReason(string(RefusalHid) + string(f.Answer)), from.State == Refused
	}
	return a, false
}

// notCharged reports whether a query's answer agrees with a refusal (money rule 2.2b).
func (k AnswerKind) notCharged() bool {
	switch k {
	case AnswerNotPay, AnswerClosed, AnswerRevoked, AnswerNotExist:
		return true
	}
	return false
}

func applyReversal(a Attempt, f Fact) (Attempt, bool) {
	from := a
	switch f := f.(type) {
	case ReversalDecided:
		a.State, a.DecidedBy, a.DecidedAt = Reversing, f.By, f.At
		a.Unclaimed = false
		if f.At.IsZero() { // by it one knows that it was decided: without a time it could be paid again (5.7)
			a.DecidedAt = a.IntentAt
		}
		a = a.WithReason(f.Reason)
		giveBack := from.State == Paid && from.Unclaimed && f.By != "" && len(from.Refunds) == 0 // else it is a refund's (4b.8)
		return a, giveBack || from.in(Submitting, Confirming) || from.State == NeedsPerson && f.By != ""
	case ReverseAnswered:
		return applyReversed(a, f)
	case ReversalProven:
		a.State, a.EndedAt = Reversed, f.At
		a.Refunds = refund.Milliseconds(a.Refunds.OldProven(f.Proof == AnswerRefundAll, a.Version+1, f.At))
		return a, from.in(Reversing, NeedsPerson)
	}
	return a, false
}

// applyReversed notes a reverse's answer. Each is followed by a query, whatever
// it was (money rule 4.2).
func applyReversed(a Attempt, f ReverseAnswered) (Attempt, bool) {
	if a.State != Reversing && !(a.State == Refused && a.Closing && f.Closing) {
		return a, false
	}
	l := &a.Live
	l.Reverse, l.ReverseAt, l.AskDue = f.Answer, f.At, true
	l.HeardAt, l.HeardBehind = time.Time{}, false
	l.Reverses++
	if f.Answer != AnswerPaying {
		l.PayingAt = time.Time{}
	} else if l.PayingAt.IsZero() {
		l.PayingAt = f.At
	}
	if f.Closing && f.Answer != AnswerLost {
		a.CloseTries++
	}
	switch f.Answer {
	case AnswerReversed:
		a.ReverseDone = true
	case AnswerStopped:
		a.ReverseStop++
	case AnswerExpired:
		a.Expired = true
	}
	a.ReverseCode = f.Code
	return a, true
}

func applyPerson(a Attempt, f Fact) (Attempt, bool) {
	from := a
	switch f := f.(type) {
	case PersonNeeded:
		a.State = NeedsPerson
		a.Refunds = a.Refunds.OldNeedsPerson(f.Reason == PersonReason(AnswerRefundRefused))
		return a.WithReason(string(f.Reason)), from.in(Submitting, Confirming, Reversing, Refunding)
	case PersonResolved:
		a.ResolvedAs, a.ResolvedBy, a.EndedAt = f.As, f.By, f.At
		a = a.WithReason(f.Reason)
		switch f.As {
		case ResolvedPaid:
			// A reverse may be on its way from the moment it was decided.
			a.State, a.Shown = Paid, true
			a.Refunds = a.Refunds.OldPaid(a.Version+1, f.By, f.Reason)
			return a, from.State == NeedsPerson && from.DecidedAt.IsZero() && f.By != ""
		case ResolvedNotCharged:
			a.State = Reversed
			a.Refunds = refund.Milliseconds(a.Refunds.OldResolved(f.By, f.Reason, f.At))
			return a, from.State == NeedsPerson && f.By != ""
		}
	}
	return a, false
}
