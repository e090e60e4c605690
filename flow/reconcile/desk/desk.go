package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
	"time"

	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/reconcile"
	"facetill/flow/till"
	"facetill/wx/bill"
)

// Errors of a day's bill.
var (
	// ErrNoTrade: WeChat's word that nothing happened on that day. It is no failure.
	ErrNoTrade = errors.New("no trade on that day")
	// ErrNotReady: there is no bill yet.
	ErrNotReady = errors.New("the bill is not ready yet")
	// ErrNoAnswer: WeChat could not be asked for the bill, or gave none.
	ErrNoAnswer = errors.New("WeChat gave no bill")
)

// Ports are what a desk stands on.
type Ports struct {
	Journal flow.Journal
	People  till.People // keeps the reports
	Clock   clock.Clock
	Gateway flow.Gateway // asked about findings; nil asks nobody
	App     *till.Till
	ID      flow.Identity
	// Fetch writes the bill of a day. Its error wraps ErrNoTrade or ErrNotReady where
	// WeChat says so, and that of the writer; any other is ErrNoAnswer. Nil: no bill is
	// fetched.
	Fetch func(ctx context.Context, day time.Time, w io.Writer) error
	// Lanes returns the lanes of which the journal has sales.
	Lanes func(ctx context.Context) ([]string, error)
	// Folder is where bills are kept.
	Folder string
	// Warn notes what went wrong behind everybody's back.
	Warn func(what string, err error)
}

// Desk is where bills are compared. Its methods may be called from anywhere.
type Desk struct {
	ports Ports

	mu   sync.Mutex
	line Line
	anew sync.Mutex // held while the line is made, so that the last one has seen all
}

// New returns the desk of a till.
func New(p Ports) *Desk {
	if p.Warn == nil {
		p.Warn = func(string, error) {}
	}
	return &Desk{ports: p}
}

// Lanes returns the lanes whose rows are ours: those of the journal, and this till's.
func (d *Desk) Lanes(ctx context.Context) ([]string, error) {
	lanes, err := d.ports.Lanes(ctx)
	if own := d.ports.ID.Lane; own != "" {
		lanes = append(lanes, own)
	}
	slices.Sort(lanes)
	return slices.Compact(lanes), err
}

// AheadError is a day whose bill there cannot be yet.
type AheadError struct{ Day string }

func (e *AheadError) Error() string {
	return fmt.Sprintf("the day %s is not over: its bill is made on the next", e.Day)
}

// TooOldError is a day whose bill WeChat does not keep any more, and neither does this
// folder.
type TooOldError struct{ Day string }

func (e *TooOldError) Error() string {
	return fmt.Sprintf("WeChat keeps bills for three months, and that of %s is not in the folder of kept ones", e.Day)
}

// theyKeep is how many days WeChat surely keeps a bill: three months.
const theyKeep = 89

// Compare fetches the bill of a day, keeps it and compares it; of a day of more than three
// months ago it is the kept one, because WeChat's word would be that there was none. by is who asks for it, ""
// for a till by itself. What is not known yet is an error that wraps ErrNotReady or
// ErrNoAnswer, and so is what WeChat gave and is no bill of this merchant and day.
func (d *Desk) Compare(ctx context.Context, day time.Time, by string) (Report, error) {
	if !day.Before(till.Midnight(d.ports.Clock.Now().Wall)) {
		return Report{}, &AheadError{till.DayName(day)}
	}
	if day.Before(till.Midnight(d.ports.Clock.Now().Wall).AddDate(0, 0, -theyKeep)) {
		path := d.Kept(day)
		if path == "" {
			return Report{}, &TooOldError{till.DayName(day)}
		}
		return d.CompareFile(ctx, path, day, by)
	}
	n, err := d.draw(func(w io.Writer) error { return d.ports.Fetch(ctx, day, w) })
	if errors.Is(err, ErrNoTrade) {
		return d.compare(ctx, day, nil, by)
	}
	if err != nil {
		return Report{}, unanswered(err)
	}
	r, err := d.compare(ctx, day, n, by)
	if _, foreign := errors.AsType[*reconcile.ForeignError](err); foreign || IsNoBill(err) && !errors.Is(err, ErrNotReady) {
		err = fmt.Errorf("%w of ours: %w", ErrNoAnswer, err)
	}
	return r, err
}

