//go:build !crashpoints

package wiring

import "facetill/flow/clock"

// machineClock is this computer's clock; only a test's own build can set it wrong.
func machineClock() clock.Clock { return clock.NewMachine() }
