package flow

import "time"

const (
	// twoNotPay: a customer who closed the password page is believed after two
	// NOTPAY this far apart (money rule 3.2).
	twoNotPay = 2 * time.Second
	// twoAbsent: an order is believed never to have arrived after two
	// ORDERNOTEXIST this far apart, all fences past (money rule 4.2).
	twoAbsent = 60 * time.Second
)

// applyOpened begins an attempt. One that is imported is paid, and nobody knows whether the
// goods were given; its intent is the charge, because nobody knows when it was asked for.
func applyOpened(a Attempt, f OrderOpened) (Attempt, bool) {
	ok := a.State == "" && f.Order.OutTradeNo != ""
	a.Order, a.State = f.Order, Opened
	if c := f.Charge; c != (ChargeProven{}) && ok {
		ok = c.TransactionID != "" && !c.TimeEnd.IsZero() && c.Unclaimed && f.By != "" && f.Reason != ""
		a.State, a.IntentAt = Submitting, c.TimeEnd
		a, _ = applyPaid(a, c)
	}
	return a, ok
}

func applyPay(a Attempt, f Fact) (Attempt, bool) {
	from := a
	switch f := f.(type) {
	case PayerIdentified:
		a.State, a.Face = Identified, f.Face
		return a, from.State == Opened
	case IntentWritten:
		a.State = Submitting
		a.IntentAt, a.SendBy, a.TimeExpire, a.ConfirmBy, a.FenceAt = f.At, f.SendBy, f.TimeExpire, f.ConfirmBy, f.FenceAt
		fenced := f.FenceAt.After(f.TimeExpire) || f.FenceAt.IsZero() && !f.Trusted
		return a, from.State == Identified && f.SendBy.After(f.At) && f.ConfirmBy.After(f.SendBy) && fenced
	case FencesBegun:
		// What may have been sent counts from the same moment.
		a.FenceAt, a.SendBy, a.Live.OldFence = f.FenceAt, later(a.SendBy, f.At.Add(sendWithin)), false
		driven := from.in(Submitting, Confirming, Reversing, NeedsPerson) || from.State == Refused && from.Closing
		return a, driven && f.FenceAt.After(f.At) && f.FenceAt.After(from.FenceAt)
	case RequestBegun:
		a.Live.Submitted, a.Live.HasCode = true, false
		return a, from.State == Submitting && from.Live.HasCode && !from.Live.Submitted
	case NothingSent:
		a.State, a.Code, a.Message, a.EndedAt = NotSent, f.Code, f.Message, f.At
		return a, from.in(Opened, Identified, Submitting)
	case SaleCancelled:
		// From submitting it is, as not_sent, the word of the process that holds it.
		a.State, a.Code, a.Message, a.EndedAt = Cancelled, f.Code, f.Message, f.At
		return a.WithReason(string(f.By)), from.in(Opened, Identified, Submitting)
	case PayAnswered:
		a.State, a.PayAnswer, a.Code, a.Message = Confirming, f.Answer, f.Code, f.Message
		a.AnswerAt, a.SentAt = f.At, f.SentAt
		return a, from.State == Submitting
	}
	return a, false
}

// applyAsked notes what a query said, and how long it has been saying so. An
// unanswered one proves nothing and breaks no row.
func applyAsked(a Attempt, f OrderAsked) (Attempt, bool) {
	if !a.in(Submitting, Confirming, Reversing, NeedsPerson, Refused) {
		return a, false
	}
	l := &a.Live
	l.AskDue = false
	l.Fresh = f.Fresh
	l.AskAt = f.At
	l.Asks++
	l.AskBehind = f.Trusted && a.fenced(f.At)
	if f.Answer == AnswerLost {
		if l.Ask == "" {
			l.Ask = AnswerLost
		}
		return a, true
	}
	l.Ask, l.HeardAt, l.HeardBehind = f.Answer, f.At, l.AskBehind
	l.NotPayAt, l.NotPay2 = row(f.Answer == AnswerNotPay, f.At, l.NotPayAt, twoNotPay)
	gone := f.Answer == AnswerNotExist && l.AskBehind
	l.AbsentAt, l.Absent2 = row(gone, f.At, l.AbsentAt, twoAbsent)
	if f.Code != "" {
		a.QueryCode, a.RefusalAsk = f.Code, ""
	}
	return a, true
}

// row carries on or breaks a row of equal answers, and reports whether it is long.
func row(same bool, at, first time.Time, long time.Duration) (time.Time, bool) {
	switch {
	case !same:
		return time.Time{}, false
	case first.IsZero():
		return at, false
	}
	return first, at.Sub(first) >= long
}

// fenced reports whether an order which is absent at t, a trusted moment, can
// never arrive any more.
func (a Attempt) fenced(t time.Time) bool { return a.fencesBegun() && !t.Before(a.FenceAt) }

// fencesBegun reports whether the fences count from a time that was trusted.
func (a Attempt) fencesBegun() bool { return !a.FenceAt.IsZero() && !a.Live.OldFence }
