//go:build !crashpoints || windows

package wiring

import "facetill/flow"

// withCrashPoints does nothing: only a test's own build can be killed at a
// named point.
func withCrashPoints(p flow.Ports) flow.Ports { return p }
