package day

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"facetill/flow"
	"facetill/flow/ledger"
	"facetill/flow/refund"
)

// Request is a close that somebody asks for.
type Request struct {
	Day   time.Time // an instant of the business day; zero: the one that is due
	By    string
	Force bool // although something is open; whoever asks has a manager's PIN where one is set
}

// Close makes the record of a business day, or returns why there is none: an *OpenError, a
// *NotOverError, an *OrderError, a *ClosedError, ErrNothingDue, or flow.ErrCopy. It returns
// the record as whoever reads it later sees it.
func (b Books) Close(ctx context.Context, r Request) (Record, error) {
	made, err := b.make(ctx, r, false)
	for errors.Is(err, errMoved) {
		made, err = b.make(ctx, r, true)
	}
	if e, is := errors.AsType[*ClosedError](err); is {
		old, has, unread := b.RecordOf(ctx, e.Day)
		if unread != nil {
			return Record{}, unread
		}
		if has {
			err = &ClosedError{e.Day, old.Number}
		}
	}
	if err != nil {
		return Record{}, err
	}
	return recordOf(made)
}

// errMoved: another close was made since it was read which day is due, and what is told
// beside the lines; or the day that was due is so no more.
var errMoved = errors.New("another close was made meanwhile")

// make makes the record, where no other one comes between. The lines of a day that is refused
// need not be read: all are where it was not refused after all.
func (b Books) make(ctx context.Context, r Request, all bool) (made ledger.Close, err error) {
	last, closed, err := b.last(ctx)
	if err != nil {
		return made, err
	}
	due, err := b.Due(ctx)
	if err != nil {
		return made, err
	}
	asked := r.Day
	if asked.IsZero() {
		if asked = due.Day; asked.IsZero() {
			asked = b.now()
		}
	}
	begin := b.Calendar.Begin(asked)
	to := b.Calendar.End(begin)
	if !all && !due.Day.IsZero() && due.Day.Before(begin) { // it is refused, and no line behind is read for that
		to = b.Calendar.End(due.Day)
	}
	records, err := b.Closes(ctx, mostTold)
	if err != nil {
		return made, err
	}
	beside, err := b.beside(ctx, b.untold(begin, closed), b.Calendar.End(begin), records)
	if err != nil {
		return made, err
	}
	var refused error
	made, err = b.Ledger.MakeClose(ctx, to, func(s ledger.Standing) (d ledger.Draft, err error) {
		c := closing{b, r, begin, s, b.openItems(s, to)}
		refused = c.may(r.Day.IsZero() && due.Day.IsZero())
		if refused == nil && (s.Last.N != last || to.Before(b.Calendar.End(begin))) {
			refused = errMoved
		}
		if refused != nil {
			return d, refused
		}
		return c.draft(beside)
	})
	if err != nil && refused == nil && !errors.Is(err, ledger.ErrInDoubt) && !flow.Displaced(err) {
		err = fmt.Errorf("nothing was closed: %w", err)
	}
	return made, err
}

// mostTold is how many records may have the days of [WordsWithin].
const mostTold = 16

// isTold reports whether a record, of the newest first, was made of the day of an attempt
// when that had ended already: then it stands there as it ended.
func (c Calendar) isTold(a flow.Attempt, records []Record) bool {
	day := c.Name(a.ListedAt())
	for _, r := range slices.Backward(records) {
		if r.Day >= day {
			return a.EndedAt.Before(r.MadeAt)
		}
	}
	return false
}

// last returns the number of the newest record, and the last business day that was closed,
// "" where none was.
func (b Books) last(ctx context.Context) (n int, closed string, err error) {
	newest, err := b.Ledger.Closes(ctx, 1)
	if err != nil {
		return 0, "", err
	}
	since, err := b.Ledger.CountedSince(ctx)
	last := append(newest, ledger.Close{})[0]
	return last.N, b.lastDay(last, since), err
}

// untold returns from when on what is told beside lines is in no record, for the one of the
// day that begins at a moment: a day that was left out is told of with the next one.
func (b Books) untold(begin time.Time, closed string) time.Time {
	from := begin.Add(-WordsWithin)
	if at, err := b.Calendar.Parse(closed); err == nil && b.Calendar.End(at).After(from) {
		from = b.Calendar.End(at)
	}
	if from.After(begin) { // it is closed already, and is refused
		return begin
	}
	return from
}

