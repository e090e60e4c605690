// Package day adds up business days and closes them, over the lines of the ledger.
//
// A business day begins at the shop's hour in China ([Calendar]) and has that date's name.
// [Books.Look] is the look at one: it may be taken at any time, changes nothing, and says
// what is open. [Books.Close] makes the record of one, once: numbered, frozen, and read from
// itself from then on (money rule 4b.11).
//
// # Closing
//
// What is open is told first, whatever the day ([OpenError]): a sale or a refund of which
// nobody knows the end, and a charge of the day that is about to be shown. It is looked for
// in the transaction that makes the record. A person may close all the same (forced): the
// record names what it passed over, and the one in which that has ended says so.
//
// The day has to be over, by this machine's clock and, where it is known, by WeChat's: the
// earlier of both ([NotOverError]). Days are closed in order: first the oldest one that is
// over and has lines or something open in no record ([OrderError]). A day without anything
// may be left out, and may be closed; two days are never one. Where nothing but lines of
// closed days is in no record, the first day that is not closed is due: it takes them in.
// A day that has a record, or lies before one, is never closed again ([ClosedError]): what
// comes late for it is in the next record, under its own day. Nothing is opened again.
//
// What is only counted, as refused and cancelled sales or what customers paid in another
// way, is read right before: it is no money, and of a day that is over it stays. That of a
// day that was left out is told with the next record; and so is what was refused when its
// day was closed and charged after all, once it has ended ([Late]). It is looked for eight
// days back.
//
// Where the shop sets its hour otherwise, the days that are closed stay as they are: lines
// that a closed day would have by the new hour are late lines of it, and those that it has
// stay in its record.
//
// Decided on 2026-11-30. What lost: a close that waits until nothing is on its way, which
// takes three working days; and to open a record again, which nobody can check.
//
// Read calendar.go, then sum.go, look.go and close.go.
package day
