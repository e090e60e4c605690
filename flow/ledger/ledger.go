package ledger

import (
	"cmp"
	"slices"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
)

// Kind is what a fact did to the money.
type Kind string

// The kinds.
const (
	Sold            Kind = "sold"
	Refunded        Kind = "refunded"
	RefusedAfterAll Kind = "refused_after_all" // the counter-line of Refunded
	Undone          Kind = "undone"            // the counter-line of Sold
)

// Kinds returns all of them.
func Kinds() []Kind { return []Kind{Sold, Refunded, RefusedAfterAll, Undone} }

// Line is what one fact did to the shop's money. It is comparable, and all of it but
// Close is written once. Amounts are in fen and signed: what comes in is above zero.
type Line struct {
	OutTradeNo  flow.OutTradeNo
	N           int    // of the fact that made it: the version of the attempt behind it
	Place       int    // among the lines of that fact, from 0
	OutRefundNo string // of the refund that it is about; "" of the sale itself
	Kind        Kind
	At          time.Time // by which it belongs to a day, in milliseconds
	Fee         flow.Fen
	Method      flow.Method
	Who         string // who sold it, or gave it back; "" of the merchant platform
	Lane        string
	// Coupons is what customers did not give of Fee, Unsettled what WeChat does not settle
	// with the shop; both of sales alone, and signed as Fee.
	Coupons, Unsettled flow.Fen

	Close int // the record that counted it; 0 is none yet, Before one of before there were any
}

// Before is the Close of a line of the days before closes had numbers.
const Before = -1

// Lines returns the lines of a fact that led an attempt from before to after. at is when
// it was known, for what has no time of its own.
func Lines(before, after flow.Attempt, at time.Time) []Line {
	if len(before.Refunds)+len(after.Refunds) == 0 && Counts(before) == Counts(after) {
		return nil // as most facts
	}
	b := batch{of: after}
	was, is := Counts(before), Counts(after)
	if !was && is {
		b.sale(Sold, after.ListedAt(), 1)
	}
	for i := range max(len(before.Refunds), len(after.Refunds)) {
		b.refund(entryOf(before, i), entryOf(after, i), at)
	}
	if was && !is {
		b.sale(Undone, at, -1)
	}
	return b.lines
}

// batch is the lines of one fact as they are made.
type batch struct {
	of    flow.Attempt
	lines []Line
}

func (b *batch) add(l Line, at time.Time) {
	l.OutTradeNo, l.N, l.Place, l.Lane, l.Method = b.of.OutTradeNo, b.of.Version, len(b.lines), b.of.Lane, b.of.Method
	l.At = at.Truncate(time.Millisecond).UTC()
	b.lines = append(b.lines, l)
}

func (b *batch) sale(kind Kind, at time.Time, sign flow.Fen) {
	a := b.of
	b.add(Line{Kind: kind, Fee: sign * a.TotalFee, Who: a.Cashier,
		Coupons: sign * a.Coupon(a.TotalFee, a.CashFee), Unsettled: sign * Missing(a.TotalFee, a.SettlementFee)}, at)
}

// refund adds the line of one entry. Its acceptance is on the day that it was recorded on;
// of one that was refused meanwhile and is taken again, that is known now.
func (b *batch) refund(before, after entry, at time.Time) {
	switch more := after.counted - before.counted; {
	case more > 0:
		taken := after.AcceptedAt
		if again := !before.AcceptedAt.IsZero() && !before.IsClaimed(); again || taken.IsZero() {
			taken = at
		}
		b.add(Line{Kind: Refunded, OutRefundNo: after.Number, Fee: -more, Who: whose(b.of, after.Entry)}, taken)
	case more < 0:
		b.add(Line{Kind: RefusedAfterAll, OutRefundNo: before.Number, Fee: -more, Who: whose(b.of, before.Entry)}, at)
	}
}

// entry is a refund with what of it counts.
type entry struct {
	refund.Entry
	counted flow.Fen
}

func entryOf(a flow.Attempt, i int) (e entry) {
	if i >= len(a.Refunds) {
		return e
	}
	e.Entry = a.Refunds[i]
	if Counts(a) && a.WasPaid() && e.Purpose == refund.ByHand && e.IsClaimed() {
		e.counted = e.Amount()
	}
	return e
}

// whose is who gave a refund back: an older journal's names nobody, and what was given
// back on the merchant platform is of nobody at the till, whoever sold it.
func whose(a flow.Attempt, e refund.Entry) string {
	if e.State == refund.Elsewhere {
		return ""
	}
	return cmp.Or(e.By, a.Cashier)
}

// Counts reports whether an attempt is a sale in the books: it was paid, its customer was
// shown so, and it was never decided for reversal. It asks for no driver: a charge that was
// not shown is none yet, whoever drives it.
func Counts(a flow.Attempt) bool {
	a = a.AsRead(false)
	refunded := a.State == flow.Refunding || a.State == flow.Refunded
	return a.State == flow.Paid && !a.Unclaimed || refunded && a.WasPaid()
}

// Missing is what a part of a charge lacks to the whole of it; 0 where WeChat did
// not say how much the part is.
func Missing(total, part flow.Fen) flow.Fen {
	if part <= 0 || part >= total {
		return 0
	}
	return total - part
}

// Moment returns when a fact was known: by its own time, or else by that of its writing.
func Moment(f flow.Fact, written time.Time) time.Time {
	var at time.Time
	switch f := f.(type) {
	case flow.ChargeProven:
		at = f.At
	case flow.ReversalDecided:
		at = f.At
	case flow.ReversalProven:
		at = f.At
	case flow.PersonResolved:
		at = f.At
	case flow.RefundAnswered:
		at = f.At
	case flow.RefundFenced:
		at = f.At
	case flow.RefundHeard:
		at = f.At
	case flow.RefundFound:
		at = f.At
	case flow.RefundDenied:
		at = f.At
	case flow.RefundResent:
		at = f.At
	case flow.RefundSettled:
		at = f.At
	case flow.RefundEnded:
		at = f.At
	}
	if at.IsZero() {
		return written
	}
	return at
}

// Of returns the lines of the durable facts of an attempt, in their order.
func Of(facts []flow.Event) (all []Line, err error) {
	var a flow.Attempt
	for _, e := range facts {
		next, err := flow.Apply(a, e.Fact)
		if err != nil {
			return nil, err
		}
		all = append(all, Lines(a, next, Moment(e.Fact, e.At))...)
		a = next
	}
	return all, nil
}

// Sort puts lines in the order of books: by moment, and of one moment by attempt and fact.
func Sort(all []Line) {
	slices.SortFunc(all, func(x, y Line) int {
		return cmp.Or(x.At.Compare(y.At), cmp.Compare(x.OutTradeNo, y.OutTradeNo), cmp.Compare(x.N, y.N), cmp.Compare(x.Place, y.Place))
	})
}
