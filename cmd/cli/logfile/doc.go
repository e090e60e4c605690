// Package logfile is the file of the developers' log: one that ends, that several
// processes write, and that stops nobody when it cannot be written.
//
// What is here: lines into a [File], its change for a new one by size and the end of
// old ones (file.go), and the [Tail] of what was written (tail.go).
//
// What is not here: what a line says, its level and format (cmd/cli/wiring), and what
// may stand in it: no secret and no credential of a payer comes this far.
//
// Read file.go first.
//
// Decisions, of 2026-11-30:
//
//   - A line is one write to a file that is opened for it and appended to. Till, pay
//     and recover write the same file, and whoever keeps it open goes on writing into
//     what another has put aside; on Windows it could not be put aside at all. Lines
//     are few, so the price is none.
//   - No lock. A file is put aside under a name that nobody else makes, so whoever was
//     just writing into it loses no line, and two that put aside at once make one small
//     file more. A lock lost: a process that is stopped while it holds one would hold
//     up a sale.
//   - Old files end by age, and at the latest when there are ten: a fault that repeats
//     itself fills no disk.
//   - Our own, of a hundred lines: the libraries that turn logs keep the file open and
//     know one process.
package logfile
