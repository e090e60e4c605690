// Package archive says which sales of a journal are closed, settled and reconciled, and so
// old that nothing will happen to them: their facts may leave for an archive.
//
// What is here: what a date may be, and why a sale stays (archive.go). What is not here: how
// facts leave (flow/journal), the file (flow/journal/sqlite), how bills are compared
// (flow/reconcile/desk), and any word of a screen.
//
// Decided on 2026-11-30. A sale leaves when it is at its end, told and claimed, without a
// refund that has none; when its last fact was written before the date; when every line of
// it is in a numbered record of a day before the date; and when the bill of each day on which
// something of it happened was compared, and agrees by now. A sale without lines was never
// money in the books: its day has to be behind a record all the same. Days of before records
// had numbers are in none, so their sales stay: what lost is to take them for closed, because
// nobody can say any more what was counted there.
//
// The date is a year old or more on WeChat's clock, in which a refund may begin: nothing that
// a till does by itself adds to what left. A bill is wanted of simulated sales, too: whoever
// trains sees what a shop will see.
//
// Read archive.go.
package archive
