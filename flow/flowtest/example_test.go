package flowtest_test

import (
	"context"
	"errors"
	"fmt"

	"facetill/flow"
	"facetill/flow/flowtest"
)

// Two processes share a journal in memory; when one dies the other takes over.
func ExampleMemory() {
	ctx, disk := context.Background(), flowtest.NewMemory()
	a, _ := disk.Process("till").Open(ctx, flow.OrderOpened{Order: flow.Order{OutTradeNo: "1", TotalFee: 1280}})

	_, err := disk.Process("office").Claim(ctx, a.OutTradeNo)
	fmt.Println(errors.Is(err, flow.ErrOwned))

	disk.Kill("till")
	a, err = disk.Process("office").Claim(ctx, a.OutTradeNo)
	fmt.Println(a.State, a.Epoch, err)
	// Output:
	// true
	// opened 2 <nil>
}
