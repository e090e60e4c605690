// Package callertest is the conformance suite of wire.Caller: what every way
// to a face terminal must do alike, whether the terminal is simulated in this
// process, behind HTTP, behind a child process or behind the dynamic library.
//
// What is here: requests and helpers (callertest.go), the cases (cases.go), and
// the table of ways and cases (table.go).
//
// What is not here: any way but the simulated terminal; crashes and memory are each
// way's own to show, and come into the table by its Way.
//
// Read callertest.go first. Only tests import this package.
package callertest
