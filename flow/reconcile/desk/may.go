package desk

import (
	"facetill/flow"
	"facetill/flow/reconcile"
)

// MayImport reports whether a finding is a charge that can be entered: not one of which
// something went back.
func (i Item) MayImport() bool {
	return i.Wants() && i.Class == reconcile.TheirsOnly && i.State == reconcile.RowSuccess && i.Do() != givenBack
}

// MayAccept reports whether a person may say that a finding is known and dealt with: it
// has an end, and the till is not just dealing with it.
func (i Item) MayAccept() bool {
	return i.Wants() && i.Class != reconcile.Open && !i.GoesBack()
}

// MayAsk reports whether WeChat could tell more of a finding. Of a sale that is in no
// journal it tells how the charge stands, and nothing else; of one that was charged at
// another WeChat it tells nothing.
func (i Item) MayAsk() bool {
	return i.Wants() && i.isAsked() && i.NotAsked == "" && (i.Class != reconcile.TheirsOnly || i.State == reconcile.RowSuccess)
}

// GoesBack reports whether the till gives the money of a finding back by itself: of a
// refusal behind which there was a charge (money rule 2.5).
func (i Item) GoesBack() bool {
	switch i.Finding.Stands {
	case flow.Refused, flow.Reversing, flow.Refunding:
		return i.Class == reconcile.Hidden && i.Wants()
	}
	return false
}
