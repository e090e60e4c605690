// Package day is the page of a day's close.
//
// Read day.go for the page, table.go for its sums and the bars of its hours, force.go for
// how it comes to a sum while a sale is open. The sums are made by flow/till.
package day
