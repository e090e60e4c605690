package reconcile_test

import (
	"fmt"

	"facetill/flow"
	"facetill/flow/reconcile"
)

// A bill has a charge that the journal does not know.
func Example() {
	journal := map[flow.OutTradeNo]flow.Attempt{}
	c := reconcile.New(day, reconcile.Shop{MchID: "1900", Lanes: []string{"T1"}}, nil, nil, func(no flow.OutTradeNo) (flow.Attempt, bool, error) {
		a, is := journal[no]
		return a, is, nil
	})
	for _, row := range []reconcile.Row{
		{Line: 2, At: noon, MchID: "1900", Lane: "T1", OutTradeNo: "26112512000001", State: reconcile.RowSuccess, TotalFee: 1280},
		{Line: 3, At: noon, MchID: "1900", Lane: "", OutTradeNo: "APP-7", State: reconcile.RowSuccess, TotalFee: 990},
	} {
		if err := c.Add(row); err != nil {
			fmt.Println(err) // another merchant's bill, or another day's
			return
		}
	}
	r := c.Result()
	for _, f := range r.Findings {
		fmt.Println(f.Class, f.OutTradeNo, f.Theirs)
	}
	fmt.Println(r.Verdict(), r.Others, "of other shops")
	// Output:
	// theirs_only 26112512000001 12.80
	// findings 1 of other shops
}
