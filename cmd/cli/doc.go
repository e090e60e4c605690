// Package cli is the command line: cobra commands, printers, exit codes, and
// the only place where concrete adapters are named and wired to the flow.
//
// The tests of this package also keep the house in order: layering_test.go
// says who may import whom, tidy_test.go how the code has to look.
package cli
