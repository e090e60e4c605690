// Package flowtest has what tests of the checkout share: a journal in memory,
// and the suite that every journal must pass.
//
// Memory is not a simplification of the rules: it refuses a second blocking
// attempt and a second driver as the real one does, and its processes can be
// killed. What it leaves out is the disk.
//
// Read suite.go first.
package flowtest
