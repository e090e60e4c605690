package main

import (
	"facetill/cmd/proof/seeds"
	"os"
	"runtime/debug"
	"testing"
)

// TestMain lets memory grow as the command does: the tests play the same worlds.
func TestMain(m *testing.M) {
	debug.SetGCPercent(seeds.Roomy)
	os.Exit(m.Run())
}
