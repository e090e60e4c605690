// Package reconcile compares WeChat's bill of a day with what the journal has of it,
// row by row, and says of each difference which kind it is and who has to do something.
//
// What is here: a row as far as it is compared, and a finding (row.go); the classes,
// each with what it means for an exit code (class.go); the comparison (compare.go); and
// what it comes to once the bill has ended (end.go).
//
// What is not here: how a bill is read (wx/bill), fetched, kept and noted, how WeChat is
// asked and what a person does about a finding (flow/reconcile/desk), and any word of a
// screen (tui/text).
//
// A bill is not signed: it proves nothing, and a finding is a question. Whatever moves
// or enters money behind it is decided by a signed answer of WeChat's.
//
// Read class.go first, then compare.go.
//
// # How it compares
//
// Rows are keyed by out_trade_no, state and out_refund_no; a key that comes twice is a
// finding. Rows come in any order, so a charge of which nothing is left here waits for
// the row that takes it back until the bill has ended. What the journal has of the day
// and the bill has not waits for the bills of the day before and after, but counts there
// only where the journal's own time is near midnight ([Near]), or is not WeChat's: a
// person's word, or the moment at which an acceptance was heard of. A charge in a bill of
// another day than its time_end differs, and a row of two bills is there twice.
//
// # Decisions
//
// Decided on 2026-11-30.
//
//   - What is kept in memory is our own day: the sales and refunds that the bill must
//     have, the keys of our own rows, and at most [MostFindings] findings a class; of
//     these as many are told in all, and the rest is counted. Other shops' rows leave a
//     number behind, however many they are.
//   - A row of another merchant number refuses the whole bill, and so does one of another
//     day ([ForeignError]): such a bill is a wrong argument (64) and no finding (9),
//     because nothing of it is about this journal, and it would have all of our day as
//     "ours only". The alternative, to count such rows as another shop's, reads a
//     neighbour's bill as agreeing on a day without trade.
//   - Another sub-merchant's row of our own number is another shop's.
//   - What is without an end here is neither right nor wrong: [Open], and its code is 8,
//     before any finding (as money rule 5.7 has it for a word that is contradicted).
//   - A charge on what was cancelled or never sent, or that stays on what was reversed,
//     is [Hidden] like one on a refusal. The till reopens a refusal alone (money rule
//     2.5): for the others nothing can be proven anew by a rule, and a person is told.
//   - What the bill has to have is every charge that was proven here, one that was reversed
//     since, too: money that came and went back has a SUCCESS and a REVOKED row. Without
//     them it is [OursOnly], and a text calls it reversed here. What was reversed and never
//     proven as charged leaves no row there, and is no finding. The alternative, to let go
//     of whatever is reversed here, hides a reversal by a journal that is not this shop's.
//     A charge whose reversal has no end yet is [Open], whether the bill has it or not.
//   - A charge that was proven here and that WeChat said days later is reversed has its
//     other row in that later bill, which nobody reads with this one: it is reversed
//     ([WentBackLater]). To read all bills up to that day lost: they may not be kept.
//   - A refund that was refused here and is in the bill is [RefundTheirs]: the same
//     question, and the same answer opens it again (money rule 4b.6).
package reconcile
