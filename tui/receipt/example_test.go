package receipt_test

import (
	"fmt"
	"time"

	"facetill/flow"
	"facetill/tui/receipt"
	"facetill/tui/text"
)

// An attempt that has no end yet gets a slip that calls itself no receipt.
func ExampleSlip_Text() {
	a := flow.Attempt{State: flow.Confirming}
	a.OutTradeNo, a.TotalFee = "26013110000012345678901234567890", 1280
	a.OpenedAt = time.Date(2026, 1, 31, 2, 0, 0, 0, time.UTC)
	fmt.Println(receipt.Slip{Shop: receipt.Shop{Name: "Corner shop"}, Attempt: a, Width: receipt.Narrow, Words: &text.English}.Text())
	// Output:
	// Corner shop
	//            No receipt
	// --------------------------------
	// Amount (yuan)              12.80
	// Result                confirming
	// --------------------------------
	// Paid by                     face
	// Time         2026-01-31 10:00:00
	// Order
	// 26013110000012345678901234567890
	// --------------------------------
	// The result is not known yet.
	// This is no receipt: keep it and
	// ask the shop.
}
