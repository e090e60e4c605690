// Package trace is the walk made visible: each command to the face terminal and each
// call of WeChat, in the documents' names, as it happens, for whoever watches.
//
// What is here: who tells and who hears (trace.go), what may be seen of a request and
// an answer (mask.go), what a call has proven (proof.go), and the last steps of a
// screen (recent.go).
//
// What is not here: what a code proves (wx and device say it, and the flow decides),
// the words for people (tui/text), the lines (cmd/cli/print).
//
// Read trace.go first.
//
// Decisions, of 2026-11-30:
//
//   - A value is shown where its field is known to be none of a payer's, and else
//     masked. A list of secrets lost: a field that a newer SDK brings would be shown.
//   - A Hearer is called in the sale's own goroutine and must return at once. A
//     goroutine between the two lost: a step would stand behind the fact that it led to.
//   - A process names the sales that it is about (Trace.Of), and a call for another one
//     shows its number: a reverse of the customer before read as this one's. Leaving such
//     calls out lost: they are what the machine does, and may fail.
//   - No step says paid. It is told when its answer was read, and the fact is written
//     behind that: whoever dies between the two has shown "says paid: to be written down",
//     which was so, and a journal that still asks. Holding the line back until the fact
//     lost: who makes a call would have to know of who writes, and a line that comes late
//     is missing where it is wanted most, at a death.
//   - Only calls are steps. The HEAD that opens the pay connection and brings the time
//     is in no diagram of the documents, and was left out.
package trace
