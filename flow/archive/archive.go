package archive

import (
	"context"
	"fmt"
	"time"

	"facetill/flow"
	"facetill/flow/day"
	"facetill/flow/journal"
	"facetill/flow/ledger"
)

// refundable is how long a refund may begin behind a charge (money rule 4b.8).
const refundable = 365 * 24 * time.Hour

// page is how many sales are looked at as of one moment.
const page = 500

// Ports are what is asked.
type Ports struct {
	Calendar day.Calendar
	Ledger   ledger.Book
	// Old returns attempts that were listed before a moment and are in no archive yet, at
	// most so many, behind a number.
	Old func(ctx context.Context, before time.Time, behind flow.OutTradeNo, most int) ([]journal.Old, error)
	// Agree returns the days, such as 2026-01-31, whose bill was compared and agrees by now.
	Agree func(ctx context.Context) (map[string]bool, error)
}

// Reason is why a sale stays.
type Reason string

// The reasons, in the sequence of asking.
const (
	Open          Reason = "open"           // it is not at its end, or a refund of it is not
	Since         Reason = "since"          // something happened to it on the date or later
	NoRecord      Reason = "no_record"      // a line of it is in no record of a day before
	NotReconciled Reason = "not_reconciled" // the bill of a day of it was not compared, or does not agree
)

// Reasons lists them.
func Reasons() []Reason { return []Reason{Open, Since, NoRecord, NotReconciled} }

// Choice is what may leave, and how much stays for which reason.
type Choice struct {
	Leave []journal.Leaving
	Stay  map[Reason]int
	Bill  string // the first day whose bill keeps something here; "" is none
}

// Stays is how many stay.
func (c Choice) Stays() (n int) {
	for _, of := range c.Stay {
		n += of
	}
	return n
}

// YoungError is a date that is less than a year old.
type YoungError struct{ Asked, Last string }

func (e *YoungError) Error() string {
	return fmt.Sprintf("refunds may still begin of sales of the days before %s: the last date by WeChat's clock is %s", e.Asked, e.Last)
}

// Check returns a *YoungError of a business day before which something may still be given
// back at a moment of WeChat's clock.
func (p Ports) Check(begin, now time.Time) error {
	if last := p.Calendar.Begin(now.Add(-refundable)); begin.After(last) {
		return &YoungError{p.Calendar.Name(begin), p.Calendar.Name(last)}
	}
	return nil
}

// Choose returns what may leave of the sales before the beginning of a business day.
func (p Ports) Choose(ctx context.Context, begin time.Time) (c Choice, err error) {
	j := judge{Ports: p, begin: begin, name: p.Calendar.Name(begin), records: map[int]string{}, passed: map[flow.OutTradeNo]bool{}}
	if err := j.read(ctx); err != nil {
		return c, err
	}
	c.Stay = map[Reason]int{}
	for behind := flow.OutTradeNo(""); ; {
		all, err := p.Old(ctx, begin, behind, page)
		if err != nil {
			return Choice{}, err
		}
		for _, o := range all {
			behind = o.OutTradeNo
			why, bill := j.of(o)
			if why == "" {
				c.Leave = append(c.Leave, o.Leaving())
				continue
			}
			c.Stay[why]++
			if bill != "" && (c.Bill == "" || bill < c.Bill) {
				c.Bill = bill
			}
		}
		if len(all) < page {
			return c, nil
		}
	}
}

// judge is what sales are held against.
type judge struct {
	Ports
	begin   time.Time
	name    string
	records map[int]string // the days of those of before
	last    string         // the newest of these days
	passed  map[flow.OutTradeNo]bool
	agree   map[string]bool
}

func (j *judge) read(ctx context.Context) error {
	closes, err := j.Ledger.Closes(ctx, 0)
	if err != nil {
		return err
	}
	for _, c := range closes {
		if c.Day < j.name {
			j.records[c.N], j.last = c.Day, max(j.last, c.Day)
		}
	}
	passed, err := j.Ledger.Passed(ctx)
	if err != nil {
		return err
	}
	for _, p := range passed {
		j.passed[p.OutTradeNo] = true
	}
	j.agree, err = j.Agree(ctx)
	return err
}

// of returns why a sale stays, "" where it may leave, and the day of the bill that is wanted.
func (j *judge) of(o journal.Old) (why Reason, bill string) {
	switch {
	case !ended(o.Attempt) || j.passed[o.OutTradeNo]:
		return Open, ""
	case !o.Last.Before(j.begin):
		return Since, ""
	case len(o.Lines) == 0 && j.Calendar.Name(o.ListedAt()) > j.last:
		return NoRecord, ""
	}
	days := []time.Time{o.OpenedAt, o.IntentAt, o.ListedAt()}
	for _, l := range o.Lines {
		if j.records[l.Close] == "" {
			return NoRecord, ""
		}
		days = append(days, l.At)
	}
	for _, at := range days {
		if name := at.In(flow.Beijing).Format(time.DateOnly); !at.IsZero() && !j.agree[name] {
			return NotReconciled, name
		}
	}
	return "", ""
}

// ended reports whether nothing is left to be done about an attempt or a refund of it.
func ended(a flow.Attempt) bool {
	switch a.State {
	case flow.Paid:
		if !a.Shown || a.Unclaimed {
			return false
		}
	case flow.Refused:
		if a.Closing {
			return false
		}
	case flow.Cancelled, flow.NotSent, flow.Reversed, flow.Refunded:
	default:
		return false
	}
	return !a.Open() && !a.Refunds.Pending() && a.Refunds.Stuck() == 0 && a.Refunds.Over(a.TotalFee) == 0
}
