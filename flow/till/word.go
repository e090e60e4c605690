package till

import (
	"cmp"
	"context"

	"facetill/flow"
	"facetill/flow/refund"
)

// WantsPIN reports whether the manager has to give a word about a sale: it ends what
// no rule can end, or gives money back, which may become a refund (money rule 5.7). It
// does not where no PIN is set.
func (t *Till) WantsPIN(as string) bool { return t.HasPIN() && as != flow.ResolvedGiven }

// Resolve takes a person's word about an attempt that no rule can end (money rule
// 5.7), with the manager's PIN where it wants one. Without a name it is that of who is
// signed in. Its errors are those of [Staff.Who], [Staff.Approve] and
// [flow.Runner.Resolve]. A give-back is [Till.Reverse], with its errors, and with the
// reason for the customer to read where it is a refund.
func (t *Till) Resolve(ctx context.Context, w flow.Resolution, pin string) (a flow.Attempt, err error) {
	if w.By, err = t.Who(ctx, w.By); err != nil {
		return a, err
	}
	if w.As == flow.ResolvedGiveBack {
		return t.giveBack(ctx, w, pin)
	}
	if t.WantsPIN(w.As) {
		who, err := t.Approve(ctx, pin)
		if err != nil {
			return flow.Attempt{}, err
		}
		w.ApprovedBy = who.Name
	}
	return t.runner.Resolve(ctx, w)
}

func (t *Till) giveBack(ctx context.Context, w flow.Resolution, pin string) (flow.Attempt, error) {
	if err := flow.CheckWord(w.By, w.Reason); err != nil {
		return flow.Attempt{}, err
	}
	seen, _, err := t.journal.Read(ctx, w.OutTradeNo)
	if err != nil {
		return seen, err
	}
	a, _, err := t.Reverse(ctx, flow.RefundRequest{OutTradeNo: w.OutTradeNo, Press: refund.Press{Version: seen.Version}, Reason: w.Reason, By: w.By}, pin)
	return a, err
}

// Claim takes a person's word that the goods of an unclaimed charge were given (money
// rule 5.2). Without a name it is that of who is signed in. [Till.Reverse] gives it back.
func (t *Till) Claim(ctx context.Context, no flow.OutTradeNo, by string) error {
	by, err := t.Who(ctx, by)
	if err == nil {
		_, err = t.runner.Resolve(ctx, flow.Resolution{OutTradeNo: no, As: flow.ResolvedGiven, By: cmp.Or(by, "cashier"), Reason: "at the till"})
	}
	return err
}
