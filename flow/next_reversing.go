package flow

import (
	"time"

	"facetill/flow/refund"
)

// nextReversing drives a reversal to its proof (money rule 4). A reverse's own
// SUCCESS ends nothing: a query must agree.
func nextReversing(a Attempt, s Situation) Step {
	l := a.Live
	if l.AskDue {
		return Ask{}
	}
	if proof := deadProof(a); proof != "" {
		return Record{[]Fact{ReversalProven{Proof: proof, At: s.Wall}}}
	}
	if step := refundSeen(a, s); step != nil {
		return step
	}
	switch {
	case l.Ask == AnswerPayError:
		return Record{[]Fact{PersonNeeded{Reason: NeededPayError}}}
	case a.Expired:
		return nextExpired(a, s)
	case a.ReverseStop >= maxStops:
		return Record{[]Fact{PersonNeeded{Reason: NeededReverseRefused}}}
	}
	at := reverseAt(a, s)
	if !s.Now.Before(at) {
		return Reverse{}
	}
	if proof, step := proofAt(a, s); !proof.IsZero() {
		if !s.Now.Before(proof) {
			return step
		}
		at = earlier(at, proof)
	}
	if s.AskNow {
		return Ask{}
	}
	return Wait{Until: at, For: "reverse"}
}

// deadProof returns the query's answer that proves a number to be dead for ever
// (money rule 4.2), or "".
func deadProof(a Attempt) AnswerKind {
	l := a.Live
	switch {
	case l.Ask == AnswerRevoked, l.Ask == AnswerClosed:
		return l.Ask
	case l.Ask == AnswerNotExist && l.Absent2:
		return AnswerNotExist
	case l.Ask == AnswerNotPay && a.ReverseDone && l.HeardBehind: // behind the fences and the reverse
		return AnswerNotPay
	}
	return ""
}

// proofAt is when a query can prove something that a reverse cannot: the moment
// the fences end, and a minute after the first ORDERNOTEXIST behind them. Zero
// when no such query is ahead.
func proofAt(a Attempt, s Situation) (time.Time, Step) {
	l := a.Live
	if at, step := behindFences(a, s); !at.IsZero() {
		return at, step
	}
	if at := l.AbsentAt.Add(twoAbsent); !l.AbsentAt.IsZero() && !l.Absent2 && l.AskAt.Before(at) {
		return at, Ask{}
	}
	return time.Time{}, nil
}

// reverseAt is when the next reverse may be sent. The first one waits for
// reverse_after since the request, by the monotonic clock of the process that
// sent it; where that process is gone, since the last moment at which the
// request could have left.
func reverseAt(a Attempt, s Situation) time.Time {
	l := a.Live
	if l.Reverses > 0 {
		if l.Reverse == AnswerPaying && l.ReverseAt.Sub(l.PayingAt) < payingFor {
			return l.ReverseAt.Add(payingGap)
		}
		return l.ReverseAt.Add(reverseGap(l.Reverses, a.OutTradeNo))
	}
	if s.SinceSent >= 0 {
		return s.Now.Add(s.Rules.ReverseAfter - s.SinceSent)
	}
	at := a.SendBy.Add(s.Rules.ReverseAfter + dateDoubt)
	if !l.Since.IsZero() { // no wait is longer than that, whatever the clocks say (5.1)
		longest := l.Since.Add(sendWithin + s.Rules.ReverseAfter + dateDoubt)
		if !s.Trusted || !a.fencesBegun() { // nobody knows whether send_by is past (2.3)
			return longest
		}
		at = earlier(at, longest)
	}
	return at
}

// nextExpired is after REVERSE_EXPIRE (money rule 4.3): what was charged is
// refunded under a number that follows from the attempt's.
func nextExpired(a Attempt, s Situation) Step {
	l := a.Live
	switch {
	case l.Asks == 0 || l.HeardAt.IsZero():
		if at := l.AskAt.Add(reverseGap(l.Asks, a.OutTradeNo)); l.Asks > 0 && s.Now.Before(at) {
			return Wait{Until: at, For: "query"}
		}
		return Ask{}
	case l.Ask == AnswerPaid:
		return nextGiveBack(a, s)
	case l.Ask.notCharged():
		return Record{[]Fact{ReversalProven{Proof: l.Ask, At: s.Wall}}}
	}
	return Record{[]Fact{PersonNeeded{Reason: NeededReverseExpired}}}
}

// nextGiveBack begins the refund of what a reversal can no longer undo, behind a look
// at what was given back elsewhere (money rule 4b.3). It is one in the life of an
// attempt: what has it already, or more back than its entries say, is for a person.
func nextGiveBack(a Attempt, s Situation) Step {
	if step := lookBehind(a, s); step != nil {
		return step
	}
	number, rest := refund.NumberOfReversal(string(a.OutTradeNo)), a.Refunds.Rest(a.TotalFee)
	if _, known := a.Refunds.Find(number); known || rest == 0 || a.RefundedFee > a.Refunds.Back() {
		return Record{[]Fact{PersonNeeded{Reason: NeededReverseExpired}}}
	}
	return Record{[]Fact{RefundBegun{OutRefundNo: number, Fee: rest, Purpose: refund.Reversal, Reason: "reverse_expired", At: s.Now, Wall: s.Wall}}}
}
