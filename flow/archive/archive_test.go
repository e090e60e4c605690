package archive_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/archive"
	"facetill/flow/day"
	"facetill/flow/journal"
	"facetill/flow/ledger"
	"facetill/flow/refund"
)

var (
	noon  = time.Date(2025, 11, 25, 12, 0, 0, 0, flow.Beijing)
	start = time.Date(2025, 12, 1, 4, 0, 0, 0, flow.Beijing) // of the business day of the date
	of    = day.Calendar{Starts: 4 * time.Hour}
)

// book has records and what they passed over, and nothing else is asked of it.
type book struct {
	ledger.Book
	closes []ledger.Close
	passed []ledger.Passed
	err    error
}

func (b *book) Closes(context.Context, int) ([]ledger.Close, error) { return b.closes, b.err }
func (b *book) Passed(context.Context) ([]ledger.Passed, error)     { return b.passed, b.err }

// shop is one sale, a book, and days that agree.
type shop struct {
	sale  journal.Old
	book  *book
	agree map[string]bool
	err   error
}

func newShop() *shop {
	a := flow.Attempt{State: flow.Paid, Shown: true}
	a.OutTradeNo, a.TotalFee, a.OpenedAt, a.IntentAt, a.TimeEnd = "1", 100, noon, noon, noon
	return &shop{journal.Old{Attempt: a, Head: "h", Last: noon, Lines: []ledger.Line{{OutTradeNo: "1", At: noon, Close: 2}}},
		&book{closes: []ledger.Close{{N: 3, Day: "2025-12-01"}, {N: 2, Day: "2025-11-30"}, {N: 1, Day: "2025-11-25"}}},
		map[string]bool{"2025-11-25": true}, nil}
}

func (s *shop) ports() archive.Ports {
	return archive.Ports{Calendar: of, Ledger: s.book, Agree: func(context.Context) (map[string]bool, error) { return s.agree, s.err },
		Old: func(_ context.Context, before time.Time, behind flow.OutTradeNo, most int) ([]journal.Old, error) {
			if !before.Equal(start) || behind != "" || most < 1 {
				return nil, errors.New("asked otherwise")
			}
			return []journal.Old{s.sale}, nil
		}}
}

