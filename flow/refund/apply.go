package refund

import (
	"fmt"
	"slices"
	"time"

	"facetill/flow/money"
)

// IllegalError is a fact that cannot happen to a list. State is that of the entry
// it names, "" where there is none.
type IllegalError struct {
	Number, Fact string
	State        State
}

func (e *IllegalError) Error() string {
	if e.State == "" {
		return fmt.Sprintf("fact %q cannot happen to refund %q of this sale", e.Fact, e.Number)
	}
	return fmt.Sprintf("fact %q cannot happen to refund %q, which is %q", e.Fact, e.Number, string(e.State))
}

const (
	// sendWithin is how long after its fact a send may leave (money rule 4b.4).
	sendWithin = 8 * time.Second
	// fence is how long past its send_by an unanswered send can still arrive (4b.6).
	fence = 15 * time.Minute
	// mostRefusals of a reversal: then it stands before a person (4b.7).
	mostRefusals = 3
)

// Apply folds a fact into the list of a sale of this total, whose attempt has this
// version before the fact. The transaction that appends the fact compares the
// version, so what is refused here is refused for every process (money rule 4b.2).
// A fact that cannot happen is refused by name, and the list is returned as it was.
func (l List) Apply(total money.Fen, version int, f Fact) (List, error) {
	next, n := slices.Clone(l), version+1
	was, known := l.Find(f.refund())
	ok := false
	switch f := f.(type) {
	case Begun:
		next, ok = l.begin(total, n, f)
	case Found:
		ok = !known && f.OutRefundNo != "" && f.Fee > 0 && isStatus(f.Status)
		next = append(next, Entry{Number: f.OutRefundNo, State: Elsewhere, Fee: f.Fee, Status: f.Status,
			RefundID: f.RefundID, Received: f.Received, BegunN: n, BegunAt: f.At, AcceptedN: n, AcceptedAt: f.At})
	case Ended:
		next, ok = l.end(n, f)
	default:
		if known {
			next[l.index(f.refund())], ok = was.apply(l, total, n, f)
		}
	}
	if !ok {
		return l, &IllegalError{Number: f.refund(), Fact: f.Kind(), State: was.State}
	}
	return next.heard(n, f), nil
}

// heard is the list where a person named what they were shown: of what ended untold
// among it they know by that. It stops the next press all the same.
func (l List) heard(n int, f Fact) List {
	var beside []string
	switch f := f.(type) {
	case Begun:
		beside = f.Beside
	case Resent:
		beside = f.Beside
	case Settled:
		beside = f.Beside
	}
	for i := range l {
		if e := &l[i]; e.IsUnheard() && slices.Contains(beside, e.Number) {
			e.ToldN = n
		}
	}
	return l
}

// begin enters a refund. The sum is checked here: nowhere else is it sure that
// nobody begins another one at the same moment.
func (l List) begin(total money.Fen, n int, f Begun) (List, bool) {
	if f.At.IsZero() {
		return l.beginOld(n, f)
	}
	_, known := l.Find(f.OutRefundNo)
	_, busy := l.Begun()
	rest := l.Rest(total)
	ok := f.OutRefundNo != "" && !known && !busy && f.Fee > 0 && f.Fee <= rest && (f.Purpose != Reversal || f.Fee == rest)
	e := entered(n, f)
	e.BegunAt, e.BegunWall = f.At, f.Wall
	return append(slices.Clone(l), e), ok
}

func entered(n int, f Begun) Entry {
	return Entry{Number: f.OutRefundNo, Ref: f.Ref, Fee: f.Fee, State: Entered, Purpose: f.Purpose, Reason: f.Reason, Note: f.Note,
		By: f.By, ApprovedBy: f.ApprovedBy, Account: f.Account, BegunN: n, Adopted: f.Adopted}
}

// apply folds a fact into the entry that it names.
func (e Entry) apply(l List, total money.Fen, n int, f Fact) (Entry, bool) {
	from := e
	switch f := f.(type) {
	case Sent:
		e = e.left()
		e.Sends, e.SentAt, e.SendBy, e.SentTrusted, e.Answered = f.N, f.At, f.SendBy, f.Trusted, ""
		return e, from.State == Entered && f.N == from.Sends+1 && f.Adopted <= from.Adopted && f.SendBy.After(f.At)
	case Answered:
		return e.answer(n, f)
	case Fenced:
		e.OpenDoubt = false
		e.OpenSendBy = later(e.OpenSendBy, f.At)
		return e, from.State == Entered && from.OpenDoubt
	case Heard:
		return e.hear(n, f)
	case Denied:
		return e.deny(f)
	case Resent:
		return e.resend(l, total, n, f)
	case Settled:
		return e.settle(n, f)
	case Told:
		e.ToldN = n
		return e, from.State != Entered && from.ToldN == 0
	}
	return e, false
}

