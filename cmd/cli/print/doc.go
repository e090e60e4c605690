// Package print is what facetill says to a program: so far the JSON Schema of
// its lines, made from the structs that are printed. The structs themselves stand
// beside the commands that print them.
//
// A struct is the only place where a line is described: the name comes from its
// json tag, what is never absent from its lack of omitempty, the meaning from the
// tag doc, and a closed vocabulary from the tag is, which names a list of words.
//
// Read schema.go. Package linetest holds lines against a schema.
//
// Decisions:
//
//   - The published schema is open: a reader must take fields that it does not
//     know, because fields are added. The tests close it, so that no field is
//     printed that nobody has described.
//   - Result lines are told apart by command. What only a finished command knows
//     is required where exit_code is 0, and err_code where it is 64 or 69.
package print
