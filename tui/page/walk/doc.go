// Package walk shows what the till calls, the terminal's commands and WeChat's, as it
// happens: beside a page where the screen is wide, else as a page.
//
// What is here: the rows of calls and the panel (beside.go), the page, also over a sale
// that runs (page.go).
//
// What is not here: which calls are of the sale in hand (tui/page), what is told
// of a call and what of it may be seen (flow/trace), the words (tui/text).
//
// Read beside.go first.
package walk
