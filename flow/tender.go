package flow

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"facetill/flow/field"
)

// Tenders lists how a customer may have paid where WeChat charged nothing.
func Tenders() []string { return []string{"cash", "card", "other"} }

// Check reports whether the word fits a sale, by all of its attempts: it is a note about
// one that ended unpaid, and another try of the same sale may have been charged. It
// returns a *field.Error where it does not.
func (f TenderTaken) Check(sale []Attempt) error {
	if !slices.Contains(Tenders(), f.As) {
		return field.NewError("word", fmt.Sprintf("%q is no way to pay", f.As), "say cash, card or other")
	}
	if err := CheckWord(f.By, cmp.Or(f.Note, f.As)); err != nil { // a note has the bounds of a reason
		return err
	}
	for _, a := range sale {
		if !a.in(Refused, Cancelled, NotSent, Reversed) {
			return field.NewError("attempt", fmt.Sprintf("%s of this sale is %s, and another way to pay is for a sale that ended unpaid", a.OutTradeNo, a.State), "look at it with status")
		}
	}
	return nil
}

// TakeTender records such a word about a sale. What it does not fit is refused with a
// *field.Error; ErrOwned means that another process is at work on the attempt.
func (r *Runner) TakeTender(ctx context.Context, no OutTradeNo, word TenderTaken) (Attempt, error) {
	word.At = r.ports.Clock.Now().Wall
	first := func(seen Attempt) (bool, error) {
		sale, err := r.ports.Journal.Sale(ctx, seen.Sale)
		if err == nil {
			err = word.Check(sale)
		}
		return false, err
	}
	return withSale(ctx, r, no, first, func(a Attempt, _ []Fact) (Attempt, error) {
		if _, err := first(a); err != nil { // while it was waited for, the next try was charged
			return a, err
		}
		return note(ctx, r, a, word)
	})
}
