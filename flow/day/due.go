package day

import (
	"context"
	"slices"
	"time"

	"facetill/flow/ledger"
)

// Due is the business day that is to be closed next.
type Due struct {
	Day     time.Time // its beginning; zero: none is
	Name    string
	Missing []string // all days that are over and have something in no record, oldest first; at most 31
}

// mostMissing bounds them: who has not closed for longer is told so by those.
const mostMissing = 31

// Due returns which day is to be closed next: the oldest one that is over and has lines or
// something open in no record, or where there are lines of closed days alone the first one
// that is not closed. It reads no line but the first of each day.
func (b Books) Due(ctx context.Context) (due Due, err error) {
	_, closed, err := b.last(ctx)
	if err != nil {
		return due, err
	}
	var from time.Time
	if closed != "" {
		if from, err = b.Calendar.Parse(closed); err != nil {
			return due, err
		}
		from = b.Calendar.End(from)
	}
	now, first := b.now(), from
	for len(due.Missing) < mostMissing {
		at, is, err := b.Ledger.FirstUncounted(ctx, from)
		if err != nil {
			return due, err
		}
		if from = b.Calendar.End(b.Calendar.Begin(at)); !is || now.Before(from) {
			break
		}
		due.Missing = append(due.Missing, b.Calendar.Name(at))
	}
	if late, is, err := b.Ledger.FirstUncounted(ctx, time.UnixMilli(-1<<52)); err != nil {
		return due, err
	} else if is && closed != "" && late.Before(first) && len(due.Missing) == 0 && !now.Before(b.Calendar.End(first)) {
		due.Missing = append(due.Missing, b.Calendar.Name(first)) // without trade, perhaps: it takes in what came late
	}
	open, err := b.openDays(ctx)
	for _, at := range open {
		if begin := b.Calendar.Begin(at); !begin.Before(first) && !now.Before(b.Calendar.End(begin)) {
			due.Missing = append(due.Missing, b.Calendar.Name(at))
		}
	}
	slices.Sort(due.Missing)
	if due.Missing = slices.Compact(due.Missing); err == nil && len(due.Missing) > 0 {
		due.Name = due.Missing[0]
		due.Day, err = b.Calendar.Parse(due.Name)
	}
	return due, err
}

// openDays returns a moment of each thing that is open in no record.
func (b Books) openDays(ctx context.Context) (all []time.Time, err error) {
	passed, err := b.Ledger.Passed(ctx)
	if err != nil {
		return nil, err
	}
	pending, err := b.Journal.Pending(ctx)
	if err != nil {
		return nil, err
	}
	refunding, err := b.Journal.Refunding(ctx)
	for _, i := range b.openItems(ledger.Standing{Pending: pending, Refunding: refunding}, time.Time{}) {
		if _, is := passedIn(passed, i); !is {
			all = append(all, i.of)
		}
	}
	return all, err
}
