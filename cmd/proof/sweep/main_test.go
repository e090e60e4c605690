package main

import (
	"os"
	"runtime/debug"
	"testing"

	"facetill/cmd/proof/seeds"
)

// TestMain lets memory grow as the command does: the tests play the same worlds.
func TestMain(m *testing.M) {
	debug.SetGCPercent(seeds.Roomy)
	os.Exit(m.Run())
}
