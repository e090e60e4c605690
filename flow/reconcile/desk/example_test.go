package desk_test

import (
	"fmt"

	"facetill/flow/reconcile"
	"facetill/flow/reconcile/desk"
)

// A report has one finding that somebody has dealt with, and one that somebody has to look at.
func Example() {
	r := desk.Report{Day: "2026-11-25", Rows: 45, Counts: map[reconcile.Class]int{reconcile.Agrees: 43, reconcile.TheirsOnly: 1, reconcile.Twice: 1}, Items: []desk.Item{
		{Finding: reconcile.Finding{Class: reconcile.TheirsOnly, OutTradeNo: "26112512000001"}, Word: desk.Word{As: desk.Imported, By: "Li"}},
		{Finding: reconcile.Finding{Class: reconcile.Twice, OutTradeNo: "26112512000002"}},
	}}
	fmt.Println(r.Verdict(), r.Look())
	// Output: findings 1
}
