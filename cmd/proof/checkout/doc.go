// Package checkout plays worlds in which a sale begins with keys and ends with goods:
// the typist of money rule 0.5 stands at the real screen, over the till of flow/till, the
// real flow, and the gateway, device and journal of the virtual world. One screen serves
// customer after customer, of few amounts; what is open is driven beside it. The till is
// killed in the midst of it, or left, and comes up with a fresh screen on the same journal.
//
// The cashier reads the page and does what it asks for: types, with or without a look,
// scans, answers whether it is the same customer, says what became of a charge that was
// found, cancels, ends a window, and now and then does what is of no use: types into a
// sale that runs, scans a label. What is judged:
//
//   - a sale begins by an act that asks for one, with the amount, the way and the code
//     that were meant, and beside those sales alone of which the cashier was asked
//   - where the screen says PAID, with the number and the amount that stand there, WeChat
//     holds it for the customer who stands there, and the goods go over the counter
//   - the till is told that PAID of a number was shown where it stood there a second, and
//     of each before the next sale begins; the write itself takes up to some seconds
//   - where it says NOT CHARGED nothing is held, and a word about a charge that was found
//     is the one that was pressed, of the number that stood there
//   - a cashier is free at last, and at rest each customer has paid once for what was
//     handed over, and nobody else has paid
//
// Not here: what a world is made of (package world), every page and every scanner
// (command counter), several tills and callers at one journal (package shops). The
// cashier of this package reads what is there, and makes no mistake about a customer.
//
// Decisions, 2026-11-29:
//   - The till behind the screen is flow/till's. It tells the device from a goroutine,
//     which is waited for, and the device hears of it in turn: a world has one goroutine.
//     A till of the proof's own lost: what lies between screen and flow would not be played.
//   - A machine that sleeps stops its screen, too, and a screen ends with its process. A
//     sale whose call was ended while its process lived on stayed opened for ever: no till
//     has such, because [flow.Sale.Run] lets go of its attempt wherever it returns.
//   - A sale may begin while the fact of the PAID before is on its way, because a write
//     that takes its time holds up no customer. That it was written down by then lost: no
//     world could play a slow write, whose answer comes in the midst of the next PAID.
//   - The time is the screen's, and the world follows it. Two clocks that were brought
//     together now and then lost: a key was then handled in the past.
//
// Read checkout.go first, then cashier.go and told.go (what the cashier does), customer.go
// (what is judged) and screen.go (how a page is read); behind.go is the till behind the
// screen, course.go the time.
package checkout
