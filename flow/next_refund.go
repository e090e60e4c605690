package flow

import (
	"slices"

	"facetill/flow/refund"
)

// NextRefund returns the one step that the refunds of a sale need now.
func NextRefund(a Attempt, s Situation) Step {
	in := refund.Situation{Now: s.Now, Sure: s.Sure, Trusted: s.Trusted, Adoptions: a.Adoptions}
	if e, is := a.wanted(); is && s.AskNow {
		in.AskNow = e.Number
	}
	switch step := refund.Next(a.Refunds, s.Refunds, in).(type) {
	case refund.Send:
		return SendRefund(step)
	case refund.Ask:
		return AskRefund(step)
	case refund.Look:
		return LookRefunds{}
	case refund.Record:
		facts := make([]Fact, len(step.Facts))
		for i, f := range step.Facts {
			facts[i] = f
		}
		return Record{facts}
	case refund.Wait:
		return Wait(step)
	case refund.SyncClock:
		return SyncClock{}
	}
	return Done{}
}

// wanted is the refund that a person wants to know about who asks for the sale: what
// is begun, else what WeChat has yet to end.
func (a Attempt) wanted() (refund.Entry, bool) {
	if e, is := a.Refunds.Begun(); is {
		return e, e.Number != ""
	}
	i := slices.IndexFunc(a.Refunds, func(e refund.Entry) bool { return e.IsMoving() || e.IsUnsettled() })
	if i < 0 {
		return refund.Entry{}, false
	}
	return a.Refunds[i], true
}

// refundSeen is what to do when a query said REFUND: the money had moved, and
// refundquery knows how much of it is back (money rules 2.3, 4.2). nil when no
// query said so.
func refundSeen(a Attempt, s Situation) Step {
	if a.Live.Ask != AnswerRefund {
		return nil
	}
	if step := lookBehind(a, s); step != nil {
		return step
	}
	switch said := a.Live.RefundAsk; {
	case said == AnswerRefundAll:
		return refundedWhole(a, s)
	case said == AnswerRefundPending && !a.in(Submitting, Confirming):
		return refundLater(a, s)
	case a.State == NeedsPerson:
		return nil
	case said == AnswerRefundPending: // all of it had led to another state
		return Record{[]Fact{PersonNeeded{Reason: NeededRefundPart}}}
	default:
		return Record{[]Fact{PersonNeeded{Reason: PersonReason(said)}}}
	}
}

// lookBehind looks at the refunds behind the last query; nil once that is answered.
func lookBehind(a Attempt, s Situation) Step {
	switch l := a.Live; {
	case l.RefundAsk == "" || l.RefundAt.Before(l.AskAt):
		return LookRefunds{}
	case l.RefundAsk == AnswerLost || l.RefundAsk == AnswerRejected || l.RefundAsk == AnswerCertificate:
		return refundLater(a, s)
	}
	return nil
}

// refundedWhole ends what WeChat says is all back.
func refundedWhole(a Attempt, s Situation) Step {
	if a.DecidedAt.IsZero() {
		return Record{[]Fact{RefundEnded{RefundedFee: a.TotalFee, At: s.Wall}}}
	}
	return Record{[]Fact{ReversalProven{Proof: AnswerRefundAll, At: s.Wall}}}
}

// refundLater looks at the refunds again when it is time.
func refundLater(a Attempt, s Situation) Step {
	at := a.Live.RefundAt.Add(reverseGap(a.Live.Refunds, a.OutTradeNo))
	if s.Now.Before(at) && !s.AskNow {
		return Wait{Until: at, For: "refund"}
	}
	return LookRefunds{}
}

// nextRefunding drives a refund that undoes a sale to its end, or to a person: an
// accepted refund is not a refunded one, and the same number may be sent again
// without harm.
func nextRefunding(a Attempt, s Situation) Step {
	begun, open := a.Refunds.Begun()
	switch {
	case open && begun.Number == "":
		return nextSeen(a, s)
	case open:
	case slices.ContainsFunc(a.Refunds, refund.Entry.IsUnsettled):
		return Record{[]Fact{PersonNeeded{Reason: PersonReason(AnswerRefundStuck)}}}
	case !a.wholeClaimed(): // refused three times, or closed (money rule 4b.7)
		return Record{[]Fact{PersonNeeded{Reason: PersonReason(AnswerRefundRefused)}}}
	}
	return NextRefund(a, s)
}

// nextSeen is for what an older version saw being refunded, under a number that it
// did not know: it ends by what all refunds of the order come to.
func nextSeen(a Attempt, s Situation) Step {
	switch l := a.Live; l.RefundAsk {
	case "":
		return LookRefunds{}
	case AnswerRefundAll:
		return Record{[]Fact{RefundEnded{RefundedFee: a.TotalFee, At: s.Wall}}}
	case AnswerRefundPart:
		if a.WasPaid() {
			return Record{[]Fact{RefundEnded{RefundedFee: l.RefundFee, At: s.Wall}}}
		}
		return Record{[]Fact{PersonNeeded{Reason: NeededRefundPart}}}
	case AnswerRefundStuck:
		return Record{[]Fact{PersonNeeded{Reason: PersonReason(AnswerRefundStuck)}}}
	}
	return refundLater(a, s)
}

// nextPerson is an attempt that no rule can end. It is asked about on and on,
// because WeChat may end it all the same.
func nextPerson(a Attempt, s Situation) Step {
	if proof := deadProof(a); proof != "" {
		return Record{[]Fact{ReversalProven{Proof: proof, At: s.Wall}}}
	}
	if step := refundSeen(a, s); step != nil {
		return step
	}
	at := a.Live.AskAt.Add(slowGap)
	if a.Live.Asks == 0 || s.AskNow || !s.Now.Before(at) {
		return Ask{}
	}
	return Wait{Until: at, For: "person"}
}
