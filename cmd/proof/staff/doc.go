// Package staff is what the proof judges of the people at a till: each sale, refund and
// approval is of who stood there, no PIN is looked at while a pause holds, and each sale
// and refund is in the sums of one shift and one day (money rules 4b.9, 4b.11, 5.7).
//
// What is here: the cashiers of a shop and what they do in whose name (people.go), and
// what shifts and days come to when all is at rest (sums.go). Both read the journal's
// events and attempts by themselves, and ask the till only for what is judged.
//
// Not here: who signs in, hands over and gives back, and when (package shops).
//
// Decision, 2026-11-30: an act in which the cashier changed may be of either, and its sale
// of the shift of either: who stands there is read before the sale is opened. What had no
// end when a shift ended, or was paid and seen by nobody, is in the sums of the first shift
// behind it that sees its end, so that no sum is of a charge that goes back; to leave it to
// the shift that has ended would change a slip that was handed over. At a screen nobody
// signs in while a sale runs. A shop with cashiers has one clock, as a journal in a file
// has: by several, no shift has a beginning.
//
// Read people.go first, then sums.go.
package staff
