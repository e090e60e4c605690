package callertest_test

import (
	"testing"

	"facetill/device/sim"
	"facetill/device/sim/callertest"
	"facetill/device/wire"
)

// A new way to a terminal is tested by one function that reaches a simulated one.
func ExampleRun() {
	_ = func(t *testing.T) { // TestMyWay
		callertest.Run(t, func(t *testing.T, term *sim.Terminal) wire.Caller {
			return term // or whatever carries its JSON
		})
	}
}
