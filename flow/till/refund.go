package till

import (
	"context"

	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/refund"
)

// Moment is now, on the clocks by which the age of a press is judged: a person's key has
// that, where what it begins may run later.
func (t *Till) Moment() clock.Instant { return t.clock.Now() }

// Refund begins to give money of a sale back (money rule 4b), with a manager's approval
// where one is needed. Who asks without a name is who is signed in, and a press without
// a time is made once it is approved: its minute is not the one in which a PIN is typed.
// Its errors are those of [Staff.Who], [Staff.Approve] and [flow.Runner.BeginRefund].
func (t *Till) Refund(ctx context.Context, q flow.RefundRequest, pin string) (flow.Attempt, refund.Entry, error) {
	if err := t.approved(ctx, &q, pin); err != nil {
		return flow.Attempt{}, refund.Entry{}, err
	}
	return t.runner.BeginRefund(ctx, q)
}

// SendAgain is [Till.Refund] for an entry that is there: the number is Press.Again.
func (t *Till) SendAgain(ctx context.Context, q flow.RefundRequest, pin string) (flow.Attempt, refund.Entry, error) {
	if err := t.approved(ctx, &q, pin); err != nil {
		return flow.Attempt{}, refund.Entry{}, err
	}
	return t.runner.SendAgain(ctx, q)
}

// SettleRefund takes a person's word that ends a refund, with a manager's approval where
// one is needed. Its errors are those of [Staff.Approve] and [flow.Runner.SettleRefund].
func (t *Till) SettleRefund(ctx context.Context, w flow.RefundWord, pin string) (flow.Attempt, error) {
	q := flow.RefundRequest{By: w.By}
	if err := t.approved(ctx, &q, pin); err != nil {
		return flow.Attempt{}, err
	}
	w.By, w.ApprovedBy = q.By, q.ApprovedBy
	return t.runner.SettleRefund(ctx, w)
}

// RefundTold notes that the word of a refund, as it was read, reached who wanted it.
func (t *Till) RefundTold(ctx context.Context, no flow.OutTradeNo, told refund.Entry) (flow.Attempt, error) {
	return t.runner.RefundTold(ctx, no, told)
}

// Reverse undoes a charge that nobody claimed (money rule 4b.8), by whichever door a
// person comes. A manager approves it where one approves refunds: it may be one, or become
// one. Its errors are those of [Staff.Approve] and [flow.Runner.Reverse].
func (t *Till) Reverse(ctx context.Context, q flow.RefundRequest, pin string) (flow.Attempt, refund.Entry, error) {
	if err := t.approved(ctx, &q, pin); err != nil {
		return flow.Attempt{}, refund.Entry{}, err
	}
	return t.runner.Reverse(ctx, q)
}

// asker puts who asks into a request: who is signed in, or whom it names.
func (t *Till) asker(ctx context.Context, q *flow.RefundRequest) (err error) {
	q.By, err = t.Who(ctx, q.By)
	return err
}

func (t *Till) approved(ctx context.Context, q *flow.RefundRequest, pin string) error {
	if err := t.asker(ctx, q); err != nil {
		return err
	}
	who, err := t.Approve(ctx, pin)
	if err != nil {
		return err
	}
	q.ApprovedBy = who.Name
	if q.Press.At.IsZero() {
		q.Press.At = t.clock.Now()
	}
	return nil
}
