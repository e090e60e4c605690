// Package desk is what is done about WeChat's bill of a day: it is fetched and kept,
// compared with the journal, WeChat is asked about what differs, the outcome is written
// down, and a person says what becomes of a finding.
//
// What is here: the comparison of a day, from WeChat or from a file (desk.go), and the
// bill's own file (keep.go, file.go); how WeChat is asked about a finding (ask.go); what the
// journal remembers of a comparison and of a person's word (note.go, report.go), and how
// a finding is called (name.go); those words, and the import of a charge (word.go); and
// the round that a till makes by itself (watch.go).
//
// What is not here: which class a row is of (flow/reconcile), how a bill reads
// (wx/bill), how it is fetched (wx), and any flag, exit code or text.
//
// Read report.go first, then desk.go.
//
// # Decisions
//
// Decided on 2026-11-30.
//
//   - A comparison and a word about a finding are events beside the sales, in the chain of
//     what people do: it is append-only and hashed, an older one is never overwritten, and
//     the newest of a day counts. Tables of their own were the alternative: one more thing
//     to seal, verify and migrate, for a row a day.
//   - A finding is known by what it says: number, state, refund number and amount, of what
//     differs both sides, of sums the two numbers, of a row that does not read a hash over
//     it. So a word about it holds in every later comparison of its day: what was accepted
//     once is not cried again. One that says anything else is another finding. What lost
//     for sums and unreadable rows: their line, which stays where other sums come.
//   - A finding is named by six digits of a hash over its day and what it is known by, made
//     whenever a report is read and kept nowhere. What lost: its number in the newest
//     report, which a till that compares again by itself moves under the hands of who has
//     just read it, so that a word hits another finding; and that together with a --date
//     that has to be given, which narrows it and cures nothing. The day is found by the
//     name among the last [Within]; one that is given has to be the finding's. Two
//     findings of one name are refused, and their day tells which.
//   - Refused outright, and noted nowhere: a bill of another merchant or day, and a text
//     that is no bill. What was compared before in it counts for nothing. In a file it is
//     the fault of who gave it; where WeChat gave it, it is no answer, and is asked for
//     again later: nobody at the till has done anything wrong.
//   - A bill that is in doubt as a whole (cut, doubled, sums that lie, unreadable rows)
//     has its findings all the same, but what is not in it is not asked about: it is to
//     be fetched anew first, and says so. A person may ask about it all the same.
//   - A sale of another WeChat is not asked about at this one (money rule 1.9), and is told
//     as not asked about. What is a person's to enter is not asked about either.
//   - WeChat is asked about at most [mostAsked] findings of a comparison, and no more once
//     two in a row had no answer. The rest is asked about by a person, or the next time.
//   - A refund of which the journal knows nothing is entered by a person's key alone, and
//     then as refundquery has it. One that was refused here is looked at at once (money
//     rule 4b.6).
//   - What is imported has the lane of its row, no cashier and a reference of its own: who
//     sold it, and as what, nobody knows. Its method is the bill's trade type: a face only
//     where that says so, because a face sale of face_code_type 1 is MICROPAY as well.
//   - A till fetches by itself, from 10:00 in Beijing plus up to 50 minutes by its journal
//     and lane, and beside that what of the last seven days had sales and was never
//     compared: a shop that was closed on Monday has Saturday's bill, too. A lock in the
//     folder keeps two tills from doing the same at once.
package desk
