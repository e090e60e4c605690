// Package tui is the cashier's screen: amount in, a result out that fills the
// screen with one of three words.
//
// Read options.go for what it needs from outside, model.go for what it knows,
// keys.go for what a key does on each page. update.go only routes. A page is a
// file: amount.go (entry.go for what is typed), code.go, sale.go, result.go
// (resultpage.go draws it, told.go follows PAID), stopped.go, claims.go, rest.go;
// camera.go is about the pages of a till whose camera is gone. What stands beside
// the sale is a panel (panel.go): open.go, resolve.go, history.go, facts.go, day.go
// (daytable.go, dayforce.go), member.go, slip.go, settings.go, help.go, training.go;
// scroll.go is for what is longer than the screen. fitting.go says what goes first
// on a small screen, wrap.go breaks lines, keyline.go chooses which keys have room,
// failure.go says what went wrong. display.go is the customer's screen, fed by
// shown.go. Colours and glyphs are in tui/theme, strings in tui/text, receipts in
// tui/receipt, the README's pictures in tui/pictures.
//
// It has no money rules: it shows an attempt and passes keys on. The till behind
// it goes on with reversals whose customer has left; they change the count and
// the last sale here, and never the page of the sale in hand.
//
// Rules of this package:
//
//   - One model. Pages have methods, not message loops. Update does no I/O, does
//     not wait and has no clock: a filter stamps each message (model.now).
//   - Commands never touch the model; they return messages. A message names the
//     sale it belongs to, and one of another sale never changes the page.
//   - The page follows the sale's state: model.page computes it, nothing stores it.
//     A panel opens where no sale is under way, and a sale closes every panel.
//     Help alone comes back to a result or to a code that is awaited.
//   - Panels have function keys: a scanned link begins with a letter.
//   - keys.go is one table: what it offers is what is shown and what works. What
//     has no room is left out whole, and F1 says that there is more.
//   - A held key, a double Enter and a key that was on its way when the page
//     changed by itself do nothing (guard.go).
//   - After submission Esc says what it will do and wants a second press.
//   - Colour is never the only signal: word, mark and colour.
//   - Width by ansi.StringWidth, cuts by ansi.Truncate; glyphs from the theme.
//   - A payer's code is counted on the screen, never shown.
//   - A frame is laid out when something happened; between that only the rows
//     with time in them are drawn anew (frame.go).
package tui
