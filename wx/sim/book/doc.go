// Package book is WeChat's memory in the simulator: orders, their refunds and
// the bill of a day. It is state alone: no HTTP, no signatures, no scenario.
//
// What is here: the [Order] and what it is at a time (order.go), the payer's
// code as a [Fingerprint] (fingerprint.go), a [Refund] (refund.go), what a merchant gives back from
// (account.go), the [Book] of all orders (book.go),
// its file, which several processes share (file.go), and the bill (bill.go).
//
// What is not here: what is asked and answered, refused, delayed or spoilt
// (wx/sim).
//
// Read order.go first, then book.go.
//
// # Decisions
//
//   - 2026-11-28: the states are written out here and not taken from wx/wire, so
//     that the book knows nothing of messages; a test of wx/sim holds the two
//     lists together. To import wx/wire lost: state would follow the wire.
//   - 2026-11-28: there are no timers. What settles later stands in an order as
//     absolute times, and is computed when somebody asks; a book file therefore
//     outlives every process.
//   - 2026-11-28: the file is JSON lines, appended under an OS lock. A database
//     lost: it would be more than a simulator deserves.
package book
