package till

import (
	"context"
	"errors"

	"facetill/flow"
)

// LookRefunds asks WeChat for all refunds of a paid sale, and writes down what is new:
// what has arrived, what somebody gave back on the merchant platform, and what was refused
// and moved after all (money rules 4b.3, 4b.6). Where WeChat does not answer, or another
// process is at work on the sale, it stays as it is: who drives it asks, too. A copy writes
// nothing (money rule 5.9).
func (t *Till) LookRefunds(ctx context.Context, a flow.Attempt) (flow.Attempt, error) {
	a, _, err := lookRefunds(ctx, t, a)
	return a, err
}

// AskRefunds is [Till.LookRefunds], and reports whether WeChat was asked and answered.
func (t *Till) AskRefunds(ctx context.Context, a flow.Attempt) (now flow.Attempt, heard bool, err error) {
	if !mayLook(t, a) {
		return a, false, nil
	}
	return lookRefunds(ctx, t, a)
}

// mayLook reports whether WeChat may be asked about the refunds of an attempt.
func mayLook(t *Till, a flow.Attempt) bool {
	onItsWay := a.State == flow.Refunding && (!a.Open() || isHeld(a))
	return !t.ports.isCopy() && (a.State == flow.Paid || a.State == flow.Refunded || onItsWay) && a.At(t.id.WeChat)
}

// lookRefunds reports whether WeChat answered, too, or had nothing to be asked.
func lookRefunds(ctx context.Context, t *Till, a flow.Attempt) (now flow.Attempt, heard bool, err error) {
	if !mayLook(t, a) {
		return a, true, nil
	}
	now, heard, err = t.runner.LookRefunds(ctx, a)
	if errors.Is(err, flow.ErrOwned) {
		return now, heard, nil
	}
	return now, heard, err
}

// isHeld reports whether a refund of it was begun before the journal was adopted: nobody
// sends it by himself, and WeChat may have it all the same (money rule 4b.12).
func isHeld(a flow.Attempt) bool {
	e, begun := a.Refunds.Begun()
	return begun && e.IsAdopted(a.Adoptions)
}

// LookOnTheirWay is [Till.LookRefunds] for each sale with a refund that WeChat has or may
// have and that nobody drives to its end, oldest first. Once two in a row got no answer the
// network is taken to be down; rest is how many sales nobody answered for.
func (t *Till) LookOnTheirWay(ctx context.Context) (rest int, err error) {
	all, err := t.journal.Refunding(ctx)
	silent := 0
	for _, a := range all {
		if !a.RefundUnderWay() || a.OpenRefund() && !isHeld(a) || err != nil { // what is begun is its driver's
			continue
		}
		heard := false
		if silent < 2 && ctx.Err() == nil {
			_, heard, err = lookRefunds(ctx, t, a)
		}
		if silent++; heard {
			silent = 0
		} else {
			rest++
		}
	}
	return rest, err
}
