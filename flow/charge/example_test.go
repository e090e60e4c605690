package charge_test

import (
	"fmt"

	"facetill/flow/charge"
)

// What a coupon paid, and goods that do not come to the amount.
func Example() {
	told := charge.Told{CouponFee: 300, Coupons: charge.ListOf([]charge.Coupon{{ID: "10000", Type: "CASH", Fee: 300}})}
	fmt.Println(told.Coupon(1280, 980), told.Coupons.All())
	_, err := charge.CheckDetail(`{"goods_detail":[{"goods_id":"A1","quantity":2,"price":600}]}`, 1280)
	fmt.Println(err)
	// Output:
	// 3.00 [{10000 CASH 3.00}]
	// detail has goods for 12.00, and the amount is 12.80; give prices after the shop's own discount, or cost_price where a part of a slip is paid or listed
}
