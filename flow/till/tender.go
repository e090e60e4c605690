package till

import (
	"context"
	"slices"

	"facetill/flow"
)

// Tender is what customers paid in another way than WeChat, by persons' word. It is no
// part of any sum: nobody can prove it here.
type Tender struct {
	As    string // one of flow.Tenders
	Sales int
	Fee   flow.Fen
}

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

// addTender counts an attempt that is no sale of its day. One that is open may still be
// charged.
func addTender(all []Tender, a flow.Attempt) []Tender {
	if a.TenderAs == "" || a.Unfinished() {
		return all
	}
	i, is := slices.BinarySearchFunc(all, a.TenderAs, func(t Tender, as string) int {
		return slices.Index(flow.Tenders(), t.As) - slices.Index(flow.Tenders(), as)
	})
	if !is {
		all = slices.Insert(all, i, Tender{As: a.TenderAs})
	}
	all[i].Sales++
	all[i].Fee += a.TotalFee
	return all
}
