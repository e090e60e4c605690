// Package refund is money back by hand (money rule 4b): what a refund of a paid sale
// is, what happened to it, and what may be done next. It is a leaf: the flow keeps a
// [List] in each attempt, folds the facts of this room into it, and does its steps.
//
// What is here: the [Entry] and its states (entry.go), the sums of a [List]
// (list.go), the facts (fact.go) and how they are folded (apply.go, hear.go; old.go
// for those of an older journal), what WeChat answers (answer.go), the numbers
// (number.go), what stops a person's press (stops.go) and what is known before a call
// (limits.go), and the one step that a list needs now (next.go, with its waits in
// gaps.go and what only a driver knows in live.go).
//
// What is not here: who may give money back, and the words for it (flow/till, tui);
// how WeChat is asked (wx); where the facts are kept (flow/journal); what becomes of
// the sale (flow).
//
// Read entry.go first, then list.go, apply.go and next.go.
//
// # Decisions
//
//   - 2026-11-29: a room of its own. In the flow it would have shared the attempt's
//     names (begun, refused, open mean something else there), and no model could
//     have played it without the whole loop.
//   - 2026-11-29: an entry is ordered against a press by the numbers of facts, which
//     are the versions of the attempt. Times lost: a clock that is set back makes an
//     old press young, and a sequence of the journal is one more thing to keep.
//   - 2026-11-29: the fold refuses a sum above the total. A check before the append
//     lost: two processes pass it at once. The append compares the version, so a
//     fold that saw an older list is refused there.
//   - 2026-11-29: an unanswered send is no fact. After a crash nobody could have
//     written it, so whoever reads a sent without an answer must ask in any case.
//   - 2026-11-29: whether its time is trusted is written with each send, and the fence of one that
//     was not begins with a fact of its own (refund_fenced), as the pay request's
//     does. To count from the stamp alone lost: a process whose first Date is a day
//     behind would find the fence past at once, and free a fee that is on its way.
//   - 2026-11-29: a mismatch holds the larger of both fees, until a person settles
//     it. The smaller one would let more than the total leave.
//   - 2026-11-29: an entry that is sent again is as young as a new one. To keep its
//     first moment lost: the guard of ten minutes would not see the second sending,
//     and a press that named a later entry would pass beside it.
//   - 2026-11-29: the query that ends a refusal is one that left behind the fence. The
//     one right after the refusal lost: an earlier send may arrive between the two.
//   - 2026-11-29: every send whose answer is none of the three that end it is asked
//     about, also one of which not a byte left: one word less, and stricter.
//   - 2026-11-29: REFUNDCLOSE after "settled there" leaves the person's word as it is
//     and contradicts it. To free the fee lost: the person gave the money in another
//     way, and the next press would give it twice.
package refund
