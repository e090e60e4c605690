// Package office has the pages that are about no sale.
//
// Read help.go for the keys of a page, the configuration and the clock, lessons.go for
// training, member.go for the camera that looks for a member. Who stands at the till:
// entry.go is the line in which people type a number and a PIN, people.go the shift of who
// is signed in and the change of cashier, handover.go what has no end before the eyes of
// who comes, lock.go the page before all others and a shift that a manager ends.
//
// What is not here: whose PIN is right, what a shift comes to and what has no end
// (flow/till), and when the till locks (tui).
//
//   - 2026-11-29. A number and its PIN are one line, and a * parts them: a keypad has it,
//     and one Enter is all. Two fields lost: the first Enter takes as long as the rest.
//   - 2026-11-29. Nothing of the line is shown but a number that a cashier has and the *
//     behind it. What lost: digits until they are too many, which shows the PIN of whoever
//     mistypes the number.
//   - 2026-11-29. On a locked till the PIN of who is signed in stands alone. That the line
//     may begin with another's number lost there: a PIN may, too, and five such tries make
//     the other one wait.
//   - 2026-11-29. What is typed on a locked till is an amount where its point or a plus
//     shows that, and a PIN else: a PIN of three digits must not become yuan. A code counts
//     where an amount stands, for a minute, and is charged behind the PIN.
//   - 2026-11-29. The screen of a till where people sign in begins locked, whoever is signed
//     in: who opens it in the morning is seldom who left it. To go on where the journal says
//     so lost: it is the name of the evening before that stands beside the first sales.
//   - 2026-11-29. Over a manager's own shift no key ends it: a manager who is signed in is
//     asked for no PIN (money rule 4b.9), and a locked till does not know who stands there.
package office
