// Package history has the pages of sales that were.
//
// Read history.go for a day's sales, timeline.go for the facts of one, slip.go for its
// receipt. The receipts themselves are in tui/receipt.
package history
