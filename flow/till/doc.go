// Package till is the application: what a cashier's screen and a command line
// both do, written once, over the ports of the flow.
//
// What is here: the sale of a counter, from its request to the fact that PAID was
// shown (sale.go), and that of a call that makes one and ends (call.go); what goes on
// in the background (drive.go); a person's word about a sale and the manager's PIN
// (word.go), what a journal keeps of who stands there (people.go), and what WeChat says of such words (recheck.go); what is read and never
// written: the lists of attempts, which one a person means by a few digits (lists.go),
// a day and its sum (day.go); and what the displays of customers are fed (feed.go).
//
// What is not here: a decision about one attempt (flow), a screen (tui), a flag, an
// exit code or a line of output (cmd/cli), and any adapter: a Till is given its
// ports, and a test hands it the fakes of flow/flowtest.
//
// Read till.go first, then sale.go.
//
// Decisions:
//
//   - A Till returns values and errors, and no text (2026-11-28): what a cashier
//     reads is the screen's, what a script reads is the command line's. The
//     alternative, one printer for both, was refused because the two speak of the
//     same thing in other words and at other moments.
//   - The two ways to make a sale are two types (2026-11-28). What a screen shows is
//     recorded as shown a second later, by whoever drew it; what a call says is
//     recorded by its last act. One type with a switch would let either forget it.
//   - What is read has its own type, Lists (2026-11-28): it writes nothing, so nobody
//     has to ask what a list or a sum does to a sale. The alternative, one Till for
//     all, had 45 methods.
//   - A person's word is held against WeChat for eight days (2026-11-28); close and
//     doctor ask about it within 15 s, and do without an answer. The alternative, for
//     ever, asks about more numbers each day, long after anything can be reversed.
//   - The press of a stopped sale is remembered for calls alone: a screen that was
//     stopped asks its own cashier, who is still there.
package till
