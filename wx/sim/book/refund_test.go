package book

import (
	"testing"
	"time"
)

// TestTake: a merchant's one pot, or the two of the old money flow; nil has no end,
// and what was not enough is not touched.
func TestTake(t *testing.T) {
	fen := func(n int64) *int64 { return &n }
	left := func(n *int64) int64 {
		if n == nil {
			return -1
		}
		return *n
	}
	for i, r := range []struct {
		a                Account
		fee              int64
		recharge         bool
		ok               bool
		funds, unsettled int64
	}{
		{Account{}, 100, false, true, -1, -1},
		{Account{Funds: fen(100)}, 100, false, true, 0, -1},
		{Account{Funds: fen(100)}, 101, false, false, 100, -1},
		{Account{Funds: fen(100)}, 40, true, true, 60, -1},
		{Account{Funds: fen(100)}, -40, false, true, 140, -1},
		{Account{Funds: fen(100), Unsettled: fen(50)}, 60, false, false, 100, 50},
		{Account{Funds: fen(100), Unsettled: fen(50)}, 50, false, true, 100, 0},
		{Account{Funds: fen(100), Unsettled: fen(50)}, 60, true, true, 40, 50},
		{Account{Unsettled: fen(50)}, 60, true, true, -1, 50},
	} {
		before := r.a
		ok := r.a.Take(r.fee, r.recharge)
		if ok != r.ok || left(r.a.Funds) != r.funds || left(r.a.Unsettled) != r.unsettled {
			t.Errorf("row %d: %t, %d and %d left", i, ok, left(r.a.Funds), left(r.a.Unsettled))
		}
		if !ok && r.a != before {
			t.Errorf("row %d: what was not enough was touched", i)
		}
	}
}

// TestCouponPart: half a fen is the payer's, a closed part counts no more, and the
// last part is all that is left of both.
func TestCouponPart(t *testing.T) {
	part := func(fee, coupon int64, after time.Duration, final string) Refund {
		return Refund{RefundFee: fee, CouponFee: coupon, AcceptedAt: noon, DoneAt: noon.Add(after), Final: final}
	}
	for i, r := range []struct {
		total, coupon int64
		before        []Refund
		fee, want     int64
	}{
		{1000, 0, nil, 900, 0},
		{1000, 300, nil, 1000, 300},
		{1000, 300, nil, 900, 270},
		{1000, 300, nil, 5, 1}, // 1.5 of the coupon: 4 to the payer
		{1000, 300, nil, 1, 0}, // 0.3
		{1000, 300, nil, 2, 1}, // 0.6
		{1000, 300, []Refund{part(900, 270, 0, RefundSuccess)}, 100, 30}, // the last
		{1000, 300, []Refund{part(995, 299, 0, RefundSuccess)}, 5, 1},
		{1000, 300, []Refund{part(995, 300, 0, RefundSuccess)}, 5, 0},
		{1000, 300, []Refund{part(990, 290, 0, RefundSuccess)}, 5, 5}, // no cash is left
		{1000, 300, []Refund{part(900, 270, 0, RefundClosed)}, 1000, 300},
		{1000, 300, []Refund{part(900, 270, time.Hour, RefundClosed)}, 100, 30},
	} {
		o := Order{TotalFee: r.total, CouponFee: r.coupon, Refunds: r.before}
		if got := o.CouponPart(r.fee, noon); got != r.want {
			t.Errorf("row %d: %d, want %d", i, got, r.want)
		}
	}
}
