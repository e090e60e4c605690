package books

import (
	"cmp"
	"context"
	"time"

	"facetill/flow"
	"facetill/flow/flowtest"
	"facetill/flow/ledger"
	"facetill/flow/refund"
)

// place is where a fact's effect on the money is known by.
type place struct {
	no       flow.OutTradeNo
	n, place int
}

// moves are what the facts of all sales did to the money, one after the other: what was
// sold on the day it was paid, what was given back on that of its acceptance, and what
// neither was after all on that on which it was known. What the ledger has is not asked.
func (j *Judge) moves(in *flowtest.Memory) (all []ledger.Line) {
	ctx, witness := context.Background(), in.Process("witness")
	attempts, err := witness.List(ctx, flow.Filter{})
	if err != nil {
		j.w.Broken("1.1", "the journal does not list: %v", err)
	}
	for _, a := range attempts {
		events, _ := witness.Timeline(ctx, a.OutTradeNo)
		var is flow.Attempt
		for _, e := range events {
			was := is
			is, _ = flow.Apply(was, e.Fact)
			for _, l := range moved(was, is, ledger.Moment(e.Fact, is.ListedAt())) { // nobody dates what has no time
				j.coupon(&l)
				all = append(all, l)
			}
		}
	}
	ledger.Sort(all)
	return all
}

// moved is what one fact did, that was known at a moment.
func moved(was, is flow.Attempt, known time.Time) (all []ledger.Line) {
	add := func(kind ledger.Kind, at time.Time, fee flow.Fen, who, refund string) {
		all = append(all, ledger.Line{OutTradeNo: is.OutTradeNo, N: is.Version, Place: len(all), OutRefundNo: refund, Kind: kind,
			At: at.Truncate(time.Millisecond).UTC(), Fee: fee, Method: is.Method, Who: who, Lane: is.Lane})
	}
	if !isSold(was) && isSold(is) {
		add(ledger.Sold, is.ListedAt(), is.TotalFee, is.Cashier, "")
	}
	for i, r := range is.Refunds {
		var before refund.Entry
		if i < len(was.Refunds) {
			before = was.Refunds[i]
		}
		who := cmp.Or(r.By, is.Cashier)
		if r.State == refund.Elsewhere {
			who = ""
		}
		had, now := counted(was, before), counted(is, r)
		switch again := !before.IsClaimed() && !before.AcceptedAt.IsZero(); {
		case now > had && (again || r.AcceptedAt.IsZero()):
			add(ledger.Refunded, known, had-now, who, r.Number)
		case now > had:
			add(ledger.Refunded, r.AcceptedAt, had-now, who, r.Number)
		case now < had:
			add(ledger.RefusedAfterAll, known, had-now, who, r.Number)
		}
	}
	if isSold(was) && !isSold(is) {
		add(ledger.Undone, known, -is.TotalFee, is.Cashier, "")
	}
	return all
}

// coupon adds what of a sale a coupon of the shop paid, which WeChat does not settle: WeChat
// alone knows.
func (j *Judge) coupon(l *ledger.Line) {
	if o, _ := j.w.Judge.Order(l.OutTradeNo); l.Kind == ledger.Sold || l.Kind == ledger.Undone {
		l.Coupons = flow.Fen(o.CouponFee)
		if l.Fee < 0 {
			l.Coupons = -l.Coupons
		}
		l.Unsettled = l.Coupons
	}
	if l.Coupons != 0 {
		j.w.Stats.Mark("a sale with a coupon")
	}
}

// counted is what of a refund has left a sale.
func counted(a flow.Attempt, r refund.Entry) flow.Fen {
	if !isSold(a) || r.Purpose != "" || !r.IsClaimed() {
		return 0
	}
	return r.Amount()
}

// isSold reports whether an attempt is a sale: paid, and somebody knows whose.
func isSold(a flow.Attempt) bool {
	a = a.AsRead(false)
	back := a.State == flow.Refunding || a.State == flow.Refunded
	return a.State == flow.Paid && !a.Unclaimed || back && a.WasPaid()
}

// charged holds what was moved against WeChat: a sale is an order that was charged so much
// at that time, and what was given back is a refund of that sum which WeChat took. A
// person's word stands where WeChat says nothing.
func (j *Judge) charged(in *flowtest.Memory, l ledger.Line) {
	a, _, _ := in.Process("witness").Read(context.Background(), l.OutTradeNo)
	o, known := j.w.Judge.Order(l.OutTradeNo)
	if a.ByWord() || a.ResolvedAs != "" {
		return
	}
	switch at := o.ChargedAt(); l.Kind {
	case ledger.Sold:
		if !known || !at.Truncate(time.Second).Equal(l.At) || flow.Fen(o.TotalFee) != l.Fee {
			j.w.Broken("4b.11", "%s of %s are sold at %v, and WeChat charged %d at %v", l.Fee, l.OutTradeNo, l.At, o.TotalFee, at)
		}
	case ledger.Refunded:
		r, taken := j.w.Judge.InBook(l.OutTradeNo, l.OutRefundNo)
		if !taken || flow.Fen(r.RefundFee) != -l.Fee {
			j.w.Broken("4b.11", "%s of %s are given back by %s at %v, and WeChat took %d (%t)", -l.Fee, l.OutTradeNo, l.OutRefundNo, l.At, r.RefundFee, taken)
		}
	}
}
