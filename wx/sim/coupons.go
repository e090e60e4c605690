package sim

import (
	"fmt"

	"facetill/wx/sim/book"
	"facetill/wx/wire"
)

// The coupons of a scenario that names them. Their shop bears both.
const (
	firstCoupon  = "109519"
	secondCoupon = "109520"
)

// halves are what the two coupons of an order take off.
func halves(o *book.Order) (first, second int64) { return o.CouponFee / 3, o.CouponFee - o.CouponFee/3 }

// couponsOf are the fields that a query has of them.
func couponsOf(o *book.Order) wire.Message {
	first, second := halves(o)
	return wire.Message{
		{Name: "coupon_count", Value: "2"},
		{Name: "coupon_id_0", Value: firstCoupon}, {Name: "coupon_type_0", Value: "NO_CASH"}, {Name: "coupon_fee_0", Value: itoa(first)},
		{Name: "coupon_id_1", Value: secondCoupon}, {Name: "coupon_type_1", Value: "NO_CASH"}, {Name: "coupon_fee_1", Value: itoa(second)},
	}
}

// promotionOf is promotion_detail of them.
func promotionOf(o *book.Order) string {
	first, second := halves(o)
	one := `{"promotion_id":"%s","name":"%s","scope":"GLOBAL","type":"DISCOUNT","amount":%d,"wxpay_contribute":0,"merchant_contribute":%d,"other_contribute":0}`
	return fmt.Sprintf(`{"promotion_detail":[`+one+","+one+`]}`, firstCoupon, "满减", first, first, secondCoupon, "会员", second, second)
}
