// Package numbers is the order numbers that a caller gives: one, and those of --new.
//
// What is here: which text is one, and the flag that takes several or none (beside.go).
//
// What is not here: what the sales of those numbers stop (flow), and which flag wants one
// (cmd/cli).
//
// Read beside.go.
//
// Decisions:
//
//   - 2026-11-30: a room of its own, and no part of the flags: those know nothing of what
//     a value means, and the command line has as many lines as can be read as one.
package numbers
