package flow

import "errors"

// Errors of a Journal that is not where it belongs (money rule 5.9). An engine
// wraps them with the path and what it has seen.
var (
	// ErrCopy: the journal is a copy, a restored backup, or was moved. It can be
	// read; Open, Append, Claim, SuspendSales and Beat refuse until a person adopts it.
	ErrCopy = errors.New("nothing is sold, reversed or claimed with a copy of a journal")
	// ErrGone: the path no longer leads to the file that this process has open. A
	// sale under way goes on in its own file: Open, Claim, the intent and told refuse.
	ErrGone = errors.New("the journal's file is gone or was replaced while it was in use")
)

// Displaced reports whether an error is that the journal is not where this process
// writes: its file is gone, or another copy was adopted. Nobody who reads the journal
// would find what was told.
func Displaced(err error) bool { return errors.Is(err, ErrGone) || errors.Is(err, ErrCopy) }

// CheckWord refuses a name or a reason that no person's word can have.
func CheckWord(by, reason string) error { return Resolution{By: by, Reason: reason}.check() }
