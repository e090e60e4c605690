package config_test

import (
	"testing"

	"facetill/cmd/config"
	"facetill/wx/sim"
)

// This package imports nothing of ours, so the simulated merchant stands
// twice. `facetill --sim` must be able to use a running `facetill sim`.
func TestSimulatedMerchantIsTheSimulators(t *testing.T) {
	if config.SimAppID != sim.DefaultAppID || config.SimMchID != sim.DefaultMchID || config.SimAPIKey != sim.DefaultAPIKey {
		t.Errorf("config has %s %s %s, the simulator %s %s %s", config.SimAppID, config.SimMchID, config.SimAPIKey,
			sim.DefaultAppID, sim.DefaultMchID, sim.DefaultAPIKey)
	}
}
