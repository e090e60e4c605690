// Package refund is money back (money rule 4b): what a refund of a paid sale is, what
// happened to it, and what may be done next. One that a person gives and the one that
// undoes a sale too old to reverse (4.3) are entries of the same kind. It is a leaf: the
// flow keeps a [List] in each attempt, folds the facts of this room into it, and does its
// steps.
//
// What is here: the [Entry] and its states (entry.go), the sums of a [List]
// (list.go), the facts (fact.go) and how they are folded (apply.go, hear.go; old.go
// for those of an older journal), what WeChat answers (answer.go), the numbers
// (number.go), what stops a person's [Press] (stops.go), which word ends an entry
// (word.go) and what is known before a call (limits.go), and the one step that a list
// needs now (next.go, with its waits in gaps.go and what only a driver knows in live.go).
//
// What is not here: who may give money back, and the words for it (flow/till, tui);
// how WeChat is asked (wx); where the facts are kept (flow/journal); what becomes of
// the sale (flow).
//
// Read entry.go first, then list.go, apply.go and next.go.
//
// # The rules
//
// They go on from those of package flow, and comments name them. To ask is about one
// number; to look is about all refunds of an order.
//
//   - 4b.1 A refund is an entry of a paid sale, and no state of it. The sale stays paid
//     until all of it is back; what nobody has claimed stays so while less than all of it
//     is claimed by refunds.
//   - 4b.2 An entry is begun, durably, where its fee fits into what no other entry holds.
//     An entry of the same reference answers first. A press is stopped by what it may
//     mean already, and goes on only by naming that; one older than a minute begins
//     nothing.
//   - 4b.3 Before an entry is begun, and after a restart, the order is looked at: what
//     was given back on the merchant platform is an entry as well, from elsewhere.
//   - 4b.4 Each send is durable before it leaves, leaves within 8 s of that, and has the
//     same number for ever. One that is not answered is asked about, and then sent again.
//     What is begun is open, and blocks further refunds of its sale, not sales.
//   - 4b.5 Accepted is on its way, neither open nor blocking: WeChat's signed word for
//     our number and fee. It is done, and back, when a query says so, and not before.
//   - 4b.6 Refused is a refusal that a query confirms once nothing of it can arrive any
//     more. Its fee is free; the same entry may be sent again. One that ever shows moved
//     is opened again.
//   - 4b.7 What is stuck (CHANGE) is ended by a person. What WeChat closed (REFUNDCLOSE)
//     is never sent again, and nothing gets a second number by itself.
//   - 4b.8 Limits are known before the call: 50 parts, a minute apart, for a year, and
//     nothing above the rest.
//   - 4b.9 A manager's PIN, where one is set, and the sale as the person saw it.
//   - 4b.10 It is told as it stands right before its line: on its way, and never back
//     before it is done.
//   - 4b.11 It belongs to the day on which it was accepted.
//   - 4b.12 A copy of a journal sends nothing. What was begun before a journal was
//     adopted is asked about alone until a person sends it.
//
// # The model
//
// Tests play this room between people, processes and a WeChat of their own
// (model_test.go and what is named after it), and judge by WeChat's book alone:
// random runs, `-model N` for more of them, and every clause of the law that carries
// weight taken away in turn, which must break it. What it leaves to others: a journal
// that is adopted cannot know what its original began after the copy was made and is
// still on its way, so whoever adopts one waits a quarter of an hour before giving
// back.
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
//   - 2026-11-29: whether its time is trusted is written with each send, and the fence
//     of one that was not begins with a fact of its own (refund_fenced), as the pay
//     request's does. To count from the stamp alone lost: a process whose first Date is
//     a day behind would find the fence past at once, and free a fee that is on its way.
//   - 2026-11-29: a mismatch holds the larger of both fees, until a person settles
//     it. The smaller one would let more than the total leave.
//   - 2026-11-29: an entry that is sent again is as young as a new one where it may
//     stop a press, and as old as it was where it is named. One age for both lost in
//     the model: with the first moment the guard of ten minutes does not see the
//     second sending, with the last one a younger entry passes beside it.
//   - 2026-11-29: a press with a reference is stopped by what is begun, by what was given
//     back elsewhere and never told, and by cash (below), and by nothing else of its fee:
//     the entry of its reference answers for the rest. No stop at all lost in the model:
//     a colleague had given the same back on the merchant platform.
//   - 2026-11-29: what was settled otherwise is cash from the drawer. It stops each press
//     that makes more than the sale together with it, until a person names it, and is
//     refused where as much is held already. To hold its fee in the sum lost: WeChat has
//     not moved it, and a person who knows may still give the whole back there.
//   - 2026-11-30: a sale of which nothing is left has one word, whichever way its customer
//     got the money (List.Whole): open while a part is begun, on its way, and then
//     refunded. It stays a paid sale for the books, which count what WeChat moved. A word
//     of its own for cash lost: a caller who does not know it hands out goods, or asks on.
//   - 2026-11-30: the word "settled otherwise" is stopped by what stops the same entry from
//     being sent again, but for what gave the customer nothing: by what was begun in its
//     place, until a person names it. The check against the rest of the sale alone lost: of
//     a part the rest is larger than the part, and a customer got it twice. What was given
//     so is as young as its word; as old as its entry lost: ten minutes behind the refusal
//     nobody was stopped right behind the cash.
//   - 2026-11-29: whether an entry was all that was left is counted from the list. A field
//     that says so lost: it would be of use for one answer, and a column for ever.
//   - 2026-11-29: "accepted after the press began" stays in the check though "told
//     after" and "never told" cover it: an entry can be told only behind its acceptance.
//   - 2026-11-29: the query that ends a refusal is one that left behind the fence. The
//     one right after the refusal lost: an earlier send may arrive between the two.
//   - 2026-11-29: every send whose answer is none of the three that end it is asked
//     about, also one of which not a byte left: one word less, and stricter.
//   - 2026-11-29: REFUNDCLOSE after "settled there" leaves the person's word as it is
//     and contradicts it. To free the fee lost: the person gave the money in another
//     way, and the next press would give it twice.
//   - 2026-11-29: the moment of acceptance is the first one, also where the entry was
//     closed and moved after all; its number for a press is the last one. To move both
//     lost: the refund would leave a day that may be closed (money rule 4b.11). What was
//     given back elsewhere has the day on which it was found first, also where it was
//     closed then: WeChat had accepted it before.
//   - 2026-11-29: what an older journal has stuck is asked about by the gaps of an
//     accepted one, from the takeover on, and one without a number not at all. A look for
//     that one lost: it would find what is entered under another number already.
//   - 2026-11-29: an older journal's refund_ended has the sum of the whole order. Its entry
//     keeps its own fee, what is more is an entry without a number, and a look leaves out
//     rows of that much, the largest first. To make all of it the entry's lost: the
//     platform's part was entered once more by the first look, and the rest could never
//     be given back. Which rows they were nobody knows: where they do not make up that
//     much, more is counted, never less.
package refund
