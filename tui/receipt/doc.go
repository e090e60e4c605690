// Package receipt sets the text of a receipt: what the customer takes home, on
// paper of 32 or 48 columns, in Chinese or English, with the widths that a
// printer has for Chinese characters (two columns each).
//
// It prints nothing and knows no printer: the text goes to a screen, a file or
// lp. It says no more than is known: an attempt without an end gets a slip that
// calls itself no receipt, a reversal one with where the money goes.
// Nothing about the payer is on it, but that a copy, the shop's, tells of a minor.
//
// A copy is marked as a reprint by whoever asks for one. What counts as the
// first print is theirs to know: the screen's key on the page of a result prints
// the original, history and the command print copies.
//
// Read paper.go for that of a sale, refund.go for that of money back, shift.go for
// that of a handover, close.go for the record of a day.
package receipt
