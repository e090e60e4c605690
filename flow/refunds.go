package flow

import (
	"context"
	"time"

	"facetill/flow/refund"
)

// What the refunds of an attempt come to (money rule 4b.1). What a refund is, and what
// can happen to one, is the refund room's.

// OpenRefund reports whether the acceptance of a refund is not known. It is open like a
// sale whose end is not known, and blocks no other sale.
func (a Attempt) OpenRefund() bool {
	_, is := a.Refunds.Begun()
	return is
}

// Unfinished reports whether the sale, or a refund of it, keeps a day from being closed.
func (a Attempt) Unfinished() bool { return a.Open() || a.OpenRefund() }

// RefundUnderWay reports whether a refund of it is to be asked about.
func (a Attempt) RefundUnderWay() bool { return a.Refunds.UnderWay() }

// UnderAdoption returns a fact with what a journal fills in: which of its adoptions a
// refund is begun or sent under (money rule 4b.12).
func UnderAdoption(f Fact, adoptions int) Fact {
	switch f := f.(type) {
	case RefundBegun:
		f.Adopted = adoptions
		return f
	case RefundSent:
		f.Adopted = adoptions
		return f
	case RefundResent:
		f.Adopted = adoptions
		return f
	}
	return f
}

// goingBack reports whether all of what undoes a sale is on its way and nothing is open.
func (a Attempt) goingBack() bool { return a.State == Refunding && !a.Open() }

// asked reports whether WeChat is asked about the sale itself.
func (a Attempt) asked() bool { return a.Open() || a.goingBack() }

// forRefunds reports whether nothing of the sale but its refunds may need something.
func (a Attempt) forRefunds() bool { return a.in(Paid, Refunded, Reversed) || a.goingBack() }

// AnyBack reports whether money of it is back, or on its way.
func (a Attempt) AnyBack() bool { return a.RefundedFee > 0 || a.Refunds.Claimed() > 0 }

// AcceptedIn returns the refunds that WeChat accepted between two moments, of which the
// second one is not included, whatever became of them (money rule 4b.11). What undoes a
// charge that was never a sale is none of them.
func (a Attempt) AcceptedIn(from, to time.Time) (in refund.List) {
	for _, e := range a.Refunds {
		known := a.WasPaid() && e.Purpose == refund.ByHand && !e.AcceptedAt.IsZero()
		if known && !e.AcceptedAt.Before(from) && e.AcceptedAt.Before(to) {
			in = append(in, e)
		}
	}
	return in
}

// wholeClaimed reports whether all of it is back or on its way.
func (a Attempt) wholeClaimed() bool {
	return len(a.Refunds) > 0 && a.Refunds.Claimed() >= a.TotalFee
}

// goesBack reports whether a call that asks for its reference again may not hear that
// it is paid: nothing is left, or nobody was told of the charge and money of it goes
// back, in whichever way. Goods would leave beside the money (money rule 5.4).
func (a Attempt) goesBack() bool {
	return a.Refunds.Left(a.TotalFee) == 0 || !a.Shown && a.Refunds.Left(a.TotalFee) < a.TotalFee
}

// applyRefund folds a fact of a refund into the list, and what the list then comes to
// into the attempt. The list refuses what cannot happen to a refund, a sum above the
// total included; here is what its sale must be for it.
func applyRefund(a Attempt, f refund.Fact) (Attempt, bool) {
	switch f := f.(type) {
	case RefundBegun:
		if f.At.IsZero() {
			return beginOldRefund(a, f)
		}
	case RefundEnded:
		return endOldRefund(a, f)
	}
	list, err := a.Refunds.Apply(a.TotalFee, a.Version, f)
	if err != nil || !a.mayRefund(f) {
		return a, false
	}
	return a.withRefunds(list, f), true
}

// LookRefunds asks WeChat for all refunds of a sale and writes down what is new (money rules
// 4b.3, 4b.6). heard reports whether it answered. ErrOwned means that another process is at
// work on the sale; who drives it asks, too.
func (r *Runner) LookRefunds(ctx context.Context, a Attempt) (now Attempt, heard bool, err error) {
	says, at, heard := listRefunds(ctx, r, a)
	if !heard {
		return a, false, nil
	}
	first := func(seen Attempt) (bool, error) { return len(seen.Refunds.Facts(says, at)) == 0, nil }
	now, err = withSale(ctx, r, a.OutTradeNo, first, func(a Attempt, left []Fact) (Attempt, error) {
		return noteRefunds(ctx, r, a, left, says, at)
	})
	return now, true, err
}

// listRefunds asks WeChat for all refunds of a sale. What it told was so at a moment of its
// clock; it told nothing where nobody knows that.
func listRefunds(ctx context.Context, r *Runner, a Attempt) (says refund.Answer, at time.Time, heard bool) {
	left := r.ports.WeChat.Read()
	says = r.ports.Gateway.LookRefunds(ctx, a)
	read := r.ports.WeChat.Read()
	return says, later(read.Now, left.Now), says.Kind.IsHeard() && read.Sure
}

