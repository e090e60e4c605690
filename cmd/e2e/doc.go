// Package e2e has the tests that start the whole program: a process of its own,
// folders of its own, the simulators behind it, and nothing known of it but what
// a caller, a cashier or an attacker can see.
//
// It has no code but its tests. They lie by what they test: counter_ (keys and
// scanner), callers_ (exit codes, lines, pipes that break), disk_ (the journal's
// file), clock_, secrets_, recovery_, and testdata/script for what reads best as
// a transcript.
//
// Read program_test.go first: it starts the program and reads what it says.
package e2e
