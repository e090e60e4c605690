package main

import (
	"os"
	"runtime/debug"
	"testing"
)

// TestMain lets memory grow as the command does: the tests play the same worlds.
func TestMain(m *testing.M) {
	debug.SetGCPercent(roomy)
	os.Exit(m.Run())
}
