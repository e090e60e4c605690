package book

import (
	"slices"
	"time"
)

// Refund is one part that was given back by refund. Its fees are in fen.
type Refund struct {
	OutRefundNo string `json:"out_refund_no"`
	RefundID    string `json:"refund_id"`
	RefundFee   int64  `json:"refund_fee"`
	// CouponFee is the part of RefundFee that goes back to the coupon: the payer
	// gets the rest.
	CouponFee  int64     `json:"coupon_fee,omitempty"`
	AcceptedAt time.Time `json:"accepted_at"`
	DoneAt     time.Time `json:"done_at"`
	// Final is the refund_status from DoneAt on: SUCCESS, CHANGE or REFUNDCLOSE.
	Final string `json:"final"`
	// Recharge: it was asked for from the balance.
	Recharge bool `json:"recharge,omitempty"`
	// Platform: a person asked for it on the merchant platform.
	Platform bool `json:"platform,omitempty"`
}

// Values of a refund's Final and Status.
const (
	RefundSuccess    = "SUCCESS"
	RefundProcessing = "PROCESSING"
	RefundChange     = "CHANGE"
	RefundClosed     = "REFUNDCLOSE"
)

// Status is the refund_status at a time.
func (r *Refund) Status(now time.Time) string {
	if now.Before(r.DoneAt) {
		return RefundProcessing
	}
	return r.Final
}

// Waits reports whether a refund waits for funds at a time: without them it will
// be closed.
func (r *Refund) Waits(now time.Time) bool { return r.Final == RefundClosed && now.Before(r.DoneAt) }

// CashFee is what the payer gets.
func (r *Refund) CashFee() int64 { return r.RefundFee - r.CouponFee }

// EndRefund lets one part of an order end in another way, at a time. Copies of the
// order stay as they are.
func (o *Order) EndRefund(i int, final string, at time.Time) {
	o.Refunds = slices.Clone(o.Refunds)
	o.Refunds[i].Final, o.Refunds[i].DoneAt = final, at
}

// Cash is what the payer pays of an order's fee: less where there is a coupon.
func (o *Order) Cash() int64 { return o.TotalFee - o.CouponFee }

// RefundedFee is the sum in fen of the accepted refunds that are not closed at a
// time: what no other part may give back.
func (o *Order) RefundedFee(now time.Time) int64 {
	fee, _ := o.refunded(now)
	return fee
}

// refunded are the sums of accepted refunds and of their coupons' parts.
func (o *Order) refunded(now time.Time) (fee, coupon int64) {
	for i := range o.Refunds {
		if r := &o.Refunds[i]; r.Status(now) != RefundClosed {
			fee, coupon = fee+r.RefundFee, coupon+r.CouponFee
		}
	}
	return fee, coupon
}

// CouponPart is what goes back to the coupon of a new part: the payer gets
// fee x cash / total, rounded, and with the last part all that is left of the
// cash.
func (o *Order) CouponPart(fee int64, now time.Time) int64 {
	if o.CouponFee == 0 {
		return 0
	}
	back, couponBack := o.refunded(now)
	couponLeft := o.CouponFee - couponBack
	cashLeft := o.TotalFee - back - couponLeft
	part := (2*fee*o.CouponFee + o.TotalFee - 1) / (2 * o.TotalFee) // half a fen is the payer's
	return min(couponLeft, max(part, fee-cashLeft))
}
