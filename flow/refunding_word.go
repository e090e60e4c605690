package flow

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"facetill/flow/field"
	"facetill/flow/refund"
)

// RefundWord is a person's word that ends a refund (money rules 4b.6 and 4b.7).
type RefundWord struct {
	OutTradeNo             OutTradeNo
	Number                 string // of the refund
	As                     string // refund.SettledThere or refund.SettledElse
	By, Reason, ApprovedBy string // ApprovedBy is the manager, where a PIN is set
}

// SettleRefund records it. What the word does not fit is refused with a *field.Error.
func (r *Runner) SettleRefund(ctx context.Context, w RefundWord) (Attempt, error) {
	if err := CheckWord(w.By, w.Reason); err != nil {
		return Attempt{}, err
	}
	_ = r.sync(ctx) // the word's time is for people; it needs no network
	return refundWord(ctx, r, w.OutTradeNo, func(a Attempt) (Fact, error) {
		at := r.now()
		if at.IsZero() {
			at = r.ports.Clock.Now().Wall
		}
		return RefundSettled{OutRefundNo: w.Number, As: w.As, By: w.By, ApprovedBy: w.ApprovedBy, Reason: w.Reason, At: at}, w.fits(a)
	})
}

// fits returns why the word is none for that refund, as a *field.Error.
func (w RefundWord) fits(a Attempt) error {
	e, is := a.Refunds.Find(w.Number)
	if !is || w.Number == "" {
		return field.NewError("refund", fmt.Sprintf("%q is none of %s", w.Number, a.OutTradeNo), "look at it with status")
	}
	need := ""
	switch w.As {
	case refund.SettledThere:
		if !e.IsUnsettled() {
			need = "one that is stuck at WeChat"
		}
	case refund.SettledElse:
		if e.State != refund.Refused {
			need = "one that was refused"
		} else if !a.Refunds.FitsOtherwise(a.TotalFee, e) {
			rest := max(0, a.Refunds.Rest(a.TotalFee)-a.Refunds.Otherwise())
			return field.NewError("refund", fmt.Sprintf("%s is of %s, and only %s of %s is left: the rest was given back already", w.Number, e.Amount(), rest, a.TotalFee), "look at it with status")
		}
	default:
		return field.NewError("word", fmt.Sprintf("%q is none that ends a refund", w.As), "say there or otherwise")
	}
	if need == "" {
		return nil
	}
	return field.NewError("refund", fmt.Sprintf("%s is %s, and %q is for %s", w.Number, e.State, w.As, need), "look at it with status")
}

// RefundTold records that the word of a refund, as it was read, reached the caller or the
// cashier (money rule 4b.10). A refund that has another word by now has yet to be told.
func (r *Runner) RefundTold(ctx context.Context, no OutTradeNo, told refund.Entry) (Attempt, error) {
	return refundWord(ctx, r, no, func(a Attempt) (Fact, error) {
		e, is := a.Refunds.Find(told.Number)
		said, now := told.Outcome(), e.Outcome()
		same := said == now || said == refund.OutcomeRefunding && now == refund.OutcomeRefunded
		if !is || e.State == refund.Entered || e.ToldN > 0 || !same {
			return nil, nil
		}
		return RefundTold{OutRefundNo: e.Number}, nil
	})
}

// refundWord records one fact about a refund, which is nil where there is nothing to record.
func refundWord(ctx context.Context, r *Runner, no OutTradeNo, word func(Attempt) (Fact, error)) (Attempt, error) {
	first := func(seen Attempt) (bool, error) {
		f, err := word(seen)
		return f == nil, err
	}
	return withSale(ctx, r, no, first, func(a Attempt, _ []Fact) (Attempt, error) {
		f, err := word(a)
		if f == nil || err != nil {
			return a, err
		}
		return note(ctx, r, a, f)
	})
}

// reversible is how long WeChat reverses an order; later only a refund gives it back.
const reversible = 7 * 24 * time.Hour

// reversesAsRefund reports whether to give a sale back now is a refund of what is left
// of it, and no reversal (money rule 4b.8).
func reversesAsRefund(r *Runner, a Attempt) bool {
	now := r.sureNow() // where nobody knows the time the reversal finds out that it comes too late
	return len(a.Refunds) > 0 || !now.IsZero() && !a.chargedAt().IsZero() && now.Sub(a.chargedAt()) >= reversible
}

// Reverse is the give-back of a charge that nobody claimed (money rule 4b.8): a reversal while
// there is one, else a refund of the rest, with the errors of BeginRefund. What was
// claimed is refused with a *field.Error. The press needs a version and its time; the
// entry is zero where it is a reversal, which the recovery drives. Which of both it is
// nobody knows before, and a reversal that turns out to be late becomes a refund (4.3): so
// whoever approves refunds approves this, too, whichever it is.
func (r *Runner) Reverse(ctx context.Context, q RefundRequest) (Attempt, refund.Entry, error) {
	_ = r.sync(ctx)
	a, _, err := r.ports.Journal.Read(ctx, q.OutTradeNo)
	if err != nil {
		return a, refund.Entry{}, err
	}
	if a.State == Paid && !a.Unclaimed {
		return a, refund.Entry{}, field.NewError("attempt", fmt.Sprintf("%s is paid and claimed, and is not reversed any more", q.OutTradeNo), "give it back with refund")
	}
	if a.State == Paid && reversesAsRefund(r, a) {
		q.Press.All, q.Press.Fee = true, a.Refunds.Rest(a.TotalFee)
		return r.BeginRefund(ctx, q)
	}
	a, err = r.Resolve(ctx, Resolution{OutTradeNo: q.OutTradeNo, As: ResolvedGiveBack, By: q.By, ApprovedBy: q.ApprovedBy, Reason: cmp.Or(q.Note, q.Reason)})
	return a, refund.Entry{}, err
}