// noteRefunds writes down what is new of what it told.
func noteRefunds(ctx context.Context, r *Runner, a Attempt, left []Fact, says refund.Answer, at time.Time) (Attempt, error) {
	for _, f := range a.Refunds.Facts(says, at) {
		left = append(left, f)
	}
	if len(left) == 0 {
		return a, nil
	}
	return note(ctx, r, a, left...)
}

// mayRefund reports whether a fact of a refund can happen to a sale in this state.
func (a Attempt) mayRefund(f refund.Fact) bool {
	switch f := f.(type) {
	case RefundBegun:
		byHand := f.Purpose == refund.ByHand && a.State == Paid
		return byHand || f.Purpose == refund.Reversal && a.Expired && a.in(Reversing, NeedsPerson)
	case RefundResent:
		return a.in(Paid, Refunding) || a.State == NeedsPerson && a.Expired
	case RefundSent:
		return a.in(Paid, Refunding)
	case RefundFound:
		return a.in(Submitting, Confirming, Paid, Reversing, Refunding, NeedsPerson, Reversed, Refunded)
	}
	return true // of an entry that is there everything is written down
}

// withRefunds returns the attempt with the list that a fact has led to.
func (a Attempt) withRefunds(list refund.List, f refund.Fact) Attempt {
	list = refund.Milliseconds(list)
	begun, open := list.Begun()
	a.Refunds, a.OutRefundNo, a.RefundedFee = list, begun.Number, max(a.RefundedFee, list.Back())
	switch f.(type) {
	case RefundBegun, RefundResent:
		if a.in(Reversing, NeedsPerson) {
			a.State, a.PersonReason = Refunding, ""
		}
	}
	if !open && a.State == Refunding && a.WasPaid() {
		a.State = Paid
	}
	if a.in(Submitting, Confirming) && a.wholeClaimed() {
		a.State = Refunding
	}
	if a.State == Paid && !a.Shown {
		a.Unclaimed = !a.wholeClaimed()
	}
	// What is begun is driven to its own end first.
	if list.Back() >= a.TotalFee && !open && a.in(Paid, Refunding, NeedsPerson) {
		a.State, a.Unclaimed, a.EndedAt = Refunded, false, refund.EndOf(f)
	}
	// What came too late to be reversed, and was refused, its customer got in another way:
	// that person's word ends it (money rule 5.7).
	if e, is := list.LastOtherwise(); is && !open && a.Expired && a.in(Refunding, NeedsPerson) && list.Back()+list.Otherwise() >= a.TotalFee {
		a.State, a.ResolvedAs, a.ResolvedBy, a.EndedAt = Reversed, ResolvedElse, e.SettledBy, refund.EndOf(f)
		a = a.WithReason(e.SettledReason)
	}
	return a
}

// WasPaid reports whether it was a sale: paid, by WeChat's word or a person's, and never
// decided for reversal.
func (a Attempt) WasPaid() bool {
	return a.DecidedAt.IsZero() && (a.TransactionID != "" || a.ResolvedAs == ResolvedPaid)
}

// Charged reports whether anybody knows that it was charged, sale or not.
func Charged(a Attempt) bool {
	return a.TransactionID != "" || a.ResolvedAs == ResolvedPaid || refund.ShowsCharge(a.Refunds, string(a.OutTradeNo))
}

// beginOldRefund is the begin of a refund in an older journal, where it was a state of
// its sale, and one at a time.
func beginOldRefund(a Attempt, f RefundBegun) (Attempt, bool) {
	from := a
	switch {
	case f.OutRefundNo == "":
		f.Purpose = refund.SeenOnly
	case a.State != Paid:
		f.Purpose = refund.Reversal
	}
	var err error
	a.Refunds, err = a.Refunds.Apply(a.TotalFee, a.Version, f)
	a.State, a.OutRefundNo = Refunding, f.OutRefundNo
	fits := err == nil && f.Fee <= from.TotalFee-from.RefundedFee
	return a, fits && (from.in(Submitting, Confirming, Reversing) || from.State == Paid && (!from.Unclaimed || f.By != ""))
}

// endOldRefund is its end: so much of the whole order is back.
func endOldRefund(a Attempt, f RefundEnded) (Attempt, bool) {
	from := a
	list, err := a.Refunds.Apply(a.TotalFee, a.Version, f)
	a.Refunds, a.RefundedFee, a.OutRefundNo, a.Unclaimed = refund.Milliseconds(list), f.RefundedFee, "", false
	a.State, a.EndedAt = Paid, f.At
	if f.RefundedFee >= a.TotalFee {
		a.State = Refunded
	}
	whole := a.State == Refunded && from.in(Submitting, Confirming, NeedsPerson, Refunding)
	// A part leaves a sale paid only where it was paid before.
	part := from.State == Refunding && from.WasPaid() && f.RefundedFee >= from.RefundedFee
	return a, err == nil && (whole || part)
}
