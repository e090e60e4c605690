// Package flow is the checkout: what a till may do with one customer's money,
// and the proof that it does nothing else. It knows no network, no device, no
// database and no screen; those are ports (ports.go).
//
// # The rules
//
// They are numbered, and comments name them. A sale is one basket; an attempt
// is one out_trade_no of it. WeChat's clock is the Date of its last answer plus
// our monotonic time since; no rule looks at our wall clock.
//
// 1 Before the pay request.
// 1.1 The number, the amount, the family of calls and every deadline are durable
// before a request leaves; what cannot be written starts nothing, and a commit
// that fails is read again before it is believed either way.
// 1.2 A number has 66 random bits and is never minted twice.
// 1.3 A number gets one pay request in all its life. It leaves inside send_by
// (8 s after the intent), on wall and monotonic time both, so that a machine
// which slept cannot wake and charge. time_expire is two minutes after the
// intent.
// 1.4 It travels on a connection used in the last 20 s or on a new one, opened
// while the camera runs. Nothing below repeats a POST.
// 1.5 When not one byte was written the attempt is not_sent: surely not charged.
// Only the process that holds the attempt can know that.
// 1.6 Nothing is charged without a client certificate that works, because
// nothing could be reversed. A certificate that WeChat does not take stops new
// sales for every process, until a well-signed answer lifts the stop.
// 1.7 The database refuses a second blocking attempt of a sale and a second
// driver of an attempt.
//
// 2 What an answer proves.
// 2.1 Paid: well-signed, ours in every field, for this number and amount, not
// older than the intent. Nothing else is paid.
// 2.2 Not charged: nothing was sent; or a refusal of the kind that cannot have
// charged and a query that agrees; or a finished reversal. Nothing else.
// 2.3 Everything else is doubt, a code of no table and "order does not exist"
// included. The latter ends something only behind the fences: send_by,
// time_expire and the code's life are over, and ten minutes more.
// 2.4 A refusal is confirmed by one patient query; without an answer a reversal
// is decided at once.
// 2.5 A confirmed refusal is final for the cashier. Its number is closed in the
// background, and if a charge ever shows up there, the refusal reopens as a
// reversal: never as paid.
//
// 3 The window.
// 3.1 After an answer in doubt the order is asked about: at once, or 5 s after
// USERPAYING, then by the schedule, to 45 s after the intent.
// 3.2 A decision is due at the window's end, on the cashier's word, and when
// asking on can bring nothing (decisionDue).
// 3.3 The decision is a fresh query, then a durable reversing, then the reverse.
// After it a success is never paid.
// 3.4 A durable paid is never reversed by itself.
//
// 4 Reversal.
// 4.1 Not before 15 s after the request; repeated with growing gaps; driven
// until it ends, over restarts.
// 4.2 It ends on a query's REVOKED or CLOSED, or behind the fences on two
// ORDERNOTEXIST a minute apart or a NOTPAY after an accepted reverse. Not on the
// reverse's own word.
// 4.3 After seven days what was charged is refunded under a fixed number.
// 4.4 The cashier is free when it is decided.
// 4.5 Something always drives it, and keeps a heartbeat.
//
// 5 Restart and repeat.
// 5.1 The payer's code lives in memory alone: nothing can be submitted again.
// 5.2 A charge found after a restart is paid and unclaimed: blocking and shown
// until a person says that the goods were given, or gives the money back.
// 5.3 Showing paid is a fact. What is open, unclaimed or not shown stops a sale
// of the same amount until a person says "another customer".
// 5.4 A reference asked for again gets the answer of its attempt (admit.go).
// 5.5 A reference must not move between journals.
// 5.6 A driver that was overtaken stops.
// 5.7 What no rule can end a person may, named and with a reason.
// 5.8 A signal after submission ends this process's part and decides nothing.
//
// 6 The device decides nothing about money. A code that comes after a stop was
// asked for is never charged (6.4).
//
// 7 Three words: paid, not charged, still checking.
//
// # How it is made
//
// Two pure functions. [Apply] folds a fact into an attempt or refuses it by
// name; [Next] looks at the attempt, the time and what the cashier wants, and
// gives one step. A [Runner] does the step, makes the facts that came of it
// durable, shows them, and asks again. The screen ([Sale]), the one-shot command
// (a patient Sale) and recovery ([Keeper]) are the same loop.
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
// # Decisions that the rules left open
//
// A CLOSED or REVOKED inside the window makes a decision due at once: nothing
// better can come, and the reversal proves it. After USERPAYING the first query
// waits 5 s from that answer, later ones keep to the grid from the intent. A
// refusal that reopened blocks nothing, in whatever state it is driven on. A PAID
// that was never told stops a sale of its amount whatever its age. An attempt
// that was decided for reversal can never be resolved as paid by hand,
// because a reverse may have left before the crash that lost its record.
//
// Read attempt.go, fact.go, next.go, then runner.go.
package flow
