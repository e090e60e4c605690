//go:build !race

// The race detector makes sync.Pool forget at random, so that what is measured
// here is no longer there.

package wire

import "testing"

// TestAllocations holds the figures of the request and answer path: at most 4
// allocations to build, sign and encode, at most 3 to decode and verify.
func TestAllocations(t *testing.T) {
	k := mustKey(fixtureSecret)
	if n := testing.AllocsPerRun(200, func() { buildRequest(k, nil) }); n > 4 {
		t.Errorf("build, sign, encode: %v allocations, 4 are allowed", n)
	}
	body := signedAnswer(k, HMACSHA256, "")
	if n := testing.AllocsPerRun(200, func() {
		if _, err := readAnswer(k, body); err != nil {
			t.Fatal(err)
		}
	}); n > 3 {
		t.Errorf("decode, verify: %v allocations, 3 are allowed", n)
	}
}
