// Package books is what the proof judges of closes: a record is numbered without a gap,
// later than the one before, and never changes; nothing open is passed over without force;
// what it passed over has its end in exactly one later record; and all records together
// come to what the facts of the sales come to, day by day (money rule 4b.11).
//
// The judge folds each sale's facts by itself and asks neither lines nor sums of the
// ledger: a line that is missing, doubled or of another day is seen. It judges a record in
// the instant in which it was stored, before anybody else has a turn, and all of them once
// more at rest.
//
// Not here: who closes, and when (package shops).
//
// Decision, 2026-11-30: an adopted journal may be older than the one before it, and then
// has fewer records. What it has is held against what was made; from there on it counts
// alone. To keep the lost ones would call a person's mistake the till's.
//
// Read closes.go first, then rest.go.
package books
