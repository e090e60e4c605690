package till_test

import (
	"context"
	"fmt"
	"time"

	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/flowtest"
	"facetill/flow/till"
)

// A till over a journal, asked for the sum of a day. A till that sells has the other
// ports, too.
func Example() {
	ctx := context.Background()
	machine := clock.NewMachine()
	ports := flow.Ports{Journal: flowtest.NewMemory().Process("till"), Clock: machine, WeChat: clock.NewWeChat(machine)}
	id := flow.Identity{Merchant: flow.Merchant{AppID: "wx1", MchID: "19"}, StoreID: "S", DeviceID: "D", Lane: "1"}
	t := till.New(till.Ports{Ports: ports}, id, flow.NewRunner(ports, id, flow.DefaultRules()))

	day, err := t.Day(ctx, time.Now())
	fmt.Println(day.All.Sales, day.All.Charged, len(day.Open), err)
	// Output: 0 0.00 0 <nil>
}
