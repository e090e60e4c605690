package book

import (
	"slices"
	"time"
)

// Account is what a merchant gives money back from, in fen. A nil amount has no
// end.
type Account struct {
	MchID string `json:"mch_id"`
	// Funds is the balance. It is all there is but for a merchant of the old money
	// flow.
	Funds *int64 `json:"funds"`
	// Unsettled are the day's takings of a merchant of the old money flow, from which
	// a refund comes that does not name the balance. nil: the new money flow.
	Unsettled *int64 `json:"unsettled,omitempty"`
}

// Take takes a fee from the takings or, where there are none or recharge names it,
// from the balance; a fee below zero is put back. It reports whether that sufficed,
// and else takes nothing.
func (a *Account) Take(fee int64, recharge bool) bool {
	from := &a.Funds
	if a.OldFlow() && !recharge {
		from = &a.Unsettled
	}
	if *from == nil {
		return true
	}
	left := **from - fee
	if left < 0 {
		return false
	}
	*from = &left
	return true
}

// OldFlow reports whether the day's takings are a pot of their own.
func (a *Account) OldFlow() bool { return a.Unsettled != nil }

// Account is what a merchant has, and whether that was ever written down.
func (b *Book) Account(mch string) (Account, bool) {
	a, ok := b.accounts[mch]
	return a, ok
}

// SetAccount writes down what a merchant has.
func (b *Book) SetAccount(a Account) {
	b.accounts[a.MchID] = a
	if b.file != nil {
		b.lines = append(b.lines, line{Account: &a})
	}
}

// Waiting returns the merchant's orders that have a refund which waits for funds,
// oldest order first.
func (b *Book) Waiting(mch string, now time.Time) (waiting []*Order) {
	for _, o := range b.age {
		if o.MchID == mch && slices.ContainsFunc(o.Refunds, func(r Refund) bool { return r.Waits(now) }) {
			waiting = append(waiting, o)
		}
	}
	return waiting
}
