// Package draw lays out rows of text on a terminal: a page is a block of rows that
// fits whatever height there is.
//
// Read screen.go for sizes and rows, block.go for rows, fitting.go for what goes
// first on a small screen, wrap.go for where a sentence breaks, large.go for digits
// that are read from across a counter, keyrow.go for which keys have room.
//
// It knows no sale, no money and no words: numbers and sentences come as they are to
// be read, from tui/text. Colours and glyphs are in tui/theme.
//
//   - 2026-11-28. A block knows its screen, so that no page hands a width on. What lost:
//     a width and a height as arguments of every function, which were never any other.
//   - Width by ansi.StringWidth, cuts by ansi.Truncate; never by bytes or characters.
//   - A row with time in it is drawn for every frame, all others once for each message.
//   - A key without a word helps nobody: what has no room is left out whole.
package draw
