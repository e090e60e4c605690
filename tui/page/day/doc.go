// Package day is the page of a business day: the look at it, which changes nothing, and its
// close.
//
// Read day.go: what the page has, and in what order; close.go: how it stands with the close
// of the day, and the keys that make the record; sums.go: the sums, and the bars of the
// hours; bill.go: the line about WeChat's bills, and the key to their rows (tui/page/bill).
// Sums and records are made by flow/day.
//
// Decisions:
//
//   - The sums are shown while a sale is open, and called not final (2026-11-30): only a
//     record has to be of what is known, and the page that was silent until then hid the
//     takings from who looked.
//   - c closes the day that is due and no other; where something is open there is f instead,
//     which passes over it. A key that would be refused is not offered.
package day