// Each thing that is not yet as it has to be keeps a sale, for its reason.
func TestWhyASaleStays(t *testing.T) {
	entry := func(e refund.Entry) func(*shop) {
		return func(s *shop) { s.sale.Refunds = refund.List{e} }
	}
	for what, c := range map[string]struct {
		change func(*shop)
		why    archive.Reason
	}{
		"as it is":               {func(*shop) {}, ""},
		"reversed":               {func(s *shop) { s.sale.State = flow.Reversed }, ""},
		"refused, and closed":    {func(s *shop) { s.sale.State = flow.Refused }, ""},
		"given back":             {entry(refund.Entry{Number: "1M1", Fee: 100, State: refund.Done, ToldN: 9}), ""},
		"refused, to be closed":  {func(s *shop) { s.sale.State, s.sale.Closing = flow.Refused, true }, archive.Open},
		"never shown":            {func(s *shop) { s.sale.Shown = false }, archive.Open},
		"unclaimed":              {func(s *shop) { s.sale.Unclaimed = true }, archive.Open},
		"under way":              {func(s *shop) { s.sale.State = flow.Reversing }, archive.Open},
		"only opened":            {func(s *shop) { s.sale.State = flow.Opened }, archive.Open},
		"on its way":             {entry(refund.Entry{Number: "1M1", Fee: 100, State: refund.Accepted, ToldN: 9}), archive.Open},
		"begun":                  {entry(refund.Entry{Number: "1M1", Fee: 100, State: refund.Entered}), archive.Open},
		"stuck":                  {entry(refund.Entry{Number: "1M1", Fee: 100, State: refund.Stuck, ToldN: 9}), archive.Open},
		"too much back":          {entry(refund.Entry{Number: "1M1", Fee: 101, State: refund.Done, ToldN: 9}), archive.Open},
		"passed over":            {func(s *shop) { s.book.passed = []ledger.Passed{{OutTradeNo: "1"}} }, archive.Open},
		"another passed over":    {func(s *shop) { s.book.passed = []ledger.Passed{{OutTradeNo: "2"}} }, ""},
		"a word since":           {func(s *shop) { s.sale.Last = start }, archive.Since},
		"a word right before":    {func(s *shop) { s.sale.Last = start.Add(-1) }, ""},
		"in no record":           {func(s *shop) { s.sale.Lines[0].Close = 0 }, archive.NoRecord},
		"of before records":      {func(s *shop) { s.sale.Lines[0].Close = ledger.Before }, archive.NoRecord},
		"in a later record":      {func(s *shop) { s.sale.Lines[0].Close = 3 }, archive.NoRecord},
		"no lines":               {func(s *shop) { s.sale.Lines, s.sale.State = nil, flow.Cancelled }, ""},
		"no lines, not closed":   {func(s *shop) { s.sale.Lines, s.book.closes = nil, nil }, archive.NoRecord},
		"no lines, closed later": {func(s *shop) { s.sale.Lines, s.book.closes = nil, s.book.closes[:1] }, archive.NoRecord},
		"not compared":           {func(s *shop) { s.agree = nil }, archive.NotReconciled},
		"does not agree":         {func(s *shop) { s.agree["2025-11-25"] = false }, archive.NotReconciled},
		"a line of another day": {func(s *shop) {
			s.sale.Lines = append(s.sale.Lines, ledger.Line{OutTradeNo: "1", At: noon.AddDate(0, 0, 1), Close: 2})
		}, archive.NotReconciled},
		"opened the day before": {func(s *shop) { s.sale.OpenedAt = noon.Add(-13 * time.Hour) }, archive.NotReconciled},
	} {
		s := newShop()
		c.change(s)
		got, err := s.ports().Choose(t.Context(), start)
		want := map[archive.Reason]int{c.why: 1}
		leave := []journal.Leaving(nil)
		if c.why == "" {
			want, leave = map[archive.Reason]int{}, []journal.Leaving{{OutTradeNo: "1", Head: "h"}}
		}
		if err != nil || !maps.Equal(got.Stay, want) || !slices.Equal(got.Leave, leave) || got.Stays() != len(want) || (got.Bill != "") != (c.why == archive.NotReconciled) {
			t.Errorf("%s: %+v, %v", what, got, err)
		}
		if c.why != "" && !slices.Contains(archive.Reasons(), c.why) {
			t.Errorf("%s is not listed", c.why)
		}
	}
}

// What cannot be read lets nothing leave.
func TestNothingIsChosenBlindly(t *testing.T) {
	broken := errors.New("broken")
	one, two := newShop(), newShop()
	one.book.err, two.err = broken, broken
	for _, s := range []*shop{one, two} {
		if c, err := s.ports().Choose(t.Context(), start); !errors.Is(err, broken) || len(c.Leave) != 0 {
			t.Errorf("%+v, %v", c, err)
		}
	}
	if c, err := newShop().ports().Choose(t.Context(), start.Add(1)); err == nil || len(c.Leave) != 0 {
		t.Errorf("%+v, %v", c, err)
	}
}

// A date is old enough once no refund may begin of the days before it.
func TestTheLastDate(t *testing.T) {
	p := newShop().ports()
	for now, ok := range map[time.Time]bool{
		start.Add(365 * 24 * time.Hour):                true,
		start.Add(365*24*time.Hour - time.Millisecond): false,
		start.AddDate(3, 0, 0):                         true,
		start:                                          false,
	} {
		err := p.Check(start, now)
		if young, is := errors.AsType[*archive.YoungError](err); ok != (err == nil) || !ok && (!is || young.Asked != "2025-12-01" || !strings.Contains(err.Error(), "the last date by WeChat's clock is "+young.Last)) {
			t.Errorf("%s: %v", now, err)
		} else if !ok {
			if last, err := of.Parse(young.Last); err != nil || p.Check(last, now) != nil {
				t.Errorf("%s: the last is %s, %v", now, young.Last, err)
			}
		}
	}
}
