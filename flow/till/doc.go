// Package till is the application: what a cashier's screen and a command line
// both do, written once, over the ports of the flow.
//
// What is here: a day and its sum (day.go); the lists of attempts, and which one a
// person means by a few digits (lists.go).
//
// What is not here: a decision about one attempt (flow), a screen (tui), a flag, an
// exit code or a line of output (cmd/cli), and any adapter: a Till is given its
// ports, and a test gives it the fakes of flow/flowtest.
//
// Read till.go first.
//
// Decisions:
//
//   - A Till returns values and errors, and no text (2026-11-28): what a cashier
//     reads is the screen's, what a script reads is the command line's. The
//     alternative, one printer for both, was refused because the two speak of the
//     same thing in other words and at other moments.
package till
