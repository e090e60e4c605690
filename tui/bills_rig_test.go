package tui

import (
	"context"
	"slices"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/reconcile"
	"facetill/flow/reconcile/desk"
	"facetill/flow/till"
)

// fakeBills are reports, and what the desk was asked for.
type fakeBills struct {
	reports  []desk.Report
	err      error // of reading them
	pin      string
	wordErr  error
	heard    desk.Item // what asking comes to
	accepted []desk.Say
	imported []desk.Say
	asked    []string // name and day
}

func (f *fakeBills) Lately(_ context.Context, days int) ([]desk.Report, error) {
	return slices.Clone(f.reports)[:min(days, len(f.reports))], f.err
}

func (f *fakeBills) WantsPIN(i desk.Item) bool {
	return f.pin != "" && i.Class != reconcile.Unreadable && i.Class != reconcile.Twice && i.Class != reconcile.Summary
}

func (f *fakeBills) Ask(_ context.Context, id string, of ...time.Time) (desk.Item, error) {
	f.asked = append(f.asked, id+" "+till.DayName(of[0]))
	if f.wordErr != nil {
		return desk.Item{}, f.wordErr
	}
	f.change(id, func(i *desk.Item) { i.Said, i.Now = f.heard.Said, f.heard.Now })
	return f.find(id), nil
}

func (f *fakeBills) Accept(_ context.Context, s desk.Say) (desk.Item, error) {
	f.accepted = append(f.accepted, s)
	return f.word(s, desk.Accepted)
}

func (f *fakeBills) Import(_ context.Context, s desk.Say) (desk.Item, flow.Attempt, error) {
	f.imported = append(f.imported, s)
	i, err := f.word(s, desk.Imported)
	return i, flow.Attempt{}, err
}

func (f *fakeBills) word(s desk.Say, as string) (desk.Item, error) {
	switch {
	case f.wordErr != nil:
		return desk.Item{}, f.wordErr
	case s.PIN != f.pin:
		return desk.Item{}, till.ErrPIN
	}
	f.change(s.ID, func(i *desk.Item) { i.Word = desk.Word{As: as, By: s.By, Reason: s.Reason} })
	return f.find(s.ID), nil
}

func (f *fakeBills) find(id string) (found desk.Item) {
	f.change(id, func(i *desk.Item) { found = *i })
	return found
}

func (f *fakeBills) change(id string, do func(*desk.Item)) {
	for r := range f.reports {
		for n := range f.reports[r].Items {
			if i := &f.reports[r].Items[n]; i.ID == id {
				do(i)
			}
		}
	}
}

// errRowChanged is what a desk says of a row that is not there any more.
var errRowChanged = field.NewError("finding", "0a0a01 was accepted by \"Li\"", "compare the day anew")

// a row of a bill, with its number's last digits.
func billRow(day, id, number string, f reconcile.Finding) desk.Item {
	if number != "" {
		f.OutTradeNo = flow.OutTradeNo("26" + day[5:7] + day[8:] + "12300000000000000000" + number)
	}
	if f.At.IsZero() && number != "" {
		at, _ := time.ParseInLocation(time.DateOnly, day, flow.Beijing)
		f.At = at.Add(12*time.Hour + 30*time.Minute)
	}
	return desk.Item{ID: id, Day: day, Finding: f}
}

func theirs(id, number string, said string) desk.Item {
	i := billRow("2026-11-24", id, number, reconcile.Finding{Class: reconcile.TheirsOnly, State: reconcile.RowSuccess, Theirs: 1280, Line: 2})
	i.Said = said
	return i
}

func hidden(id, number string, stands flow.State) desk.Item {
	return billRow("2026-11-24", id, number, reconcile.Finding{Class: reconcile.Hidden, State: reconcile.RowSuccess, Theirs: 560, Ours: 560, Stands: stands, Line: 3})
}

