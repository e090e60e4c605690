package day

import (
	"slices"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
)

// SaleRefund is a refund with the sale that it is of.
type SaleRefund struct {
	Sale flow.Attempt
	refund.Entry
}

// PersonsTurn reports whether a refund stands before a person: it is late, is stuck, was closed
// or refused untold, or was begun before its journal was adopted (money rule 4b.12).
func (r SaleRefund) PersonsTurn() bool {
	return r.IsUnsettled() || r.IsUnheard() || r.IsLate() || r.State == refund.Entered && r.IsAdopted(r.Sale.Adoptions)
}

// OpenRefunds are the refunds that have no end, each with its sale, oldest sale first.
type OpenRefunds struct {
	Open   []SaleRefund // whether WeChat took it is not known
	Stuck  []SaleRefund // WeChat has it and does not bring it: a person ends it
	Closed []SaleRefund // WeChat closed or refused it, and nobody was told: a person gives it back anew
	Moving []SaleRefund // on its way: nobody need wait for it
	Untold []SaleRefund // on its way or back, and nobody was told: some of Moving, and what has its end
}

// Persons are those of which a person has to know, oldest sale first: no program brings
// them back, and nobody need wait for them to add up a day.
func (r OpenRefunds) Persons() []SaleRefund { return slices.Concat(r.Stuck, r.Closed) }

// untoldAfter is how long whoever began a refund may still be about to hear of it.
const untoldAfter = time.Minute

// RefundsOf returns the refunds of attempts that have no end at a moment of the wall clock.
func RefundsOf(refunding []flow.Attempt, now time.Time) (r OpenRefunds) {
	for _, a := range refunding {
		for _, e := range a.Refunds {
			if age := now.Sub(e.BegunWall); e.IsUntold() && (age > untoldAfter || age < 0) {
				r.Untold = append(r.Untold, SaleRefund{a, e})
			}
			switch of := (SaleRefund{a, e}); {
			case e.State == refund.Entered:
				r.Open = append(r.Open, of)
			case e.IsUnsettled():
				r.Stuck = append(r.Stuck, of)
			case e.IsUnheard():
				r.Closed = append(r.Closed, of)
			case e.IsMoving():
				r.Moving = append(r.Moving, of)
			}
		}
	}
	return r
}

// OpenOf returns what of pending attempts has no end, and behind them the sales at their end
// with a refund whose acceptance is not known. Each list is oldest first.
func OpenOf(pending []flow.Attempt, r OpenRefunds) (all []flow.Attempt) {
	for _, a := range pending {
		if a.Open() {
			all = append(all, a)
		}
	}
	for _, of := range r.Open {
		if !of.Sale.Open() { // else it is there
			all = append(all, of.Sale)
		}
	}
	return all
}
