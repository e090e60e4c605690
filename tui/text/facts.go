package text

import "facetill/flow"

// Fact says what a fact was, and the code or the name that came with it.
func (w *Words) Fact(f flow.Fact) (said, detail string) {
	switch f := f.(type) {
	case flow.OrderOpened:
		return w.FactOpened, ""
	case flow.PayerIdentified:
		return w.FactIdentified, ""
	case flow.IntentWritten:
		return w.FactIntent, ""
	case flow.RequestBegun:
		return w.FactBegun, ""
	case flow.NothingSent:
		return w.FactNotSent, f.Code
	case flow.SaleCancelled:
		return w.FactCancelled, f.By
	case flow.PayAnswered:
		return w.FactAnswered, heard(f.Answer, f.Code)
	case flow.OrderAsked:
		return w.FactAsked, heard(f.Answer, f.Code)
	case flow.ChargeProven:
		return w.FactPaid, f.Source
	case flow.ShownPaid:
		return w.FactTold, ""
	case flow.LeftUnclaimed:
		return w.FactUnclaimed, ""
	case flow.GoodsGiven:
		return w.FactGiven, f.By
	case flow.RefusalConfirmed:
		return w.FactRefused, f.Code
	case flow.NumberClosed:
		return w.FactNumberClosed, ""
	case flow.RefusalReopened:
		return w.FactReopened, ""
	case flow.ReversalDecided:
		return w.FactDecided, decider(f.By, f.Reason)
	case flow.ReverseAnswered:
		return w.FactReverseAnswered, heard(f.Answer, f.Code)
	case flow.ReversalProven:
		return w.FactReversed, string(f.Proof)
	case flow.PersonNeeded:
		return w.FactPersonNeeded, f.Reason
	case flow.PersonResolved:
		return w.FactResolved, f.By
	case flow.RefundBegun:
		return w.FactRefundBegun, ""
	case flow.RefundAsked:
		return w.FactRefundAsked, string(f.Answer)
	case flow.RefundEnded:
		return w.FactRefundEnded, ""
	}
	return f.Kind(), ""
}

// heard is WeChat's own code, or our word for its answer.
func heard(kind flow.AnswerKind, code string) string {
	if code != "" {
		return code
	}
	return string(kind)
}

// decider is who decided a reversal, or why the till did.
func decider(by, reason string) string {
	if by != "" {
		return by
	}
	return reason
}

// Resolution is a person's word as a sentence.
func (w *Words) Resolution(as string) string {
	switch as {
	case flow.ResolvedPaid:
		return w.AsPaid
	case flow.ResolvedNotCharged:
		return w.AsNotCharged
	case flow.ResolvedGiven:
		return w.AsGiven
	case flow.ResolvedGiveBack:
		return w.AsGiveBack
	}
	return as
}
