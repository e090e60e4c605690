package bridge_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"time"

	"facetill/device/bridge"
	"facetill/device/sim"
	"facetill/device/wire"
)

// Both ends on one machine: a server that has the device, and a client that calls
// it. For another machine there are [bridge.Serve] and [bridge.NewRemote].
func Example() {
	const token = "TOKEN-OF-THIS-EXAMPLE"
	server := httptest.NewServer(bridge.Handler(sim.New(sim.Options{}), token, bridge.Options{SDK: "simulated"}))
	defer server.Close()
	request, err := wire.Encode(wire.Init{}, wire.SDK{}, time.Now())
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	answer, err := bridge.NewClient(server.URL, token, nil).Call(ctx, request)
	fmt.Println(string(answer), err)
	_, err = bridge.NewClient(server.URL, "GUESSED", nil).Call(ctx, request)
	fmt.Println(wire.KindOf(err))
	// Output:
	// {"return_code":"SUCCESS","return_msg":"SUCCESS"} <nil>
	// refused
}
