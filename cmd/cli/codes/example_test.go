package codes_test

import (
	"fmt"

	"facetill/cmd/cli/codes"
	"facetill/flow"
)

func Example() {
	fmt.Println(codes.ExitOf(flow.Attempt{State: flow.Paid, Shown: true}))
	fmt.Println(codes.ExitOf(flow.Attempt{State: flow.Paid, Unclaimed: true}))
	code, detail := codes.Closed("FAIL 271378620")
	fmt.Println(code, detail)
	// Output:
	// 0
	// 8
	// FAIL FAIL 271378620
}
