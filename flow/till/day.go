package till

import (
	"context"
	"time"

	"facetill/flow"
	"facetill/flow/day"
	"facetill/flow/ledger"
)

// What a day is and says is the day room's; these are its words where a till is spoken to.
type (
	Sum         = day.Sum
	Day         = day.Day
	Tender      = day.Tender
	SaleRefund  = day.SaleRefund
	OpenRefunds = day.OpenRefunds
)

// calendar is China's: the days of lists, and of WeChat's bill.
var calendar day.Calendar

// Midnight returns the beginning of the day of an instant, as China counts days.
func Midnight(at time.Time) time.Time { return calendar.Begin(at) }

// DayName is the day of an instant as people write it, such as 2026-01-31.
func DayName(at time.Time) string { return calendar.Name(at) }

// ParseDay returns the beginning of a day that DayName wrote.
func ParseDay(name string) (time.Time, error) { return calendar.Parse(name) }

// Missing is what a part of a charge lacks to the whole of it, as of [ledger.Missing].
func Missing(total, part flow.Fen) flow.Fen { return ledger.Missing(total, part) }

// Calendar is the shop's: when its business days begin.
func (l *Lists) Calendar() day.Calendar { return l.books.Calendar }

// Day adds up the business day of an instant, for all lanes of the journal.
func (l *Lists) Day(ctx context.Context, at time.Time) (Day, error) { return l.books.Look(ctx, at) }

// Due returns which business day is to be closed next, and which are missing.
func (l *Lists) Due(ctx context.Context) (day.Due, error) { return l.books.Due(ctx) }

// Close makes the record of a business day: see [day.Books.Close]. Without a name it is by
// who is signed in.
func (f *Staff) Close(ctx context.Context, r day.Request) (made day.Record, err error) {
	if r.By, err = f.Who(ctx, r.By); err != nil {
		return made, err
	}
	return f.lists.books.Close(ctx, r)
}

// Closes returns the records, newest first and at most limit, all of them where that is 0.
func (l *Lists) Closes(ctx context.Context, limit int) ([]day.Record, error) {
	return l.books.Closes(ctx, limit)
}

// Record returns the record of a number, [ledger.ErrNoClose] where there is none.
func (l *Lists) Record(ctx context.Context, n int) (day.Record, error) {
	return l.books.Record(ctx, n)
}

// LinesOf returns the lines that a record counted.
func (l *Lists) LinesOf(ctx context.Context, r day.Record) ([]ledger.Line, error) {
	return l.books.LinesOf(ctx, r)
}

// RecordOf returns the record of a business day; false where it has none.
func (l *Lists) RecordOf(ctx context.Context, name string) (day.Record, bool, error) {
	return l.books.RecordOf(ctx, name)
}
