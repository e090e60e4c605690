// Package flow is the checkout: what a till may do with one customer's money,
// and the proof that it does nothing else. It knows no network, no device, no
// database and no screen; those are ports (ports.go).
//
// # How to use it
//
// A [Runner] joins the ports to the checkout. [Runner.Begin] admits a sale,
// [Sale.Run] drives it until its caller has nothing more to wait for, and
// [Runner.Shown] records that PAID reached somebody. A [Recovery] drives what no
// sale holds: what a dead process left, and reversals behind a cashier who went on.
// The Example is a sale and a restart. What may be said of an [Attempt] is its
// [Attempt.Outcome]; [Observer] hears of every fact once it is durable.
//
// # How it is made
//
// Two pure functions. [Apply] folds a fact into an attempt or refuses it by
// name; [Next] looks at the attempt, the time and what the cashier wants, and
// returns one step. A Runner does the step, makes the facts that came of it
// durable, shows them, and asks again. The screen's sale, the one-shot command's
// (a patient one) and the recovery are the same loop.
//
//	opened ──► identified ──► submitting ──► confirming ──► paid
//	   │            │             │   └──────────┬──┴──────► refused ··► reversing
//	   ▼            ▼             ▼              ▼
//	cancelled   not_sent      not_sent       reversing ──► reversed
//	                                             │  └─────► refunding ─► refunded
//	                                             └────────► needs_person
//
// What only the driving process knows (a code in hand, the last query) is
// Attempt.Live. It is never stored, so an attempt that was read from a journal
// cannot submit: that is rule 5.1 by construction, not by a flag.
//
// # The rules
//
// They are numbered, and comments name them; 4b, money back, is in package refund.
// A sale is one basket; an attempt is one out_trade_no of it. WeChat's clock is the
// Date of its last answer plus our monotonic time since; no rule looks at our wall clock.
//
// # 1 Before the pay request
//
//   - 1.1 The number, the amount, the family of calls and every deadline are durable
//     before a request leaves. What cannot be written starts nothing, and a commit
//     that fails is read again before it is believed either way.
//   - 1.2 A number has 66 random bits and is never minted twice.
//   - 1.3 A number gets one pay request in all its life. It leaves inside send_by
//     (8 s after the intent), on wall and monotonic time both, so that a machine
//     which slept cannot wake and charge. time_expire is two minutes after the intent.
//   - 1.4 It travels on a connection used in the last 20 s or on a new one, opened
//     while the camera runs. Nothing below repeats a POST.
//   - 1.5 When not one byte was written the attempt is not_sent: surely not charged.
//     Only the process that holds the attempt can know that.
//   - 1.6 Nothing is charged without a client certificate that works: nothing could be
//     reversed. One that WeChat does not take suspends new sales of every process.
//   - 1.7 The database refuses a second blocking attempt of a sale and a second driver
//     of an attempt.
//   - 1.8 What of a request can be judged before the camera is judged before it, by
//     the adapters (CheckPay, CheckCapture): nothing is recorded then.
//   - 1.9 An attempt knows the WeChat that it is charged at, and is asked about nowhere
//     else: who follows its reference, and a person's word, are refused there.
//
// # 2 What an answer proves
//
//   - 2.1 Paid: well-signed, ours in every field, for this number and amount, not
//     older than the intent. Nothing else is paid.
//   - 2.2 Not charged: nothing was sent; or a refusal of the kind that cannot have
//     charged and a query that agrees; or a finished reversal. Nothing else.
//   - 2.3 Everything else is doubt, a code of no table and "order does not exist"
//     included. The latter ends something only behind the fences: send_by, time_expire
//     and the code's life are over, and ten minutes more. They begin and end on a
//     trusted time alone: one that agrees with the wall clock within five minutes, or
//     two answers a minute or more apart that agree with each other.
//   - 2.4 A refusal is confirmed by one patient query; without an answer a reversal is
//     decided at once.
//   - 2.5 A confirmed refusal is final for the cashier. Its number is closed in the
//     background, and if a charge ever shows up there, the refusal reopens as a
//     reversal: never as paid. Every driver makes the closing queries that are due
//     (closing.go), and whoever hears of money on a refused number reopens it.
//
// # 3 The window
//
//   - 3.1 After an answer in doubt the order is asked about: at once, or 5 s after
//     USERPAYING, then by the schedule, to 45 s after the intent.
//   - 3.2 A decision is due at the window's end, on the cashier's word, and when asking
//     on can bring nothing (decisionDue).
//   - 3.3 The decision is a fresh query, then a durable reversing, then the reverse.
//     After it a success is never paid.
//   - 3.4 A durable paid is never reversed by itself.
//
// # 4 Reversal
//
//   - 4.1 Not before 15 s after the request; repeated with growing gaps; driven until
//     it ends, over restarts.
//   - 4.2 It ends on a query's REVOKED or CLOSED, or behind the fences on two
//     ORDERNOTEXIST a minute apart or a NOTPAY after an accepted reverse. Not on the
//     reverse's own word.
//   - 4.3 After seven days what was charged is refunded under a fixed number, which
//     nothing but a person follows with another one.
//   - 4.4 The cashier is free when it is decided.
//   - 4.5 Something always drives it, and keeps a heartbeat.
//
// # 5 Restart and repeat
//
//   - 5.1 The payer's code lives in memory alone: nothing can be submitted again.
//   - 5.2 A charge found after a restart, or never shown by a process that is gone, is
//     paid and unclaimed: blocking and shown until a person confirms that the goods were
//     given, or sends the money back. It is so as soon as no living process drives it:
//     every reader sees it ([Attempt.AsRead]).
//   - 5.3 Showing paid is a fact. A sale of the same amount without a reference waits
//     for a person's "another customer" of what is open, unclaimed or not shown; what
//     another living process has before its camera; what was paid or shown since it was
//     asked for (duplicate.go). It is asked when the sale begins, before its camera, and
//     right before its intent, and then of two the one that was opened later stands back.
//   - 5.4 A reference asked for again gets the outcome of its attempt (admit.go). What a
//     dead process had opened is nobody's outcome: one call cancels it and opens the
//     next, the others follow that one. A number that comes again has its outcome again.
//   - 5.5, 5.6 A reference must not move between journals; an overtaken driver stops.
//   - 5.7 What no rule can end a person may, named and with a reason; a word that WeChat
//     contradicts is told by whoever learns of it (person.go). Three words are said of
//     money (7): paid, not charged, still checking.
//   - 5.8 A signal after submission ends this process's part and decides nothing.
//   - 5.9 A journal knows its place. Nothing is sold, reversed or claimed with a copy
//     before a person adopts it (ErrCopy); where its file is gone or replaced while a
//     process has it open, nothing begins and nothing is shown (ErrGone): no goods.
//
// # 6 The device, and what comes from outside
//
//   - 6.4 A code that comes after a stop is never charged. The device decides nothing about money.
//   - 6.5 What comes from outside is plain before it is durable and again before it is
//     shown, and a code has the form of one (outside.go).
//
// # Decisions: asking and reversing
//
// Decided on 2026-11-28, here and below, where the rules left it open.
//
//   - A CLOSED or REVOKED inside the window makes a decision due at once: nothing
//     better can come, and the reversal proves it.
//   - After USERPAYING the first query waits 5 s, later ones keep to the intent's grid.
//   - A refusal that reopened blocks nothing, in whatever state it is driven on.
//   - An attempt that was decided for reversal can never be resolved as paid by hand,
//     because a reverse may have left before the crash that lost its record.
//   - A driver lets go of a refused number that waits for more than 20 s: any process may
//     reopen it then, and two may ask about it. A recovery ends its closings when WeChat
//     does not answer, because they are neither open nor in the way.
//   - Notices of a reversal count from the intent, or from a later decision of its own.
//   - One column holds four kinds of reason ([Attempt.WithReason]).
//
// # Decisions: another sale of the same amount
//
//   - A PAID that was never shown stops it whatever its age.
//   - Which of two was opened first, and what came since a press, is decided by the
//     journal's sequence (Order.Seq) and by no clock.
//   - A bare "another customer" covers what no living process drives when the sale
//     begins, and never what was shown since it was asked for. The till is asked about
//     one of several such sales at a time, and names the one that it showed.
//   - The guard cancels what a dead process had opened before it passes it: a lease that
//     is over may be woken.
//
// # Decisions: refunds
//
// Decided on 2026-11-29. What a refund is, is package refund's; its facts are ours by
// alias, because they change one version in one transaction (refunds.go).
//
//   - An attempt that is refunding blocks its sale until the money is back, accepted or
//     not: another attempt could otherwise begin, and the refund blocks again.
//   - A paid sale that goes back as a whole is no goods and no question: its outcome is
//     refunding. That of the one of 4.3 stays open until it is back, and once WeChat has
//     it nobody waits for it either.
//   - Times of refunds are cut to milliseconds in the fold: a row has no more, and what
//     is decided by a row must fold the same way from the facts.
//   - What is begun under an older journal's facts has no time; it folds as it did.
//   - What a process knows of refunds beside their entries is its drive's. In Attempt.Live,
//     which a change of state empties, each such change would have looked at the order anew.
//   - The order is looked at before the refund of 4.3 is begun. Behind the begin lost:
//     a fee that somebody has given back already would be claimed once more.
//   - Behind a query's REFUND all of it on its way leads to refunding, and a part, back
//     or on its way, to a person at once: its end may be days away, and leads there, too.
//   - What is all back while a refund of it is begun is refunded when that has its end.
//   - What stops a press is told before the sale is claimed, and judged again behind that
//     (refunding.go): another process may be driving the very refund that stops it, and
//     the person would hear that the sale is busy.
//   - The fee of a press for the rest is what its person saw. Where less is left by then
//     it is refused, and where more is left the difference stays.
//   - A refund is told with the word that was read, and with none that it has by now.
//   - After an adoption nothing is begun or sent again for 15 min and the 8 s of a send, by
//     the wall clock: there is no other between two machines.
//   - A driver lets go of a sale at its end or on its way back while no refund of it is
//     due within 20 s: another lane may begin the next part or tell this one, and a person
//     claim what is unclaimed. Each lane then asks about what is on its way.
//   - What is too much, on its way when the sale is refunded already, is asked about
//     like any other: what became of it is somebody's money.
//   - A charge that goes back as a whole stops no sale of its amount, shown or not: its
//     customer has not paid.
//   - One that came too late to be reversed, was refused and given back in another way ends
//     as reversed, by that person's word: a word of its own would be asked for twice.
//
// # Decisions: what a bill has told of
//
//   - What is imported (4b.11) is opened, paid and unclaimed by one fact, the first: no moment
//     is between, in which its number would be known and its charge not. Its intent is the
//     charge's own time, from which seven days to reverse it and a year to refund it count.
//   - It stops the next sale of its amount and lane as any unclaimed charge does (5.3): its
//     customer may be the one who stands there again. On another lane it stops nothing.
//
// # Decisions: who follows
//
//   - A number that was surely not charged and comes again is told its end, because no
//     number is sent twice.
//   - That nothing was charged, of an attempt that was followed or of a call's own, is told
//     only where the reference could be looked at anew right before; where it could not, also
//     because WeChat did not answer about a number, nobody knows its outcome (UnreadError: 8).
//     A process that is held up would else tell of what another call is charging.
//   - A call has one attempt of its own. Behind its end it follows what others opened, and
//     opens no other: its code had its one chance.
//   - A signal cancels what a dead process had opened in that one's name: in the caller's
//     it would be every other caller's outcome.
//   - A call that leaves a charge unclaimed lets go of it, and it is unclaimed for the
//     caller whether that could be written or not.
//
// # Decisions: the time
//
//   - Windows, waits and ages run on the running time of a clock.WeChat, which may be
//     of one Date, and fences on a trusted one (flow/clock). Where it is not trusted and
//     something waits for it, one more Date is fetched as soon as it can prove anything,
//     so that a till whose wall clock is off by hours ends what it has within two minutes.
//   - An intent on one Date alone has no FenceAt; the fact fences_begun brings it, once,
//     and moves SendBy, which is a fence, too. The intents of older journals do not say
//     whether they were trusted: their fences begin anew, for those that are still driven.
//   - The waits of a process count on its monotonic time, so a corrected time neither
//     ends nor prolongs them, but for one: the window ends with confirm_by as the intent
//     stamped it, too, so that a time that is corrected forward ends it at once, with the
//     fresh query of 3.3. Monotonic time alone lost: it stands still while a machine
//     sleeps, which then would wait for a customer who has left.
//   - An intent that was stamped a day ahead makes a true payment fail 2.1 by its time:
//     that is doubt, and the money goes back; behind a refusal or a decision such a
//     charge is undone like any other.
//   - A replay is goods for a call that saw no payment, so its age is judged on a trusted
//     time, a minute later where the wall clock is wrong, and an intent from the future
//     has no age.
//
// Read attempt.go, refunds.go, fact.go, next.go, then runner.go.
package flow
