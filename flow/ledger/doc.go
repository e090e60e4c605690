// Package ledger says what each fact did to the shop's money, as lines: a day and its
// close are sums over lines (money rule 4b.11).
//
// A line is the difference between what counted of an attempt before a fact and behind
// it. An attempt counts with its total while it is a sale that somebody was shown, and
// each refund of it by hand with its amount while its money has left. So the lines of an
// attempt add up to what stands, at every moment, and a fact never changes a line that
// was written: what was counted and ends otherwise is a line of its own, on the day on
// which that is known.
//
//	sold               + total   an attempt became a sale, at WeChat's time of the charge
//	refunded           - amount  WeChat took a refund, at its acceptance
//	refused_after_all  + amount  one that was counted moves no money after all, when that is known
//	undone             - total   a sale that was counted is none after all, when that is known
//
// A charge that nobody was shown is in no line, driven or not: until then it may be left
// unclaimed or go back, and it is open for whoever closes (money rule 5.2). What an older
// journal's refund has no time of is of the moment at which its fact was written.
//
// [Book] is the port to what is stored: lines, and the numbered records that they end up
// in. A journal fills it, and flowtest's Memory; flowtest.JournalSuite has its contract. What a
// record says is flow/day's: here it is a text with a number, a place in a chain and the
// lines that it counted.
//
// Decided on 2026-11-30. What lost: sums made anew from the attempts each time, which a
// refund of Wednesday changes on Monday; and entries with an account on either side,
// which nobody here has.
//
// Read ledger.go, then book.go.
package ledger
