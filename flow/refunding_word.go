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
	// Of SettledElse: the version of the sale that they saw, and what it is one more beside.
	Version int
	Beside  []string
}

// SettleRefund records it. What the word does not fit is refused with a *field.Error. A
// *RefundStoppedError has what may have given the customer the money, and was not named.
func (r *Runner) SettleRefund(ctx context.Context, w RefundWord) (Attempt, error) {
	if err := CheckWord(w.By, w.Reason); err != nil {
		return Attempt{}, err
	}
	_ = r.sync(ctx) // the word's time is for people; of what is not begun it needs no network
	revoked, err := w.revoked(ctx, r)
	if err != nil {
		return Attempt{}, err
	}
	return refundWord(ctx, r, w.OutTradeNo, func(a Attempt) (Fact, error) {
		at := r.now()
		if at.IsZero() {
			at = r.ports.Clock.Now().Wall
		}
		err := refund.FitsWord(a.Refunds, string(a.OutTradeNo), a.TotalFee, Charged(a), revoked, w.Number, w.As)
		if err == nil {
			err = w.stopped(r, a)
		}
		return RefundSettled{OutRefundNo: w.Number, As: w.As, By: w.By, ApprovedBy: w.ApprovedBy, Reason: w.Reason, Beside: w.Beside, Revoked: revoked, At: at}, err
	})
}

// revoked reports whether the sale of a refund was reversed, by WeChat's word, where that is
// what this one takes: the refund is begun. What WeChat has of it is written down behind
// that: behind the reversal it took none any more. It is, too, where the journal was adopted
// since a refund was refused: its original may have sent that again behind the copy (4b.12).
func (w RefundWord) revoked(ctx context.Context, r *Runner) (bool, error) {
	a, _, err := r.ports.Journal.Read(ctx, w.OutTradeNo)
	e, _ := a.Refunds.Find(w.Number)
	begun, behind := e.State == refund.Entered, e.State == refund.Refused && e.IsAdopted(a.Adoptions)
	if err != nil || w.As != refund.SettledElse || !begun && !behind || !a.At(r.id.WeChat) {
		return false, err
	}
	if begun {
		switch ans := r.ports.Gateway.Query(ctx, a, Try{Limit: freshTry, Backup: true}); {
		case ans.Kind == AnswerLost || ans.Kind == AnswerRejected:
			return false, &RefundUnaskedError{OutTradeNo: w.OutTradeNo, Answer: refund.Answer{Code: ans.Code, Message: ans.Message}}
		case ans.Kind != AnswerRevoked:
			return false, nil
		}
	}
	_, heard, err := r.LookRefunds(ctx, a)
	if err == nil && !heard {
		err = &RefundUnaskedError{OutTradeNo: w.OutTradeNo, Answer: refund.Answer{Code: "NETWORK"}}
	}
	return begun && err == nil, err
}

// stopped returns what of the sale may have given the customer the money already that the
// word says they got in another way, as a *RefundStoppedError, or nil (money rule 4b.6).
func (w RefundWord) stopped(r *Runner, a Attempt) error {
	e, _ := a.Refunds.Find(w.Number)
	if w.As != refund.SettledElse {
		return nil
	}
	if err := refund.Have(a.Refunds, string(a.OutTradeNo), w.Beside); err != nil {
		return err
	}
	read, now := r.ports.WeChat.Read(), r.ports.Clock.Now()
	p := refund.Press{Version: w.Version, At: now, Fee: e.Amount(), Beside: w.Beside, Again: w.Number}
	if stops := a.Refunds.StopsWord(a.TotalFee, p, refund.Moment{Running: read.Now, Sure: read.Sure, Now: now}); len(stops) > 0 {
		return &RefundStoppedError{OutTradeNo: a.OutTradeNo, Entries: stops}
	}
	return nil
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
