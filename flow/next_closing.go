package flow

import "time"

// nextClosing closes the number of a confirmed refusal, so that nothing can
// come behind it (money rule 2.5). It is housekeeping: it waits behind every
// real reversal, and finds out whether the refusal lied.
func nextClosing(a Attempt, s Situation) Step {
	if !a.Closing {
		return Done{}
	}
	l := a.Live
	start := closingFrom(a, s)
	switch {
	case s.Now.Before(start):
		return Wait{Until: start, For: "closing"}
	case l.Asks == 0 || l.AskDue:
		return Ask{}
	}
	if proof := closedProof(a); proof != "" {
		return Record{[]Fact{NumberClosed{Proof: proof}}}
	}
	switch {
	case l.Ask.foundMoney():
		return Record{[]Fact{RefusalReopened{Answer: l.Ask, At: s.Now}}}
	case l.Ask == AnswerNotPay:
		return nextClosingNotPay(a, s)
	}
	return askOrWait(a, s, l.Ask != AnswerNotExist)
}

// closingFrom is when a refused number may be asked about: a while after the
// refusal, or after this process took it over where nobody knows how long ago that
// was (money rules 2.3, 5.1).
func closingFrom(a Attempt, s Situation) time.Time {
	start := later(a.AnswerAt, a.SendBy.Add(-sendWithin)).Add(closeAfter)
	if a.Live.Since.IsZero() {
		return start
	}
	full := a.Live.Since.Add(closeAfter)
	if !s.Trusted || !a.fencesBegun() {
		return full
	}
	return earlier(start, full)
}

// closedProof is deadProof, and one ORDERNOTEXIST behind the fences: the
// refusal and its query have already agreed.
func closedProof(a Attempt) AnswerKind {
	if a.Live.Ask == AnswerNotExist && a.Live.HeardBehind {
		return AnswerNotExist
	}
	return deadProof(a)
}

// nextClosingNotPay reverses, five answered times at most; then it only asks
// until the fences are past, and then the refusal is not believed any more.
func nextClosingNotPay(a Attempt, s Situation) Step {
	l := a.Live
	if a.CloseTries >= maxCloseTries {
		if l.AskBehind {
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
	at, step := a.Live.AskAt.Add(slowGap), Step(Ask{})
	if end, then := behindFences(a, s); !end.IsZero() && (!slow || end.Before(at)) {
		at, step = end, then
	}
	if s.Now.Before(at) {
		return Wait{Until: at, For: "closing"}
	}
	return step
}
