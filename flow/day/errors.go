package day

import (
	"errors"
	"fmt"
	"time"

	"facetill/flow"
)

// ErrNothingDue: no day was named, and there is none to be closed.
var ErrNothingDue = errors.New("no business day is to be closed: none that is over has anything in no close")

// OpenError is a close beside what is open: the day has no sum yet.
type OpenError struct {
	Open    []flow.Attempt // as of [OpenOf], and what is about to be shown
	Refunds OpenRefunds
}

func (e *OpenError) Error() string {
	return fmt.Sprintf("%d open: the day has no sum yet; nothing was closed", len(e.Open))
}

// NotOverError is a close of a day that is not over, or lies ahead.
type NotOverError struct {
	Day   string
	Ends  time.Time
	Ahead bool // it has not begun
}

func (e *NotOverError) Error() string {
	what := "is not over"
	if e.Ahead {
		what = "lies ahead"
	}
	return fmt.Sprintf("business day %s %s: it ends at %s in China; nothing was closed", e.Day, what, e.Ends.In(flow.Beijing).Format("2006-01-02 15:04"))
}

// OrderError is a close of a day before which another one is to be closed.
type OrderError struct{ Day, Due string }

func (e *OrderError) Error() string {
	return fmt.Sprintf("business day %s is to be closed before %s; nothing was closed", e.Due, e.Day)
}

// ClosedError is a close of a day that has a record, or lies before the last one and had
// nothing: then Number is 0. What comes late for it is in the next close.
type ClosedError struct {
	Day    string
	Number int
}

func (e *ClosedError) Error() string {
	if e.Number == 0 {
		return fmt.Sprintf("business day %s lies before the last close, and had nothing; nothing was closed", e.Day)
	}
	return fmt.Sprintf("business day %s is closed already, as close %d; nothing was closed", e.Day, e.Number)
}
