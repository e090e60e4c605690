package flow

// nextClosing closes the number of a confirmed refusal, so that nothing can
// come behind it (money rule 2.5). It is housekeeping: it waits behind every
// real reversal, and finds out whether the refusal lied.
func nextClosing(a Attempt, s Situation) Step {
	if !a.Closing {
		return Done{}
	}
	l := a.Live
	start := a.AnswerAt.Add(closeAfter)
	switch {
	case s.Now.Before(start):
		return Wait{Until: start, For: "closing"}
	case l.Asks == 0 || l.AskDue:
		return Ask{}
	}
	if proof := closedProof(a); proof != "" {
		return Record{[]Fact{NumberClosed{Proof: proof}}}
	}
	switch l.Ask {
	case AnswerPaid, AnswerPaying, AnswerPayError, AnswerRefund:
		return Record{[]Fact{RefusalReopened{Answer: l.Ask, At: s.Now}}}
	case AnswerNotPay:
		return nextClosingNotPay(a, s)
	case AnswerNotExist:
		return askOrWait(a, s, false)
	}
	return askOrWait(a, s, true)
}

// closedProof is deadProof, and one ORDERNOTEXIST behind the fences: the
// refusal and its query have already agreed.
func closedProof(a Attempt) AnswerKind {
	if a.Live.Ask == AnswerNotExist && a.fenced(a.Live.HeardAt) {
		return AnswerNotExist
	}
	return deadProof(a)
}

// nextClosingNotPay reverses, five answered times at most; then it only asks
// until the fences are past, and then the refusal is not believed any more.
func nextClosingNotPay(a Attempt, s Situation) Step {
	l := a.Live
	if a.CloseTries >= maxCloseTries {
		if a.fenced(l.AskAt) {
			return Record{[]Fact{RefusalReopened{Answer: AnswerNotPay, At: s.Now}}}
		}
		return askOrWait(a, s, true)
	}
	at := l.ReverseAt.Add(reverseGap(l.Reverses, a.OutTradeNo))
	if l.Reverses > 0 && s.Now.Before(at) {
		return Wait{Until: at, For: "closing"}
	}
	return Reverse{Closing: true}
}

// askOrWait asks again at the end of the fences, or before that each few
// minutes.
func askOrWait(a Attempt, s Situation, slow bool) Step {
	at := a.FenceAt
	if again := a.Live.AskAt.Add(slowGap); slow || a.fenced(a.Live.AskAt) {
		at = again
		if !a.fenced(a.Live.AskAt) {
			at = earlier(again, a.FenceAt)
		}
	}
	if s.Now.Before(at) {
		return Wait{Until: at, For: "closing"}
	}
	return Ask{}
}