// now is the earlier of this machine's clock and WeChat's, where that is known: neither
// alone makes a day over.
func (b Books) now() time.Time {
	now := b.Clock.Now().Wall
	if b.WeChat != nil {
		if there, sure := b.WeChat.Now(); sure && there.Before(now) {
			return there
		}
	}
	return now
}

// closing is one close in its transaction.
type closing struct {
	Books
	asked Request
	begin time.Time
	is    ledger.Standing
	open  []item
}

// item is what is open: a sale, or a refund of one.
type item struct {
	sale   flow.Attempt
	refund refund.Entry // zero where it is the sale itself
	of     time.Time    // by which it belongs to a day
}

func (i item) passed() ledger.Passed {
	return ledger.Passed{OutTradeNo: i.sale.OutTradeNo, OutRefundNo: i.refund.Number}
}

// said is its state and what it is about.
func (i item) said() (state string, fee flow.Fen) {
	if i.refund.Number != "" {
		return string(i.refund.State), i.refund.Amount()
	}
	return string(i.sale.State), i.sale.TotalFee
}

// openItems returns what is open, whatever its day, and what of the days before to is about
// to be shown.
func (b Books) openItems(s ledger.Standing, to time.Time) (all []item) {
	for _, a := range s.Pending {
		if a.Open() || a.State == flow.Paid && a.Live.ToShow && a.ListedAt().Before(to) {
			all = append(all, item{sale: a, of: a.ListedAt()})
		}
	}
	for _, r := range RefundsOf(s.Refunding, b.Clock.Now().Wall).Open {
		all = append(all, item{r.Sale, r.Entry, r.BegunWall})
	}
	return all
}

// may returns why the day is not closed now; unnamed that nobody named one, and none is due.
func (c closing) may(unnamed bool) error {
	day, end, now := c.Calendar.Name(c.begin), c.Calendar.End(c.begin), c.now()
	if len(c.open) > 0 && !c.asked.Force {
		e := &OpenError{Refunds: RefundsOf(c.is.Refunding, c.Clock.Now().Wall)}
		for _, i := range c.open {
			if !slices.ContainsFunc(e.Open, func(a flow.Attempt) bool { return a.OutTradeNo == i.sale.OutTradeNo }) {
				e.Open = append(e.Open, i.sale)
			}
		}
		return e
	}
	last := c.lastDay(c.is.Last, c.is.CountedSince)
	switch due := c.due(last); {
	case unnamed && len(c.is.Lines) == 0 && len(c.open) == 0:
		return ErrNothingDue
	case day <= last:
		return &ClosedError{Day: day}
	case now.Before(end):
		return &NotOverError{day, end, now.Before(c.begin)}
	case due != "" && due < day:
		return &OrderError{day, due}
	}
	return nil
}

// lastDay is the last business day that was closed, "" where none was: by the last record,
// or of before closes had numbers.
func (b Books) lastDay(last ledger.Close, since time.Time) string {
	if last.N > 0 || since.IsZero() {
		return last.Day
	}
	return b.Calendar.Name(b.Calendar.Begin(since).Add(-time.Nanosecond))
}

// due is the first day behind the last one that has something in no record.
func (c closing) due(last string) (first string) {
	has := func(at time.Time) {
		if day := c.Calendar.Name(at); day > last && (first == "" || day < first) {
			first = day
		}
	}
	for _, l := range c.is.Lines {
		has(l.At)
	}
	for _, i := range c.open {
		if _, passed := passedIn(c.is.Passed, i); !passed {
			has(i.of)
		}
	}
	return first
}

// passedIn finds what an earlier record passed over.
func passedIn(all []ledger.Passed, i item) (ledger.Passed, bool) {
	p := slices.IndexFunc(all, func(p ledger.Passed) bool {
		return p.OutTradeNo == i.sale.OutTradeNo && p.OutRefundNo == i.refund.Number
	})
	if p < 0 {
		return ledger.Passed{}, false
	}
	return all[p], true
}

