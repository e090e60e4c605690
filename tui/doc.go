// Package tui is the cashier's screen: amount in, a result out that fills the
// screen with one of three words.
//
// Read options.go for what it needs from outside, model.go for what it holds, update.go
// for how it routes. What is between a terminal and a page: keyreader.go stamps keys,
// strokes.go splits them, typing.go (keyboard.go) finds out what a key is, with the
// machines of tui/input; press.go is for keys that decide, keymap.go for what they do,
// keys.go for scans and the mouse, stands.go puts back what a scan has touched, doubts.go asks where
// keys were lost. frame.go and bars.go draw, paid.go (output.go) follows PAID, display.go
// is the customer's screen and what feeds it. virtual.go is the screen of proofs.
//
// The pages are in tui/page and its rooms. Rows, wrapping and large digits are in
// tui/draw, colours and glyphs in tui/theme, strings in tui/text, receipts in tui/receipt,
// the README's pictures in tui/pictures.
//
// It has no money rules: it shows an attempt and passes keys on. The till behind
// it goes on with reversals whose customer has left; they change the count and
// the last sale here, and never the page of the sale in hand.
//
// Rules of this package:
//
//   - One model, in one goroutine. Update does no I/O, does not wait and has no clock: a
//     filter stamps each message (Context.Now).
//   - Commands never touch the model; they return messages. A message names the
//     sale it belongs to, and one of another sale never changes the page.
//   - The page follows the sale's state: Context.Top computes it. A panel opens where no sale is under way, and a sale closes every panel.
//     Help alone comes back to a result or to a code that is awaited.
//   - Panels have function keys: a scanned link begins with a letter.
//   - keymap.go is one table: what it offers is what is shown and what works. What
//     has no room is left out whole, and F1 tells of more.
//   - A held key, a double Enter and a key that was on its way when the page
//     changed by itself do nothing, and what was lost is said.
//   - No key is dropped in silence: what is not taken is said, once for keys that are
//     lost together, and a notice about something else is none of them.
//   - Two characters less than 40 ms apart are not one person's, nor are a character and a
//     Backspace less than 80 ms behind it. They stand as typed, and Enter says what stands
//     before it begins a sale with it.
//   - Whatever is taken out may hold keys of a person, and the first code behind it only
//     says what stands, unless the scanner was alone (input.Scan). So it is where keys were
//     lost, also while the camera waits and a code would take over. A sale that has begun
//     ends all such doubts: somebody meant its amount.
//   - A letter acts 120 ms after it was pressed, if it stayed alone. One that is a
//     person's word, and the last Enter of one, wants a second press.
//   - While keys come a pulse looks at the time each 20 ms. One that is 40 ms late is
//     how a stall is seen: keys that waited behind it are lost together, and a press
//     that waits is none.
//   - Two presses are compared by when they came (press.go), and any key beside a
//     question forgets its first press, also one that is entered or takes away. One that came too soon is said with the question.
//   - Ctrl+C in the second for which PAID has to stand was meant for the sale before: it
//     is not taken, like all keys then, and that is said.
//   - A notice goes with the page that it is about; what stands alone (warnAlone) goes on.
//   - On the list of lessons, which moves no money, a digit and Enter are one choice where
//     nothing was typed for 450 ms before them and they are 80 ms apart.
//   - PAID counts as shown a second after two whole writes (output.go): until then frames
//     differ by nothing that can be seen, so that there is something to write.
//   - After submission Esc says what it will do and wants a second press.
//   - Colour is never the only signal: word, mark and colour.
//   - Width by ansi.StringWidth, cuts by ansi.Truncate; glyphs from the theme.
//   - A payer's code is counted on the screen, never shown.
//   - A frame is laid out when something happened; between that only the rows
//     with time in them are drawn anew (frame.go).
package tui
