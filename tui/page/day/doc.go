// Package day is the page of a day's close.
//
// Read day.go: how a day comes to a sum while a sale is open, the sums, and the bars of
// its hours. The sums are made by flow/till.
package day
