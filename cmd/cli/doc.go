// Package cli is the command line: cobra commands, printers, exit codes, and
// the only place where concrete adapters are named and wired to the flow.
//
// What is here: the way in and the one way out (cli.go, root.go, exit.go), a
// file per command (till.go, pay.go, status.go, recover.go, sales.go, sim.go,
// journal.go, configcmd.go, doctor.go with doctor_*.go, ...), the wiring (wire.go
// and wire_*.go: gateway, device, journal, training), and the printers of a sale:
// ndjson.go for programs, plain.go for people, both of them observers of the same
// facts (result.go has the line that both end with).
//
// What is not here: any decision about money (flow), any screen (tui).
//
// Read cli.go first, then wire.go, then pay.go and paying.go.
//
// Decisions:
//
//   - One function maps an attempt to an exit code and a word (exit.go). An
//     unclaimed charge is told as open, never as paid: a script that reads only
//     the word must not hand goods over (money rule 5.4).
//   - A command returns an *ending. What is no *ending came from cobra and is
//     wrong usage, 64. So 1 and 2 are left to the operating system and the Go
//     runtime (money rule 7.1).
//   - The screen is linked into every command, so Bubble Tea's init runs in all
//     of them; tui/theme/background keeps it from asking the terminal.
//   - A stop by signal ends the context of a sale and nothing else (money rule
//     5.8). A second signal does not wait for the face screen.
//   - pay records `told` after the result line: whoever reads the line and sees
//     the process die before its exit code has a sale that is found again as
//     unclaimed.
//   - SIGPIPE is caught and ignored, and what cannot be written to stdout is
//     dropped: a reader that went away does not stop a sale.
//   - The openid is in no output of a sale: a record has its fingerprint,
//     openid_tag. Only member -o json and the single device commands print it,
//     with what else the terminal says, because that is what they are called for.
//   - A receipt that the command prints is a reprint unless --original says
//     otherwise: which print was the customer's first is known to the caller.
//   - The customer's display hangs on a local socket beside the journal
//     (displayfeed.go). Each display has room for one state, the newest; one that
//     does not read is dropped after two seconds, in a goroutine of its own.
//
// The tests of this package also keep the house in order: layering_test.go
// says who may import whom, tidy_test.go how the code has to look.
package cli
