package text

import (
	"cmp"

	"facetill/flow"
	"facetill/flow/refund"
)

// Fact says what a fact of a sale was that is paid by some method, and the code
// or the name that came with it.
func (w *Words) Fact(f flow.Fact, method flow.Method) (said, detail string) {
	switch f := f.(type) {
	case flow.OrderOpened:
		if f.Charge.Unclaimed {
			return w.FactImported, f.By
		}
		return w.FactOpened, ""
	case flow.PayerIdentified:
		if f.Face.UnderageState == flow.Minor {
			return w.FactIdentified, w.FactMinor
		}
		return by(method, w.FactIdentified, w.FactCodeRead), ""
	case flow.IntentWritten:
		return w.FactIntent, ""
	case flow.RequestBegun:
		return w.FactBegun, ""
	case flow.NothingSent:
		return w.FactNotSent, f.Code
	case flow.SaleCancelled:
		return w.FactCancelled, w.detail(string(f.By))
	case flow.PayAnswered:
		return w.answered(f.Answer, w.FactAnswered, w.FactNoAnswer), w.heard(f.Answer, f.Code)
	case flow.OrderAsked:
		return w.answered(f.Answer, w.FactAsked, w.FactNoAskAnswer), w.heard(f.Answer, f.Code)
	case flow.ChargeProven:
		return w.FactPaid, w.detail(f.Source)
	case flow.Shown:
		return w.FactShown, ""
	case flow.LeftUnclaimed:
		return w.FactUnclaimed, ""
	case flow.GoodsGiven:
		return w.FactGiven, w.claimer(f.By)
	case flow.RefusalConfirmed:
		return w.FactRefused, f.Code
	case flow.NumberClosed:
		return w.FactNumberClosed, ""
	case flow.RefusalReopened:
		return w.FactReopened, ""
	case flow.ReversalDecided:
		return w.FactDecided, cmp.Or(f.By, w.detail(f.Reason)) // a person's name stays what it is
	case flow.ReverseAnswered:
		return w.answered(f.Answer, w.FactReverseAnswered, w.FactNoReverseAnswer), w.heard(f.Answer, f.Code)
	case flow.ReversalProven:
		return w.FactReversed, w.detail(string(f.Proof))
	case flow.PersonNeeded:
		return w.FactPersonNeeded, w.detail(string(f.Reason))
	case flow.PersonResolved:
		return w.FactResolved, f.By
	case flow.TenderTaken:
		return w.FactTender, w.Tender(f.As) + " " + f.By
	case flow.RefundAsked:
		return w.answered(f.Answer, w.FactRefundAsked, w.FactNoRefundAnswer), w.heard(f.Answer, "")
	case refund.Fact:
		return w.refundFact(f)
	}
	return f.Kind(), ""
}

// answered is what became of a call: an answer that proves nothing is none,
// whether it came or not.
func (w *Words) answered(kind flow.AnswerKind, came, none string) string {
	if kind == flow.AnswerLost || kind == flow.AnswerNotSent {
		return none
	}
	return came
}

// heard is WeChat's own code, or our word for its answer. That there was no
// answer is said already.
func (w *Words) heard(kind flow.AnswerKind, code string) string {
	switch {
	case code != "":
		return code
	case kind == flow.AnswerLost:
		return ""
	}
	return w.detail(string(kind))
}

// detail is our word for one of the flow's, or the word itself: a person's name,
// a code of WeChat's.
func (w *Words) detail(word string) string { return cmp.Or(w.Detail[word], word) }

// claimer is who said that the goods were given: a person, or a reference that
// was asked for again.
func (w *Words) claimer(by string) string {
	if by == flow.ByReplay {
		return w.detail(by)
	}
	return by
}

// Resolution is a person's word as a sentence.
func (w *Words) Resolution(as string) string {
	return cmp.Or(map[string]string{flow.ResolvedPaid: w.AsPaid, flow.ResolvedNotCharged: w.AsNotCharged,
		flow.ResolvedGiven: w.AsGiven, flow.ResolvedGiveBack: w.AsGiveBack, flow.ResolvedElse: w.DoSettledElse}[as], as)
}