// someBills are rows of every kind that a page tells apart.
func someBills() []desk.Report {
	accepted := billRow("2026-11-23", "0a0a07", "700007", reconcile.Finding{Class: reconcile.Differs, State: reconcile.RowSuccess, Theirs: 1000, Ours: 1001, Why: "amount"})
	accepted.Word = desk.Word{As: desk.Accepted, By: "Li", Reason: "support, ticket 42"}
	missing := billRow("2026-11-23", "0a0a04", "400004", reconcile.Finding{Class: reconcile.OursOnly, Ours: 9900, Stands: flow.Paid})
	return []desk.Report{
		{Day: "2026-11-24", Counts: map[reconcile.Class]int{reconcile.TheirsOnly: 1, reconcile.Hidden: 1, reconcile.RefundTheirs: 1},
			Items: []desk.Item{theirs("0a0a01", "100001", "paid"), hidden("0a0a02", "200002", flow.Refused),
				billRow("2026-11-24", "0a0a03", "300003", reconcile.Finding{Class: reconcile.RefundTheirs, State: reconcile.RowRefund, Theirs: 300, OutRefundNo: "platform-1", Stands: flow.Paid, Why: "platform"})}},
		{Day: "2026-11-23", Counts: map[reconcile.Class]int{reconcile.OursOnly: 1, reconcile.Differs: 1, reconcile.Open: 1, reconcile.Unreadable: 1},
			Items: []desk.Item{billRow("2026-11-23", "0a0a05", "500005", reconcile.Finding{Class: reconcile.Open, State: reconcile.RowSuccess, Theirs: 100, Ours: 100, Stands: flow.Reversing}),
				missing, accepted, billRow("2026-11-23", "0a0a06", "", reconcile.Finding{Class: reconcile.Unreadable, Line: 7, Why: "28 cells"})}},
	}
}

// withBills is a till that has compared some bills, on the page of a day.
func withBills(t *testing.T, reports []desk.Report, change func(*Options)) (*rig, *fakeBills) {
	t.Helper()
	bills := &fakeBills{reports: reports}
	r := newRig(t, func(o *Options) {
		o.Bills = bills
		if change != nil {
			change(o)
		}
	})
	r.do(r.cmd("f4"))
	return r.after(time.Second), bills
}

// billRows is the page of their rows.
func billRows(t *testing.T, reports []desk.Report, change func(*Options)) (*rig, *fakeBills) {
	t.Helper()
	r, bills := withBills(t, reports, change)
	r.do(r.cmd("b"))
	return r.after(time.Second), bills
}

// ends brings what a command brought, and what that led to.
func (r *rig) ends(cmd tea.Cmd) {
	r.t.Helper()
	r.last = nil
	if r.do(cmd); r.last != nil {
		r.do(r.last)
	}
	r.after(time.Second)
}

// billScenes are the pages of a bill.
func billScenes() map[string]func(t *testing.T) *rig {
	rows := func(keys ...string) func(t *testing.T) *rig {
		return func(t *testing.T) *rig { r, _ := billRows(t, someBills(), nil); return r.press(keys...) }
	}
	return map[string]func(t *testing.T) *rig{
		"77 day with bills":          func(t *testing.T) *rig { r, _ := withBills(t, someBills(), nil); return r },
		"77 day with a bill, agrees": func(t *testing.T) *rig { r, _ := withBills(t, []desk.Report{{Day: "2026-11-25"}}, nil); return r },
		"78 bill rows":               rows(),
		"78 bill, import armed":      rows("i"),
		"78 bill, goes back":         rows("down"),
		"78 bill, refund there":      rows("down", "down"),
		"78 bill, no end":            rows("down", "down", "down"),
		"78 bill, not in it":         rows("down", "down", "down", "down"),
		"78 bill, unreadable":        rows("down", "down", "down", "down", "down"),
		"78 bill, accepted":          rows("end"),
		"78 bill, nothing":           func(t *testing.T) *rig { r, _ := billRows(t, []desk.Report{{Day: "2026-11-24"}}, nil); return r },
		"78 bill, never":             func(t *testing.T) *rig { r, _ := billRows(t, nil, nil); return r },
		"79 bill word":               rows("i", "i"),
		"79 bill word, PIN": func(t *testing.T) *rig {
			r, b := billRows(t, someBills(), func(o *Options) { o.ManagerPIN = true })
			b.pin = "2468"
			r.press("down", "down", "a", "a", "enter").after(time.Second)
			return r.typed("seen there").press("enter").after(time.Second).typed("24")
		},
	}
}
