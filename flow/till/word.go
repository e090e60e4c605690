package till

import (
	"cmp"
	"context"

	"facetill/flow"
)

// WantsPIN reports whether the manager has to give a word about a sale: it ends what
// no rule can end (money rule 5.7). It does not where no PIN is set.
func (t *Till) WantsPIN(as string) bool {
	return t.HasPIN() && (as == flow.ResolvedPaid || as == flow.ResolvedNotCharged)
}

// Resolve takes a person's word about an attempt that no rule can end (money rule
// 5.7), with the manager's PIN where it wants one. Without a name it is that of who is
// signed in. Its errors are those of [Staff.Who], [Staff.Approve] and
// [flow.Runner.Resolve].
func (t *Till) Resolve(ctx context.Context, w flow.Resolution, pin string) (a flow.Attempt, err error) {
	if w.By, err = t.Who(ctx, w.By); err != nil {
		return a, err
	}
	if t.WantsPIN(w.As) {
		if _, err := t.Approve(ctx, pin); err != nil {
			return flow.Attempt{}, err
		}
	}
	return t.runner.Resolve(ctx, w)
}

// Claim takes a person's word about an unclaimed charge: the goods were given, or the
// money is to be given back (money rule 5.2). Without a name it is that of who is signed
// in.
func (t *Till) Claim(ctx context.Context, no flow.OutTradeNo, given bool, by string) error {
	by, err := t.Who(ctx, by)
	if err == nil {
		_, err = t.runner.Settle(ctx, no, given, cmp.Or(by, "cashier"), "at the till")
	}
	return err
}
