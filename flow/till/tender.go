package till

import (
	"context"
	"errors"
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
func (f *Staff) TakeTender(ctx context.Context, no flow.OutTradeNo, word flow.TenderTaken) (flow.Attempt, error) {
	a, err := f.tenderFits(ctx, no, &word)
	if err != nil {
		return a, err
	}
	start := f.lists.clock.Now()
	claimed, err := f.lists.journal.Claim(ctx, no)
	for errors.Is(err, flow.ErrOwned) { // who closes its number holds it for a call
		if _, waited := f.lists.clock.Now().Sub(start); waited > claimWithin || ctx.Err() != nil {
			return a, err
		}
		f.lists.clock.Sleep(ctx, claimTick, nil)
		claimed, err = f.lists.journal.Claim(ctx, no)
	}
	if err != nil {
		return a, err
	}
	next, err := f.lists.journal.Append(ctx, claimed, word)
	if err != nil {
		next = claimed
	}
	if claimed.Epoch != a.Epoch { // else this process had it before, and goes on with it
		err = errors.Join(err, f.lists.journal.Release(ctx, next))
	}
	return next, err
}

// tenderFits fills in what a word lacks, and holds it against its sale.
func (f *Staff) tenderFits(ctx context.Context, no flow.OutTradeNo, word *flow.TenderTaken) (a flow.Attempt, err error) {
	if word.By, err = f.Who(ctx, word.By); err != nil {
		return a, err
	}
	word.At = f.lists.clock.Now().Wall
	if a, _, err = f.lists.journal.Read(ctx, no); err != nil {
		return a, err
	}
	sale, err := f.lists.journal.Sale(ctx, a.Sale)
	if err == nil {
		err = word.Check(sale)
	}
	return a, err
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
