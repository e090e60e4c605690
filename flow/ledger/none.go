package ledger

import (
	"context"
	"errors"
	"time"
)

// ErrNone: there are no lines to add up.
var ErrNone = errors.New("the journal has no ledger, so no day can be added up or closed: give the till one beside it")

// None is the Book of what has none: a journal that something else is wrapped around. It
// answers ErrNone, so that a till without one can do everything but add up.
type None struct{}

var _ Book = None{}

// Lines returns ErrNone, as all methods do.
func (None) Lines(context.Context, time.Time, time.Time) ([]Line, error) { return nil, ErrNone }

// LinesOf returns ErrNone.
func (None) LinesOf(context.Context, int) ([]Line, error) { return nil, ErrNone }

// FirstUncounted returns ErrNone.
func (None) FirstUncounted(context.Context, time.Time) (time.Time, bool, error) {
	return time.Time{}, false, ErrNone
}

// Closes returns ErrNone.
func (None) Closes(context.Context, int) ([]Close, error) { return nil, ErrNone }

// Record returns ErrNone.
func (None) Record(context.Context, int) (Close, error) { return Close{}, ErrNone }

// CountedSince returns ErrNone.
func (None) CountedSince(context.Context) (time.Time, error) { return time.Time{}, ErrNone }

// Passed returns ErrNone.
func (None) Passed(context.Context) ([]Passed, error) { return nil, ErrNone }

// MakeClose returns ErrNone.
func (None) MakeClose(context.Context, time.Time, func(Standing) (Draft, error)) (Close, error) {
	return Close{}, ErrNone
}
