// Package wxcall is one call of WeChat's API each, by hand: for scripts that walk
// through the documents step by step, and for people who look.
//
// What is here: which calls there are and what each ends with (command.go), their fields
// from flags, from a JSON text and from the step before (fields.go, input.go, step.go),
// what no table of fields refuses (combine.go), the run of a call (call.go), its answer
// as a line and as text (answer.go), and a bill's (bill.go).
//
// What is not here: the tables of fields (wx/wire), how a request is sent and what of an
// answer is verified (wx), what an answer means for a sale (wx, flow), the journal.
//
// Read command.go first, then call.go.
//
// # Decisions
//
//   - 2026-11-30: what moves money is sent to a simulator alone, and that is proven by
//     who signed the server's certificate (cmd/cli/wiring/single.go): then this one
//     authority is trusted, so that no byte of a request can reach anything else. A
//     header in an answer lost: it comes after the request. So did the adapter's name in
//     the configuration: it says what somebody meant, and not where an address leads.
//   - 2026-11-30: nothing of a call is in the journal, and the line and stderr say so. A
//     sale that a step made is not one of the till's: recover would drive what a script
//     is about to do.
//   - 2026-11-30: a call that moves money, or that tells what became of money, ends with
//     0 or 8, and with 69 only where not one byte left: one refusal proves nothing (money
//     rule 2.2), and 69 is "surely no money moved". The code of a refusal is in the line.
//     To end a refusal with 3 lost: a refusal that lies would have been called "surely
//     not charged".
//   - 2026-11-30: amounts are fen here, as the documents have them, and yuan everywhere
//     else on the command line.
package wxcall
