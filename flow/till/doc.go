// Package till is the application: what a cashier's screen and a command line
// both do, written once, over the ports of the flow.
//
// What is here: the sale of a counter, from its request to the fact that PAID was
// shown (sale.go), and that of a call that makes one and ends (call.go); what goes on
// in the background (drive.go); a person's word about a sale (word.go), and what WeChat
// says of such words (recheck.go); money given back (refund.go), what WeChat has of it
// when somebody looks (look.go), and how else a customer paid (tender.go); who stands at
// the till (people.go), what they have done that the journal keeps (standing.go), the
// PINs that are wanted (pin.go), and the shift of a cashier (shift.go); what is read and
// never written: the lists of attempts, which one a person means by a few digits
// (lists.go), a day and its close, in a till's words (day.go); and the words of what a customer's display
// shows (display.go).
//
// What is not here: a decision about one attempt (flow), a screen (tui), a flag, an
// exit code or a line of output (cmd/cli), and any adapter: a Till is given its
// ports, and a test hands it the fakes of flow/flowtest.
//
// Read till.go first, then sale.go; people.go for [Staff].
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
//     all, had 45 methods. So has who stands there, Staff (2026-11-29).
//   - A person's word is held against WeChat for eight days (2026-11-28); close and
//     doctor ask about it within 15 s, and do without an answer. The alternative, for
//     ever, asks about more numbers each day, long after anything can be reversed.
//   - A give-back of what nobody claimed wants the manager each time (2026-11-29), by
//     whichever door. Only where it would be a refund lost: nobody knows before WeChat's
//     clock which it becomes, and a reversal that comes too late becomes one.
//   - A day takes off the refunds that WeChat accepted in it, by who gave back
//     (2026-11-29); what was given back on the merchant platform is its sale's cashier's.
//     By the day of the sale lost: a refund on Wednesday changed Monday. One that WeChat
//     closes later is in no day's sum any more: it is read from how it stands.
//   - What is open has the begun refunds of sales that are at their end (2026-11-29):
//     whoever waits for one waits for the other. A list of their own alone was the
//     alternative, and every command that forgot it would have called a day done.
//   - The press of a stopped sale is remembered for calls alone: a screen that was
//     stopped asks its own cashier, who is still there.
//   - People stand here and not in a room of their own (2026-11-29): a shift adds up
//     the same sales, refunds and open ends as a day, by the same lists, and every word
//     that wants a PIN is a method of the till.
//   - Who is signed in is what the journal's events of a lane add up to (2026-11-29).
//     An event names the last one that changed it, so of two processes that hand over
//     and sign out at once the journal's sequence decides, and the second hears of it.
//     A row that is compared and set was the alternative: one more table and statement,
//     and no record of who had it. A commit in doubt may leave an event there twice: the
//     second one changes nothing, and a PIN then counts once more as wrong.
//   - A handover wants the PIN of who comes, and none of who leaves (2026-11-29): people
//     change in three seconds, and from that moment on sales are of somebody who proved
//     who they are. A till without cash has nothing that who leaves must sign for. Both
//     PINs were the alternative: then nobody takes over from who is at lunch.
//   - A press without a time is made behind its approval (2026-11-29): the minute of a
//     press is not the one in which a manager is fetched, and what moved meanwhile is seen
//     by the version, which is of before.
//   - Signing in does not end another's shift (2026-11-29): that is a handover, which
//     shows what is open, or a manager's word. The shift of another lane is ended by a PIN
//     each time, as another's: to be signed in here as a manager was the alternative, and
//     is nobody's word about a till that they do not stand at.
//   - A refund is of the shift of the lane where it was begun (2026-11-29), which its first
//     fact has: who is signed in at two would have it in both. A field of the list was the
//     alternative, for what is asked once a shift. One that is sent again is of who does
//     that, where they do (2026-11-30): by that word the money moves. Of who began it lost:
//     that shift had ended with nothing given back, so no shift would have had it.
//   - A sale without an end when its shift ended, before its camera then, paid and not yet
//     shown, or opened beside a handover or within a minute behind it counts in the first
//     later shift that sees its end; an ended shift's sums never change (2026-11-30).
//   - Where people sign in, whatever somebody says is under the name of who is signed in
//     when the till hears of it, and another name is refused (2026-11-29): who it was is
//     what a shift adds up and what a manager asks about. To take any cashier's name, as
//     --by said it, was the alternative, and let everybody act as everybody. While nobody
//     is signed in any of their names is taken, so that a script can say who sent it.
//   - Wrong PINs in a row are counted for each person whose PIN it should have been, and
//     for any manager's together, over all lanes of the journal (2026-11-29). One row of a
//     lane was the alternative: who knows a PIN of their own would end it between two
//     guesses at the manager's, and who guesses would begin anew at the next till.
//   - A PIN is written down as a wrong one before it is looked at (2026-11-29), and a right
//     one ends the row: a kill between the two is no guess for nothing, and of many at
//     once the journal's sequence says which five are looked at. To write down wrong ones
//     alone was the alternative, and had neither. Five right ones of managers within the
//     same second may make a sixth one wait.
package till
