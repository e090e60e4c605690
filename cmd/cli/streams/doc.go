// Package streams is what a command reads from and writes to: stdin, stdout and
// stderr of this process, and whether anybody took what was written.
//
// What is here: a writer that remembers whether its reader took everything
// (heard.go), one that keeps what is for people (aside.go), stdout and
// stderr as a terminal can show them (file.go), a code or a
// request that comes from stdin (stdin.go), a face that does (face.go), and a line
// that a terminal does not show (hidden.go).
//
// What is not here: how long which command waits for its reader, and the exit code
// of one that was not heard (cmd/cli/unheard.go).
//
// Read heard.go first.
//
// Decisions:
//
//   - A reader that goes away or reads nothing stops no sale: what it does not take
//     waits in memory while the sale goes on. The first write that failed is
//     remembered and none is made after it. A pipe's buffer counts as heard, a
//     stdout that was closed before the start as /dev/null.
//   - 2026-11-28: waiting is bounded by a function that is asked anew, because a
//     signal makes the time shorter. The alternative, a deadline, would have to be
//     set again by whoever hears the signal.
package streams
