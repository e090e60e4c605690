package flowtest

import (
	"cmp"
	"context"
	"slices"
	"time"

	"facetill/flow"
	"facetill/flow/ledger"
)

// passedKey is what a record passed over.
type passedKey struct {
	n      int
	no     flow.OutTradeNo
	refund string
}

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

// Closes returns the records, newest first.
func (m *Memory) Closes(_ context.Context, limit int) (all []ledger.Close, err error) {
	for _, c := range slices.Backward(m.closes) {
		if limit <= 0 || len(all) < limit {
			all = append(all, c)
		}
	}
	return all, nil
}

// Record returns the record of a number.
func (m *Memory) Record(_ context.Context, n int) (ledger.Close, error) {
	if n < 1 || n > len(m.closes) {
		return ledger.Close{}, ledger.ErrNoClose
	}
	return m.closes[n-1], nil
}

// CountedSince is zero: nothing here is older than lines are.
func (m *Memory) CountedSince(context.Context) (time.Time, error) { return time.Time{}, nil }

// Passed returns what was passed over and no record reported the end of.
func (m *Memory) Passed(context.Context) (all []ledger.Passed, err error) {
	for p, ended := range m.passed {
		if !ended {
			r := m.byNo[p.no]
			all = append(all, ledger.Passed{Close: p.n, OutTradeNo: p.no, OutRefundNo: p.refund, Sale: m.own(r.a.AsRead(m.alive(r.owner)))})
		}
	}
	slices.SortFunc(all, func(x, y ledger.Passed) int {
		return cmp.Or(cmp.Compare(x.Close, y.Close), cmp.Compare(x.OutTradeNo, y.OutTradeNo), cmp.Compare(x.OutRefundNo, y.OutRefundNo))
	})
	return all, nil
}

// MakeClose makes a record of what stands.
func (m *Memory) MakeClose(ctx context.Context, to time.Time, do func(ledger.Standing) (ledger.Draft, error)) (ledger.Close, error) {
	switch {
	case m.Copy:
		return ledger.Close{}, flow.ErrCopy
	case m.Lost != nil:
		return ledger.Close{}, m.Lost
	}
	var s ledger.Standing
	if n := len(m.closes); n > 0 {
		s.Last = m.closes[n-1]
	}
	s.Lines = m.pick(func(l ledger.Line) bool { return l.Close == 0 && l.At.Before(to) })
	s.Pending = m.where(func(r *record) bool { return isPending(r.a) })
	s.Refunding = m.where(func(r *record) bool { return r.a.Refunds.Pending() })
	s.Passed, _ = m.Passed(ctx)
	for _, r := range m.rows {
		s.Facts.N += int64(len(r.events))
		s.Facts.Mix += int64(len(r.events)) * r.a.Seq
	}
	d, err := do(s)
	if err != nil {
		return ledger.Close{}, err
	}
	c := ledger.Close{N: s.Last.N + 1, Day: d.Day, Body: d.Body, Lines: len(s.Lines), Digest: ledger.Digest(s.Lines), Before: s.Last.Hash}.Hashed()
	m.closes = append(m.closes, c)
	for i, l := range m.lines {
		if l.Close == 0 && l.At.Before(to) {
			m.lines[i].Close = c.N
		}
	}
	if m.passed == nil {
		m.passed = map[passedKey]bool{}
	}
	for _, p := range d.Open {
		m.passed[passedKey{c.N, p.OutTradeNo, p.OutRefundNo}] = false
	}
	for _, p := range d.Ended {
		m.passed[passedKey{p.Close, p.OutTradeNo, p.OutRefundNo}] = true
	}
	return c, nil
}

// isPending reports whether somebody has to look after an attempt, a charge that is about
// to be shown among them.
func isPending(a flow.Attempt) bool {
	switch a.State {
	case flow.Opened, flow.Identified, flow.Refunding:
		return true
	}
	return a.Open() || a.State == flow.Paid && !a.Shown || a.State == flow.Refused && a.Closing
}
