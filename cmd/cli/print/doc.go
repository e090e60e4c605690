// Package print is what facetill says of sales: lines of JSON to a program, text to
// a person, from the same facts.
//
// What is here: the printer of JSON lines, which knows the first and the last one
// (json.go), the lines about sales (lines.go, record.go), a day's sums as a line and
// as a table (day.go), the record of a close as both (closed.go), rows, facts and what to try for people (text.go, notice.go),
// rows for a spreadsheet (csv.go), what is said of refunds (refund.go), what WeChat says otherwise than the journal
// (otherwise.go), what a recovery left (recovered.go), each call of the walk as a line and as a row (step.go).
//
// What is not here: the schema of the lines (cmd/cli/print/schema), lines that one
// command alone has (beside the command), exit codes and their words (cmd/cli).
//
// Read json.go first, then record.go.
//
// Decisions:
//
//   - Text and JSON are in one room (2026-11-28): they tell the same facts with the
//     same codes, and whoever adds to one has to see the other. The alternative, a
//     room each, had both ask a third for what a fact's code is.
package print