// unanswered is an error of a fetch as one that callers know.
func unanswered(err error) error {
	if _, disk := errors.AsType[*KeepError](err); disk || errors.Is(err, ErrNotReady) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrNoAnswer, err)
}

// CompareFile compares a bill that somebody has. Without a day it is that of its first
// row. A bill that is not ours is a *reconcile.ForeignError.
func (d *Desk) CompareFile(ctx context.Context, path string, day time.Time, by string) (Report, error) {
	from, err := openBill(ctx, path)
	if err != nil {
		return Report{}, err
	}
	defer from.Close()
	n, err := d.draw(func(w io.Writer) error { return copied(ctx, w, from) })
	if err != nil {
		return Report{}, err
	}
	if day.IsZero() {
		if day, err = firstDay(ctx, n.path); err != nil {
			n.drop()
			return Report{}, err
		}
	}
	return d.compare(ctx, day, n, by)
}

// ErrNoDay: the bill has no row that tells its day.
var ErrNoDay = errors.New("no row of the bill tells which day it is of")

func firstDay(ctx context.Context, path string) (day time.Time, err error) {
	enough := errors.New("enough")
	_, err = read(ctx, path, func(r bill.Row) error {
		if r.Unreadable == "" {
			day = till.Midnight(r.At)
			return enough
		}
		return nil
	})
	if err == nil {
		err = ErrNoDay
	}
	if errors.Is(err, enough) {
		err = nil
	}
	return day, err
}

// read hands over every row of a bill, until ctx ends.
func read(ctx context.Context, path string, row func(bill.Row) error) (bill.Summary, error) {
	f, err := os.Open(path)
	if err != nil {
		return bill.Summary{}, err
	}
	defer f.Close()
	from := bill.NewReader(f)
	for {
		r, err := from.Next()
		if errors.Is(err, io.EOF) {
			return from.Summary(), nil
		}
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = row(r)
		}
		if err != nil {
			return from.Summary(), err
		}
	}
}

// compare holds a bill against the journal and writes down what it came to. n is nil
// where there was no trade.
func (d *Desk) compare(ctx context.Context, day time.Time, n *draft, by string) (r Report, err error) {
	drop := func(err error) (Report, error) {
		if n != nil {
			n.drop()
		}
		return Report{}, err
	}
	c, err := d.begin(ctx, day)
	if err != nil {
		return drop(err)
	}
	whole, none := true, n == nil
	if n != nil {
		whole, err = d.rows(ctx, c, n.path)
		if e, is := errors.AsType[*bill.Error](err); is && e.Kind == bill.NoTrade {
			none, err = true, nil
		} else if is && e.Kind == bill.NotReady {
			err = fmt.Errorf("%w: %w", ErrNotReady, err)
		}
		if err != nil {
			return drop(err)
		}
	}
	if whole {
		d.beside(ctx, c, day)
	}
	found := c.Result()
	r = Report{Day: till.DayName(day), At: d.ports.Clock.Now().Wall, By: by, NoTrade: none,
		Rows: found.Rows, Ours: found.Ours, Others: found.Others, Counts: found.Counts, NotWhole: !whole}
	for _, f := range found.Findings {
		i := Item{Finding: f}
		i.NotWhole = !whole && i.missing()
		r.Items = append(r.Items, i)
	}
	if n != nil && !none {
		if r.File, err = d.keep(n, day); err != nil {
			return Report{}, err
		}
	} else if n != nil {
		n.drop()
	}
	before, err := d.words(ctx, day)
	if err != nil {
		return r, err
	}
	r.take(before)
	r, err = d.note(ctx, d.ask(ctx, r))
	d.remember(ctx)
	return r, err
}

