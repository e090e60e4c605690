// Package e2e has the tests that start the whole program: a process of its own,
// folders of its own, the simulators behind it, and nothing known of it but what
// a caller, a cashier or an attacker can see.
//
// It has no code but its tests. They lie by what they test: counter_ (keys,
// scanner, terminal), callers_ (exit codes, lines, pipes that break), disk_ (the
// journal's file), tamper_ (rows changed by hand), clock_, secrets_, recovery_,
// device_ (camera, library, bridge), scripts_ with testdata/script for what reads
// best as a transcript, and the commands of the README.
//
// Read program_test.go first: it starts the program and reads what it says.
// live_test.go is a program that runs, screen_test.go one on a terminal,
// built_test.go one that go build made, attempts_test.go what earlier processes
// left in the journal.
package e2e