// draft is the record, of what stands in the transaction and what is told beside it.
func (c closing) draft(beside besides) (d ledger.Draft, err error) {
	of, day := c.is, c.Calendar.Name(c.begin)
	seconds := func(at time.Time) time.Time { return at.In(flow.Beijing).Truncate(time.Second) }
	r := Record{Schema: 1, Number: of.Last.N + 1, Day: day, From: seconds(c.begin), To: seconds(c.Calendar.End(c.begin)), MadeAt: seconds(c.Clock.Now().Wall),
		By: c.asked.By, Forced: c.asked.Force && len(c.open) > 0, MchID: c.ID.Merchant.MchID, SubMchID: c.ID.Merchant.SubMchID, StoreID: c.ID.StoreID, Simulated: c.ID.Simulated,
		Counts: beside.Counts, Reopened: beside.Reopened, Otherwise: beside.Otherwise, Tenders: beside.Tenders,
		Lines: len(of.Lines), LinesHash: ledger.Digest(of.Lines), Facts: of.Facts, Before: of.Last.Hash}
	r.count(of.Lines, c.Calendar)
	r.tell(beside, of.Lines, c.Calendar)
	d.Day = day
	for _, i := range c.open {
		p, passed := passedIn(of.Passed, i)
		if !passed {
			p = i.passed()
			p.Close = r.Number
			d.Open = append(d.Open, p)
		}
		state, fee := i.said()
		r.Open = append(r.Open, OpenItem{p.OutTradeNo, p.OutRefundNo, state, fee, p.Close})
	}
	for _, p := range of.Passed {
		i := item{sale: p.Sale}
		i.refund, _ = p.Sale.Refunds.Find(p.OutRefundNo)
		if !slices.ContainsFunc(c.open, func(o item) bool { return o.sale.OutTradeNo == p.OutTradeNo && o.refund.Number == p.OutRefundNo }) {
			state, fee := i.said()
			r.Ended = append(r.Ended, EndedItem{p.OutTradeNo, p.OutRefundNo, state, fee, p.Close})
			d.Ended = append(d.Ended, p)
		}
	}
	body, err := json.Marshal(r)
	d.Body = string(body)
	return d, err
}

// tell adds what persons decided, and what became of earlier refusals. A word about goods
// has no time of its own: it is told with the line that it made.
func (r *Record) tell(beside besides, lines []ledger.Line, of Calendar) {
	for _, a := range beside.given {
		if slices.ContainsFunc(lines, func(l ledger.Line) bool { return l.Kind == ledger.Sold && l.OutTradeNo == a.OutTradeNo }) {
			beside.ByHand = append(beside.ByHand, a)
		}
	}
	for _, a := range beside.ByHand {
		r.Words = append(r.Words, Word{a.OutTradeNo, a.ResolvedAs, cmp.Or(a.ResolvedBy, a.DecidedBy), a.Note, a.State, a.TotalFee})
	}
	r.ByHand = len(r.Words)
	for _, a := range beside.late {
		r.Late = append(r.Late, Late{of.Name(a.ListedAt()), a.OutTradeNo, a.State, a.TotalFee})
	}
}

// count adds up lines: those of the record's own day, and the others under theirs.
func (r *Record) count(lines []ledger.Line, of Calendar) {
	var own, all Totals
	all.add(lines)
	r.Total = all.All
	days := map[string][]ledger.Line{}
	var names []string
	for _, l := range lines {
		name := of.Name(l.At)
		if days[name] == nil {
			names = append(names, name)
		}
		days[name] = append(days[name], l)
	}
	slices.Sort(names)
	for _, name := range names {
		if name == r.Day {
			continue
		}
		var t Totals
		t.add(days[name])
		r.Earlier = append(r.Earlier, Earlier{name, t.All, t.Sums})
	}
	own.add(days[r.Day])
	r.All, r.Sums, r.GivenBack, r.RefusedAfterAll, r.Undone = own.All, own.Sums, own.GivenBack, own.RefusedAfterAll, own.Undone
	for hour, sum := range own.Hours {
		if sum != (Sum{}) {
			r.Hours = append(r.Hours, Hour{hour, sum})
		}
	}
}
