// Package schema makes the JSON Schema of lines from the structs that are printed.
//
// What is here: a line's type and struct, and the schema of all lines (schema.go).
//
// What is not here: which lines there are and what they say (cmd/cli, print).
//
// A struct is the only place where a line is described: the name comes from its
// json tag, what is never absent from its lack of omitempty, the meaning from the
// tag doc, and a closed vocabulary from the tag is, which names a list of words.
//
// Read schema.go first.
//
// Decisions:
//
//   - The published schema is open: a reader must take fields that it does not
//     know, because fields are added. The tests close it (cmd/e2e/lines_test.go), so
//     that no field is printed that nobody has described.
//   - Result lines are told apart by command. What only a finished command knows
//     is required where exit_code is 0, and err_code where it is 64 or 69.
package schema
