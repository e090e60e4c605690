package ledger_test

import (
	"fmt"
	"time"

	"facetill/flow"
	"facetill/flow/ledger"
)

// A sale of Monday of which a part is given back on Wednesday is a line of each.
func ExampleLines() {
	var a flow.Attempt
	facts := append([]flow.Fact{opened("26112512000000000000000000000001", 1000)}, told()...)
	facts = append(facts, part(300), taken(2))
	for _, f := range facts {
		next, err := flow.Apply(a, f)
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, l := range ledger.Lines(a, next, ledger.Moment(f, time.Now())) {
			fmt.Println(l.At.In(flow.Beijing).Format(time.DateOnly), l.Kind, l.Fee)
		}
		a = next
	}
	// Output:
	// 2026-11-25 sold 10.00
	// 2026-11-27 refunded -3.00
}
