package cli

import (
	"context"
	"slices"

	"facetill/flow"
)

// ofReference gives the attempt that an exact reference means: of its sale the
// one that blocks, else the last (money rule 5.10). This till's own sale comes
// first. false where no sale has it, or several tills have one each.
func (sh *shop) ofReference(ctx context.Context, ref string) (flow.Attempt, bool, error) {
	attempts, err := sh.Ports.Journal.Sale(ctx, sh.Runner.Key(ref))
	if err != nil {
		return flow.Attempt{}, false, err
	}
	if len(attempts) == 0 {
		found, err := sh.Ports.Journal.Find(ctx, ref)
		if err != nil {
			return flow.Attempt{}, false, err
		}
		found = slices.DeleteFunc(found, func(a flow.Attempt) bool { return a.RefMinted || a.Sale.Ref != ref })
		if len(found) == 0 || slices.ContainsFunc(found, func(a flow.Attempt) bool { return a.Sale != found[0].Sale }) {
			return flow.Attempt{}, false, nil
		}
		if attempts, err = sh.Ports.Journal.Sale(ctx, found[0].Sale); err != nil || len(attempts) == 0 {
			return flow.Attempt{}, false, err
		}
	}
	for _, a := range slices.Backward(attempts) {
		if a.Blocking() {
			return a, true, nil
		}
	}
	return attempts[len(attempts)-1], true, nil
}