// left notes that the last send had no answer, before another one takes its place.
func (e Entry) left() Entry {
	if e.Sends > 0 && e.Answered == "" {
		e.OpenSendBy = later(e.OpenSendBy, e.SendBy)
		e.OpenDoubt = e.OpenDoubt || !e.SentTrusted
	}
	return e
}

// answer notes what ended a send. It ends no earlier one: what had no answer may
// still arrive.
func (e Entry) answer(n int, f Answered) (Entry, bool) {
	ok := e.State == Entered && f.N == e.Sends && e.Sends > 0 && e.Answered == "" && f.Answer.IsAnswered()
	e.Answered, e.Code, e.Message = f.Answer, f.Code, f.Message
	if f.Answer == AnswerAccepted {
		e = e.taken(n, f.At)
		e.State, e.RefundID, e.CashFee = Accepted, f.RefundID, f.CashFee
	}
	return e, ok
}

// taken notes when WeChat's having it became known. An entry that was believed to
// have moved nothing, and told so, has yet to be told as what it is. The day of its
// acceptance stays the first one: that day may have been closed (money rule 4b.11).
func (e Entry) taken(n int, at time.Time) Entry {
	if e.AcceptedAt.IsZero() {
		e.AcceptedAt = at
	}
	believed := e.State == Refused || e.State == SettledOtherwise
	if e.AcceptedN == 0 || believed {
		e.AcceptedN = n
	}
	if believed {
		e.ToldN = 0
	}
	return e
}

// deny ends an entry that moved nothing. A reversal is tried three times: nobody
// stands beside it who would send it again.
func (e Entry) deny(f Denied) (Entry, bool) {
	ok := e.State == Entered && e.Answered == AnswerRefused && !e.OpenDoubt && !f.At.Before(e.openUntil())
	if e.Refusals++; e.Purpose == Reversal && e.Refusals < mostRefusals {
		e.Answered = again
		return e, ok
	}
	e.State = Refused
	return e, ok
}

// openUntil is when nothing that was sent without an answer can arrive any more;
// zero where every send before the last was answered.
func (e Entry) openUntil() time.Time {
	if e.OpenSendBy.IsZero() {
		return time.Time{}
	}
	return e.OpenSendBy.Add(fence)
}

// resend begins the same entry again: one that was refused, or one that an adopted
// journal has begun, which then counts as sent by the journal it came from. It is as
// young as if it were a new one: whoever gives back beside it must have seen it.
func (e Entry) resend(l List, total money.Fen, n int, f Resent) (Entry, bool) {
	_, busy := l.Begun()
	foreign := e.IsAdopted(f.Adopted)
	ok := e.State == Refused && !e.Final && !busy && e.Amount() <= l.Rest(total) || e.State == Entered && foreign
	ok = ok && f.By != "" && !f.At.IsZero()
	e = e.left()
	if foreign {
		e.OpenSendBy = later(e.OpenSendBy, f.At.Add(sendWithin))
		e.OpenDoubt = e.OpenDoubt || !f.Trusted
	}
	e.State, e.Answered, e.Adopted, e.ToldN, e.Status = Entered, resent, f.Adopted, 0, ""
	e.AgainN, e.BegunAt, e.BegunWall = n, f.At, f.Wall
	if e.Sends == 0 {
		e.Answered = ""
	}
	e.Account, e.By, e.ApprovedBy = f.Account, f.By, f.ApprovedBy
	return e, ok
}

// settle ends an entry by a person's word, who has thereby been told of it.
func (e Entry) settle(n int, f Settled) (Entry, bool) {
	from := e
	e.SettledAs, e.SettledBy, e.SettledReason, e.ToldN = f.As, f.By, f.Reason, n
	named := f.By != "" && f.Reason != ""
	switch f.As {
	case SettledThere:
		e.DoneAt = f.At
		return e, named && from.IsUnsettled()
	case SettledElse:
		e.State, e.Final, e.DoneAt = SettledOtherwise, true, f.At
		return e, named && (from.State == Refused || from.State == Entered && f.Revoked)
	}
	return e, false
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
