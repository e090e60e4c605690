// Package print is what facetill says of sales: lines of JSON to a program, text to
// a person, from the same facts.
//
// What is here: the printer of JSON lines, which knows the first and the last one
// (json.go), the lines about sales (lines.go, record.go), a day's sums as a line and
// as a table (day.go), rows, facts and what to try for people (text.go, notice.go),
// rows for a spreadsheet (csv.go), what WeChat says otherwise than the journal (otherwise.go), what a recovery left
// (recovered.go), and the JSON Schema of all lines, made from the structs that are
// printed (schema.go).
//
// What is not here: lines that one command alone has (beside the command), exit
// codes and their words (cmd/cli).
//
// A struct is the only place where a line is described: the name comes from its
// json tag, what is never absent from its lack of omitempty, the meaning from the
// tag doc, and a closed vocabulary from the tag is, which names a list of words.
//
// Read json.go first, then record.go.
//
// Decisions:
//
//   - The published schema is open: a reader must take fields that it does not
//     know, because fields are added. The tests close it (cmd/e2e/lines_test.go), so
//     that no field is printed that nobody has described.
//   - Result lines are told apart by command. What only a finished command knows
//     is required where exit_code is 0, and err_code where it is 64 or 69.
//   - Text and JSON are in one room (2026-11-28): they tell the same facts with the
//     same codes, and whoever adds to one has to see the other. The alternative, a
//     room each, had both ask a third for what a fact's code is.
package print
