// Package paper is WeChat's bill as the counter's screens have it: one row, about which
// everything may be said that a person can say.
//
// Read bills.go.
package paper
