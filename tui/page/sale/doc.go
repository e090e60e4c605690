// Package sale has the pages of a sale, from its amount to its result.
//
// Read amount.go for where it begins, code.go (codes.go) for payment codes, begin.go for
// how it is admitted and what becomes of it, running.go (runningpage.go, steps.go) for the
// page meanwhile, result.go (resultpage.go) for its end, stopped.go and halted.go for what
// keeps it from beginning, bell.go for the ear.
//
// It has no money rules: it shows an attempt and passes keys on.
package sale
