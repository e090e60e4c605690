package till

import (
	"context"

	"facetill/flow"
)

// TakeTender notes how else the customer paid for a sale that ended unpaid. It is no
// money: nothing is asked, and no sum has it. Without a name it is by who is signed in.
// What it does not fit is refused with a *field.Error; flow.ErrOwned means that another
// process is at work on the attempt.
func (f *Staff) TakeTender(ctx context.Context, no flow.OutTradeNo, word flow.TenderTaken) (a flow.Attempt, err error) {
	if word.By, err = f.Who(ctx, word.By); err != nil {
		return a, err
	}
	r := flow.NewRunner(flow.Ports{Journal: f.lists.journal, Clock: f.lists.clock}, flow.Identity{}, flow.Rules{}) // wherever it was charged
	return r.TakeTender(ctx, no, word)
}
