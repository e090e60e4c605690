package callertest

import (
	"testing"

	"facetill/device/sim"
	"facetill/device/wire"
)

func TestSimulatedTerminal(t *testing.T) {
	Run(t, func(_ *testing.T, term *sim.Terminal) wire.Caller { return term })
}
