// Package tui is the cashier's screen: amount in, a result out that fills the
// screen with one of three words.
//
// Read model.go for what it holds and needs from outside, update.go for how it routes,
// keymap.go for which key leads where, mouse.go for clicks, staff.go for when the till asks
// for a PIN. frame.go and bars.go draw,
// paid.go follows PAID, told.go the word of a refund by the same writes, display.go is the customer's screen and what feeds it. virtual.go is
// the screen of proofs.
//
// What is between a terminal and a page is in tui/keyboard, with the pure machines of
// tui/input. The pages are in tui/page and its rooms. Rows, wrapping and large digits are in
// tui/draw, colours and glyphs in tui/theme, strings in tui/text, receipts in tui/receipt; the
// pictures of the README are drawn by this package's tests.
//
// It has no money rules: it shows an attempt and passes keys on. The till behind
// it goes on with reversals whose customer has left; they change the count and
// the last sale here, and never the page of the sale in hand.
//
// Rules of this package:
//
//   - One model, in one goroutine. Update does no I/O, does not wait and has no clock: a
//     filter stamps each message (State.Now).
//   - Commands never touch the model; they return messages. A message names the
//     sale it belongs to, and one of another sale never changes the page.
//   - The page follows the sale's state: State.Top computes it. A panel opens where no sale is under way, and a sale closes every panel.
//     Help alone comes back to a result or to a code that is awaited.
//   - Panels have function keys: a scanned link begins with a letter.
//   - keymap.go is one table: what it offers is what is shown and what works. What
//     has no room is left out whole, and F1 tells of more.
//   - A notice goes with the page that it is about; what stands alone (warnAlone) goes on.
//   - PAID counts as shown a second after two whole writes (paid.go): until then frames
//     differ by nothing that can be seen, so that there is something to write.
//   - After submission Esc says what it will do and wants a second press.
//   - Colour is never the only signal: word, mark and colour.
//   - Width by ansi.StringWidth, cuts by ansi.Truncate; glyphs from the theme.
//   - A payer's code is counted on the screen, never shown.
//   - A frame is laid out when something happened; between that only the rows
//     with time in them are drawn anew (frame.go).
package tui
