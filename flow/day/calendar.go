package day

import (
	"time"

	"facetill/flow"
)

// Calendar says which business day an instant is of. A day begins Starts after midnight in
// China, and has the name of that date.
type Calendar struct{ Starts time.Duration }

// Begin returns the beginning of the business day of an instant.
func (c Calendar) Begin(at time.Time) time.Time {
	y, m, d := at.In(flow.Beijing).Add(-c.Starts).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, flow.Beijing).Add(c.Starts)
}

// End returns the end of a day by its beginning: the beginning of the next one.
func (Calendar) End(begin time.Time) time.Time { return begin.AddDate(0, 0, 1) }

// Name is the business day of an instant as people write it, such as 2026-01-31.
func (c Calendar) Name(at time.Time) string { return c.Begin(at).Format(time.DateOnly) }

// Parse returns the beginning of a day that Name wrote.
func (c Calendar) Parse(name string) (time.Time, error) {
	midnight, err := time.ParseInLocation(time.DateOnly, name, flow.Beijing)
	return midnight.Add(c.Starts), err
}
