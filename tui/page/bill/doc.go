// Package bill has the page of what came of WeChat's bills: the rows that need somebody,
// each with the key for what a manager does about it.
//
// Read rows.go for the list and its keys, row.go for how a row reads, word.go for what is
// written down with a word, says.go for what became of it. Which rows there are, and what
// may be done about each, is decided by flow/reconcile/desk.
//
// Decisions:
//
//   - A key is offered for the row in hand alone, and only where the desk would take it
//     (2026-11-30): what lost is three keys that always stand there and are refused.
//   - Rows that somebody has dealt with stay, behind those of their day that are not, with
//     what was said: who looks for a charge finds it. What agrees by WeChat's own word goes.
//   - Asking is one press: nothing follows from it but what a rule follows from WeChat's
//     answer anyway. A word is two presses, a form, and two more.
package bill