// begin begins the comparison of a day.
func (d *Desk) begin(ctx context.Context, day time.Time) (*reconcile.Comparison, error) {
	lanes, err := d.Lanes(ctx)
	if err != nil {
		return nil, err
	}
	sales, err := d.ports.Journal.List(ctx, flow.Filter{From: day, To: day.AddDate(0, 0, 1)})
	if err != nil {
		return nil, err
	}
	refunds, err := d.ports.Journal.Refunds(ctx, day, day.AddDate(0, 0, 1))
	if err != nil {
		return nil, err
	}
	m := d.ports.ID.Merchant
	shop := reconcile.Shop{MchID: m.MchID, SubMchID: m.SubMchID, Lanes: lanes, Mints: isMinted}
	return reconcile.New(day, shop, d.ours(sales), d.ours(refunds), func(no flow.OutTradeNo) (flow.Attempt, bool, error) {
		a, _, err := d.ports.Journal.Read(ctx, no)
		if errors.Is(err, flow.ErrUnknown) {
			return a, false, nil
		}
		return a, err == nil && a.Merchant.MchID == m.MchID, err
	}), nil
}

// ours leaves out what is another merchant's.
func (d *Desk) ours(all []flow.Attempt) []flow.Attempt {
	return slices.DeleteFunc(all, func(a flow.Attempt) bool { return a.Merchant.MchID != d.ports.ID.Merchant.MchID })
}

// rows compares every row of a bill; whole reports whether what it has not is not there.
func (d *Desk) rows(ctx context.Context, c *reconcile.Comparison, path string) (whole bool, err error) {
	sums, err := read(ctx, path, func(r bill.Row) error {
		if r.Unreadable != "" {
			c.Unreadable(r.Line, r.Unreadable, r.Print)
			return nil
		}
		return c.Add(rowOf(r))
	})
	if e, is := errors.AsType[*bill.Error](err); is && sums.Read.Rows > 0 && (e.Kind == bill.Damaged || e.Kind == bill.LongLine || e.Kind == bill.Cut) {
		c.Untrue(e.Line, e.Error())
		return false, nil
	}
	for _, f := range sums.Findings {
		c.Untrue(f.Line, f.String())
	}
	return len(sums.Findings) == 0 && sums.Unreadable == 0, err
}

// rowOf is a row as it is compared. An amount in another currency is none of ours.
func rowOf(r bill.Row) reconcile.Row {
	row := reconcile.Row{Line: r.Line, At: r.At, MchID: r.MchID, SubMchID: r.SubMchID, Lane: r.Device, OutTradeNo: flow.OutTradeNo(r.OutTradeNo),
		TransactionID: r.TransactionID, OutRefundNo: r.OutRefundNo, RefundID: r.RefundID, State: string(r.State),
		TotalFee: flow.Fen(r.Total), RefundFee: flow.Fen(r.Asked), TradeType: r.TradeType, Platform: r.RefundWay == "PLATFORM-ORIGINAL"}
	if r.Currency != "CNY" {
		row.TotalFee, row.RefundFee = -1, -1
	}
	return row
}

// beside compares the bills of the days before and after, as far as they can be had:
// without one a finding remains, which is asked about. One that is kept is looked at in
// any case, for what is in both; it is fetched where something is missing.
func (d *Desk) beside(ctx context.Context, c *reconcile.Comparison, day time.Time) {
	for _, other := range []time.Time{day.AddDate(0, 0, -1), day.AddDate(0, 0, 1)} {
		over := other.Before(till.Midnight(d.ports.Clock.Now().Wall))
		if !over || d.Kept(other) == "" && (!c.Wants() || d.ports.Fetch == nil) {
			continue
		}
		path, drop, err := d.fetched(ctx, other)
		if err != nil {
			if !errors.Is(err, ErrNoTrade) && !errors.Is(err, ErrNotReady) {
				d.ports.Warn("bill of "+till.DayName(other), err)
			}
			continue
		}
		_, err = read(ctx, path, func(r bill.Row) error {
			if r.Unreadable == "" {
				c.Beside(other, rowOf(r))
			}
			return nil
		})
		if drop(); err != nil {
			d.ports.Warn("bill of "+till.DayName(other), err)
		}
	}
}

// IsNoBill reports whether an error is that a text is no bill, or cannot be read on.
func IsNoBill(err error) bool { _, is := errors.AsType[*bill.Error](err); return is }
