package paper

import (
	"context"
	"time"

	"facetill/flow"
	"facetill/flow/reconcile"
	"facetill/flow/reconcile/desk"
)

// Bills are the bills of late, of one day and one row. What is said of it is judged by
// Said, with the key that a person presses for it; nothing becomes of it.
type Bills struct {
	PIN   bool
	Said  func(key string, s desk.Say)
	Asked func()
}

// day is the one before the counter opens.
const day = "2026-11-27"

var row = desk.Item{ID: "0a0a01", Day: day, Finding: reconcile.Finding{Class: reconcile.TheirsOnly, State: reconcile.RowSuccess,
	OutTradeNo: "26112712300000000000000000100001", Theirs: 1280}}

// Lately returns the one report.
func (b Bills) Lately(context.Context, int) ([]desk.Report, error) {
	return []desk.Report{{Day: day, Counts: map[reconcile.Class]int{reconcile.TheirsOnly: 1}, Items: []desk.Item{row}}}, nil
}

// WantsPIN is as the counter has it.
func (b Bills) WantsPIN(desk.Item) bool { return b.PIN }

// Ask brings nothing new.
func (b Bills) Ask(context.Context, string, ...time.Time) (desk.Item, error) {
	b.Asked()
	return row, nil
}

// Accept is a word by a.
func (b Bills) Accept(_ context.Context, s desk.Say) (desk.Item, error) {
	b.Said("a", s)
	return row, nil
}

// Import is a word by i.
func (b Bills) Import(_ context.Context, s desk.Say) (desk.Item, flow.Attempt, error) {
	b.Said("i", s)
	return row, flow.Attempt{}, nil
}
