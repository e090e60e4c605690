// Package codes has the two lists that a caller may branch on: what the process ends
// with, and the err_code of a command that did nothing.
//
// What is here: exit codes, what they mean and the page of help that tells it
// (exit.go), the closed list of err_codes (why.go).
//
// What is not here: which error ends in which code (cmd/cli/exit.go).
//
// Read exit.go first.
//
// Decisions:
//
//   - The code of an attempt is of the one table that the screen asks, too
//     (tui/text/outcome.go); a signal before the request alone is added here. An
//     unclaimed charge is told as open, never as paid: a script that reads only the
//     word must not hand goods over (money rule 5.4).
//   - An err_code is of a closed list where the exit code is 64 or 69 (2026-11-28):
//     those a caller can act on. With other codes it is WeChat's word. The
//     alternative, whatever an adapter said, left nobody anything to branch on.
package codes
