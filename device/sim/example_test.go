package sim_test

import (
	"fmt"
	"time"

	"facetill/device/sim"
	"facetill/device/wire"
)

// A terminal in virtual time: what it answers is a function of the time and the
// request. Call is the same for callers who wait.
func Example() {
	now := time.Unix(1_800_000_000, 0)
	terminal := sim.New(sim.Options{})
	say := func(r wire.Request) {
		request, err := wire.Encode(r, wire.SDK{}, now)
		if err != nil {
			panic(err)
		}
		answer, err := wire.ReadAnswer(wire.CommandFor(r), terminal.Handle(now, request).Resp)
		fmt.Println(wire.CommandFor(r), answer.ReturnCode, answer.ErrCode, err, terminal.State(now))
	}
	say(wire.Rawdata{})
	say(wire.Init{})
	say(wire.Rawdata{})
	// Output:
	// getWxpayfaceRawdata FAIL 271378620 <nil> idle
	// initWxpayface SUCCESS 0 <nil> ready
	// getWxpayfaceRawdata SUCCESS 0 <nil> ready
}
