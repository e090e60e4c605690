// Package sale has the pages of a sale, from its amount to its result.
//
// Read amount.go for where it begins, code.go for payment codes, begin.go for how it is
// admitted and what becomes of it, running.go (steps.go) for the page meanwhile, result.go
// for its end, stopped.go for what keeps it from beginning.
//
// It has no money rules: it shows an attempt and passes keys on.
package sale
