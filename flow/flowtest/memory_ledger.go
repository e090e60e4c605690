package flowtest

import (
	"context"
	"slices"
	"time"

	"facetill/flow/ledger"
)

// pick returns the lines that a condition picks, sorted.
func (m *Memory) pick(is func(ledger.Line) bool) (all []ledger.Line) {
	for _, l := range m.lines {
		if is(l) {
			all = append(all, l)
		}
	}
	ledger.Sort(all)
	return all
}

// Lines returns those between two moments.
func (m *Memory) Lines(_ context.Context, from, to time.Time) ([]ledger.Line, error) {
	return m.pick(func(l ledger.Line) bool { return !l.At.Before(from) && l.At.Before(to) }), nil
}

// LinesOf returns those that a record counted.
func (m *Memory) LinesOf(_ context.Context, n int) ([]ledger.Line, error) {
	return m.pick(func(l ledger.Line) bool { return l.Close == n }), nil
}

// FirstUncounted returns the moment of the first line that no record has counted.
func (m *Memory) FirstUncounted(_ context.Context, from time.Time) (at time.Time, is bool, err error) {
	i := slices.IndexFunc(m.pick(func(l ledger.Line) bool { return l.Close == 0 && !l.At.Before(from) }), func(l ledger.Line) bool { at = l.At; return true })
	return at, i >= 0, nil
}
