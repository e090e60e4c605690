package day

import (
	"context"
	"slices"
	"time"

	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/ledger"
	"facetill/flow/refund"
)

// Books are what days are added up from. A look needs no ID, and no WeChat.
type Books struct {
	Journal  flow.Journal
	Ledger   ledger.Book
	Clock    clock.Clock
	WeChat   *clock.WeChat // nil: nobody asks it
	Calendar Calendar
	ID       flow.Identity // of the shop, in its records
}

// Day is what was charged in a business day, less the refunds that WeChat accepted in it, of
// whatever day's sales (money rule 4b.11). A charge that was reversed was never a sale.
type Day struct {
	From, To time.Time
	All      Sum
	Sums     []Sum
	Hours    [24]Sum
	Counts
	// Otherwise is what customers got back in another way in it, by persons' word: it is
	// no WeChat's, and in no other sum.
	Otherwise flow.Fen
	Tenders   []Tender       // how else customers paid, of what ended unpaid; in no sum
	ByHand    []flow.Attempt // what persons decided about its sales, or in it about earlier ones
	Reopened  int            // refusals that were opened again, because money was behind them
	Open      []flow.Attempt // without an end, whatever their day, oldest first: the sum is not final
	Refunds   OpenRefunds    // without an end, whatever their day
}

// Counts are attempts that ended without a sale.
type Counts struct {
	Refused   int `json:"refused"`
	Cancelled int `json:"cancelled"`
	NotSent   int `json:"not_sent"`
	Reversed  int `json:"reversed"`
}

func (c *Counts) add(a flow.Attempt) {
	switch a.State {
	case flow.Refused:
		c.Refused++
	case flow.Cancelled:
		c.Cancelled++
	case flow.NotSent:
		c.NotSent++
	case flow.Reversed:
		c.Reversed++
	}
}

// Look adds up the business day of an instant, for all lanes of the journal. It looks for
// what is open first: a sale that is paid meanwhile is then open, sold or both, never
// neither in a sum that is called final.
func (b Books) Look(ctx context.Context, at time.Time) (Day, error) {
	pending, err := b.Journal.Pending(ctx)
	if err != nil {
		return Day{}, err
	}
	refunding, err := b.Journal.Refunding(ctx)
	if err != nil {
		return Day{}, err
	}
	from := b.Calendar.Begin(at)
	d, err := b.beside(ctx, from, b.Calendar.End(from), nil)
	if err != nil {
		return d.Day, err
	}
	lines, err := b.Ledger.Lines(ctx, d.From, d.To)
	for _, a := range d.shown { // as soon as the screen has shown it, it is a line
		if !slices.ContainsFunc(lines, func(l ledger.Line) bool { return l.OutTradeNo == a.OutTradeNo && l.Kind == ledger.Sold }) {
			a.Shown = true
			lines = append(lines, ledger.Lines(flow.Attempt{}, a, a.ListedAt())...)
		}
	}
	var t Totals
	t.add(lines)
	d.All, d.Sums, d.Hours = t.All, t.Sums, t.Hours
	d.Refunds = RefundsOf(refunding, b.Clock.Now().Wall)
	d.Open = OpenOf(pending, d.Refunds)
	return d.Day, err
}

// besides is what is told of some days beside their lines.
type besides struct {
	Day
	shown []flow.Attempt // charges that a living process is about to show
	late  []flow.Attempt // refused before them, and charged after all; ended in them
	given []flow.Attempt // of before them, with a person's word: told with the line that it made
}

// beside reads what is told of the days between two moments beside their lines. A word, and
// what became of a refusal, is looked for eight days back; that about a refund as far as
// there are any. What the records of before, newest first, have as it ended is left out.
func (b Books) beside(ctx context.Context, from, to time.Time, records []Record) (d besides, err error) {
	d.From, d.To = from, to
	first := from.Add(-WordsWithin)
	all, err := b.Journal.List(ctx, flow.Filter{From: first, To: to})
	if err != nil {
		return d, err
	}
	refunded, err := b.Journal.List(ctx, flow.Filter{RefundsFrom: from}) // cash is given back of older sales as well
	all = append(all, slices.DeleteFunc(refunded, func(a flow.Attempt) bool { return !a.ListedAt().Before(first) })...)
	in := func(at time.Time) bool { return !at.Before(from) && at.Before(to) }
	for _, a := range all {
		own, ended := in(a.ListedAt()), in(a.EndedAt)
		ended = ended && (own || !b.Calendar.isTold(a, records))
		if own {
			d.own(a)
		} else if a.Reopened && ended {
			d.late = append(d.late, a)
		}
		settled := slices.ContainsFunc(a.Refunds, func(e refund.Entry) bool { return e.SettledAs != "" && (own || in(e.DoneAt)) })
		switch {
		case a.ByHand() && (own || ended) || settled:
			d.ByHand = append(d.ByHand, a)
		case a.ByHand():
			d.given = append(d.given, a)
		}
		for _, e := range a.Refunds {
			if e.SettledAs == refund.SettledElse && in(e.DoneAt) {
				d.Otherwise += e.Amount()
			}
		}
	}
	return d, err
}

// own counts an attempt of the days themselves.
func (d *besides) own(a flow.Attempt) {
	if a.Reopened {
		d.Reopened++
	}
	switch {
	case a.State == flow.Paid && a.Live.ToShow:
		d.shown = append(d.shown, a)
	case !ledger.Counts(a):
		d.Tenders = addTender(d.Tenders, a)
		d.Counts.add(a)
	}
}

// WordsWithin is how long behind a sale a person's word about it is looked for, and held
// against WeChat: as long as an order can be reversed, and a day.
const WordsWithin = 8 * 24 * time.Hour
