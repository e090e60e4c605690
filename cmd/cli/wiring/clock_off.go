//go:build !crashpoints

package wiring

import "facetill/flow"

// machineClock is this computer's clock; only a test's own build can set it wrong.
func machineClock() flow.Clock { return flow.NewMachine() }
