// Package field is what may be done with a text that came from outside: from a
// device, from WeChat, from a caller, from a file. It knows nothing of money and
// imports nothing of ours, so every room may use it.
//
// What is here: the one [Error] for a value that is refused (error.go), the one
// filter (plain.go), also of all texts of a struct (texts.go), the closed shape of a
// code, of a number and of a payment code (code.go), the same filter for a writer
// (writer.go) and for JSON that is encoded already (json.go), and texts that Windows
// has marked (unmarked.go).
//
// # The rule
//
// No text from outside reaches a terminal, a receipt, a display, a log or a line
// of JSON with a character that moves a cursor, turns a line or hides (money
// rule 6.5). [Plain] is asked before the journal, where the text comes in, and
// again before a terminal, because a journal may have been written by an older
// version.
//
// # Decisions
//
//   - Hidden is what Unicode calls control, format, line and paragraph
//     separator, variation selector, default ignorable and noncharacter: C0, DEL,
//     C1, U+2028 and U+2029, the bidi controls, zero width, U+FEFF, U+2060 to
//     U+206F, the soft hyphen, tags, fillers that look like nothing. A list of
//     ranges of our own lost: it would be out of date with the next Unicode.
//   - What turns a line (and a tab) becomes one blank, so that two words do not
//     become one; everything else that is hidden is left out. A byte that is not
//     UTF-8 becomes U+FFFD, which is seen.
//   - 2026-11-28: one Error for the money rules, both wires and the configuration,
//     with what any of them says of a field. One error a room lost: the adapters
//     turned one into the other by hand. Whoever speaks to a cashier empties Of,
//     because a cashier asks for no API and no command.
//   - 2026-11-28: the rules themselves stay tables of their rooms (wx/wire,
//     device/wire, cmd/config), and only what is the same in all is here. One table
//     type for all lost: WeChat's documents and the SDK's manual differ in what an
//     order number is, in which rule comes first and in whether a value may be
//     quoted, and the error texts are kept.
//   - 2026-11-28: the form of a payment code is here for the gateway, for the
//     terminal's answers and for who takes one from a caller. The simulators keep their own: one text for both sides
//     would share its mistakes.
//   - Combining marks, private use and unusual blanks stay: they are seen, or
//     take room that is seen. An emoji that is joined of several falls apart.
package field
