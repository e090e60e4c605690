// Package books is what the proof judges of closes: a record is numbered without a gap,
// later than the one before, and never changes; nothing open is passed over without force;
// what it passed over has its end in exactly one later record; and all records together
// come to what the facts of the sales come to, day by day (money rule 4b.11).
//
// The judge folds each sale's facts by itself and asks neither lines nor sums of the
// ledger (moves.go): a line that is missing, doubled or of another day is seen. It judges a
// record in the instant in which it was stored, before anybody else has a turn, and all of
// them once more at rest. What a record counts is what was moved before its end, by the
// shop's hour, and is in no earlier one: line by line, with its digest, and added up by
// method, cashier, hour and day (sums.go). Each sale of it is a charge that WeChat has, of
// that sum, coupon and time, and what was given back a refund that it took.
//
// A refusal has to be so in the instant in which it was made: the day is not over, another
// one waits, it was closed, the journal is a copy.
//
// WeChat's bill of each day is held against the journal at rest (bill.go): nothing is found
// in it but what the shop itself explains, a person's word, somebody on the merchant
// platform, what has no end. Then one difference is put into one, and has to be found as
// what it is.
//
// Not here: who closes, and when (package shops); what is done about a finding, and a bill
// that is not there or no text (flow/reconcile/desk).
//
// Decision, 2026-11-30: an adopted journal may be older than the one before it, and then
// has fewer records. What it has is held against what was made; from there on it counts
// alone. To keep the lost ones would call a person's mistake the till's.
//
// Decision, 2026-11-30: a journal that a person adopted may have forgotten sales, and
// refunds of some. Bills have those, and they are found as WeChat's alone: of these sales,
// and of none that the journal has not forgotten.
//
// Read closes.go first, then moves.go, sums.go, rest.go and bill.go;
// refusals.go is why a day was not closed.
package books
