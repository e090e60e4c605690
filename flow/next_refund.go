package flow

// refundSeen is what to do when a query said REFUND: the money had moved, and
// refundquery knows how much of it is back (money rules 2.3, 4.2). nil when no
// query said so.
func refundSeen(a Attempt, s Situation) Step {
	l := a.Live
	if l.Ask != AnswerRefund {
		return nil
	}
	if l.RefundAt.Before(l.AskAt) || l.RefundAsk == "" {
		return AskRefunds{}
	}
	switch l.RefundAsk {
	case AnswerRefundAll:
		if a.DecidedAt.IsZero() {
			return Record{[]Fact{RefundEnded{RefundedFee: a.TotalFee, At: s.Wall}}}
		}
		return Record{[]Fact{ReversalProven{Proof: AnswerRefundAll, At: s.Wall}}}
	case AnswerRefundPending, AnswerRefundAccepted:
		if a.in(Submitting, Confirming) {
			return Record{[]Fact{RefundBegun{Fee: a.TotalFee, Reason: "seen"}}}
		}
		return refundLater(a, s)
	case AnswerLost, AnswerRejected:
		return refundLater(a, s)
	}
	if a.State == NeedsPerson {
		return nil
	}
	return Record{[]Fact{PersonNeeded{Reason: PersonReason(l.RefundAsk)}}}
}

// refundLater asks about the refunds again when it is time.
func refundLater(a Attempt, s Situation) Step {
	at := a.Live.RefundAt.Add(reverseGap(a.Live.Refunds, a.OutTradeNo))
	if s.Now.Before(at) && !s.AskNow {
		return Wait{Until: at, For: "refund"}
	}
	return AskRefunds{}
}

// nextRefunding drives a refund to its end: an accepted refund is not a
// refunded one, and the same number may be sent again without harm.
func nextRefunding(a Attempt, s Situation) Step {
	l := a.Live
	give := GiveBack{OutRefundNo: a.OutRefundNo, Fee: a.TotalFee - a.RefundedFee}
	if l.RefundAsk == "" {
		if a.OutRefundNo == "" {
			return AskRefunds{}
		}
		return give
	}
	switch l.RefundAsk {
	case AnswerRefundAll:
		return Record{[]Fact{RefundEnded{RefundedFee: a.TotalFee, At: s.Wall}}}
	case AnswerRefundPart:
		if a.TransactionID != "" && a.DecidedAt.IsZero() {
			return Record{[]Fact{RefundEnded{RefundedFee: l.RefundFee, At: s.Wall}}}
		}
		return Record{[]Fact{PersonNeeded{Reason: NeededRefundPart}}}
	case AnswerRefundStuck, AnswerRefundRefused:
		return Record{[]Fact{PersonNeeded{Reason: PersonReason(l.RefundAsk)}}}
	case AnswerRefundNone, AnswerLost, AnswerRejected:
		step := refundLater(a, s)
		if _, due := step.(AskRefunds); due && a.OutRefundNo != "" {
			return give
		}
		return step
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
