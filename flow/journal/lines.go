package journal

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"hash/crc64"
	"time"

	"facetill/flow"
	"facetill/flow/ledger"
)

// The lines of the ledger stand beside the facts that made them, written in one
// transaction with those. A line is there for good; the record that counts it is filled in
// once. Each has a sum, and each set of them that is read a tally: a line that is hidden
// would make a day's sum wrong, and nobody would know.

// lineColumns are the stored fields of a line but the record that counted it, in the order
// of the table.
var lineColumns = []column[ledger.Line]{
	{"out_trade_no", func(l *ledger.Line) any { return (*string)(&l.OutTradeNo) }},
	{"n", func(l *ledger.Line) any { return &l.N }},
	{"place", func(l *ledger.Line) any { return &l.Place }},
	{"out_refund_no", func(l *ledger.Line) any { return &l.OutRefundNo }},
	{"kind", func(l *ledger.Line) any { return (*string)(&l.Kind) }},
	{"at_ms", func(l *ledger.Line) any { return &l.At }},
	{"fee", func(l *ledger.Line) any { return &l.Fee }},
	{"method", func(l *ledger.Line) any { return (*string)(&l.Method) }},
	{"who", func(l *ledger.Line) any { return &l.Who }},
	{"lane", func(l *ledger.Line) any { return &l.Lane }},
	{"coupons", func(l *ledger.Line) any { return &l.Coupons }},
	{"unsettled", func(l *ledger.Line) any { return &l.Unsettled }},
}

const (
	lineNames = "out_trade_no, n, place, out_refund_no, kind, at_ms, fee, method, who, lane, coupons, unsettled, close_n, sum"
	putLine   = "INSERT INTO line (" + lineNames + ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
	// countLines puts lines into a record: their sums move by its number.
	countLines = "UPDATE line SET close_n = $1, sum = sum + $1 WHERE close_n = 0 AND at_ms < $2"
)

// The sets of lines that have a tally: those of a day; those of a day that no record has
// counted; those of a record, whose number stands in the place of the day.
const (
	linesOfDay    = "line"
	linesLeft     = "line to count"
	linesOfRecord = "line of close"
)

// lineSum is over the fields of a line, and moves with the record that counts it. 62 bits:
// the sum of it and a number is an integer.
func lineSum(l ledger.Line) int64 {
	b := appendFields(make([]byte, 0, 128), lineColumns, &l)
	return int64(crc64.Checksum(b, crc)&(1<<62-1)) + int64(l.Close)
}

func lineMix(l ledger.Line) int64 {
	b := binary.AppendVarint(binary.AppendVarint(appendText(nil, string(l.OutTradeNo)), int64(l.N)), int64(l.Place))
	return int64(crc64.Checksum(b, crc) & (1<<40 - 1))
}

func (t *Tally) addLine(l ledger.Line) {
	t.N++
	t.Mix += lineMix(l)
}

// bindLine returns the values of putLine.
func bindLine(l ledger.Line) []any {
	values := make([]any, 0, len(lineColumns)+2)
	for _, c := range lineColumns {
		values = append(values, c.value(&l))
	}
	return append(values, int64(l.Close), lineSum(l))
}

// step is a fact with what it led from and to.
type step struct {
	fact    flow.Fact
	was, is flow.Attempt
}

// note writes the lines of a fact that was written at a moment, and their tallies.
func (r *rows) note(ctx context.Context, tx *sql.Tx, s step, written int64) error {
	for _, l := range ledger.Lines(s.was, s.is, ledger.Moment(s.fact, time.UnixMilli(written))) {
		if err := exec(ctx, tx, r.putLine, bindLine(l)...); err != nil {
			return err
		}
		for _, what := range []string{linesOfDay, linesLeft} {
			if err := exec(ctx, tx, r.tally, what, dayOf(millis(l.At)), 1, lineMix(l)); err != nil {
				return err
			}
		}
	}
	return nil
}

// storedLines reads lines, each as it was written.
func storedLines(ctx context.Context, tx *sql.Tx, where string, args []any, do func(ledger.Line) error) error {
	type row struct {
		ledger.Line
		sum int64
	}
	found, err := tx.QueryContext(ctx, "SELECT "+lineNames+" FROM line "+where, args...)
	return each(found, err, func(r *row) []any {
		into := make([]any, 0, len(lineColumns)+2)
		for _, c := range lineColumns {
			p := c.ptr(&r.Line)
			if at, is := p.(*time.Time); is {
				p = (*moment)(at)
			}
			into = append(into, p)
		}
		return append(into, &r.Close, &r.sum)
	}, func(r row) error {
		if r.sum != lineSum(r.Line) {
			return Damaged("a line of attempt %s does not fit its sum", quoted(r.OutTradeNo))
		}
		return do(r.Line)
	})
}

// linesOf returns the lines of an attempt in the order of their facts.
func linesOf(ctx context.Context, tx *sql.Tx, no flow.OutTradeNo) (all []ledger.Line, err error) {
	err = storedLines(ctx, tx, "WHERE out_trade_no = $1 ORDER BY n, place", []any{string(no)}, func(l ledger.Line) error {
		all = append(all, l)
		return nil
	})
	return all, err
}

// linesOfDays returns the lines of whole days, if they are those of their tallies.
func linesOfDays(ctx context.Context, tx *sql.Tx, what, where string, first, last int64) (all []ledger.Line, err error) {
	have := map[int64]Tally{}
	args := []any{dayStart(first), dayStart(last + 1)}
	err = storedLines(ctx, tx, where+"at_ms >= $1 AND at_ms < $2", args, func(l ledger.Line) error {
		all = append(all, l)
		t := have[dayOf(millis(l.At))]
		t.addLine(l)
		have[dayOf(millis(l.At))] = t
		return nil
	})
	if err != nil {
		return nil, err
	}
	found, err := tx.QueryContext(ctx, "SELECT day, n, mix FROM tally WHERE what = $1 AND day >= $2 AND day <= $3 AND n <> 0", what, first, last)
	err = each(found, err, func(d *talliedDay) []any { return []any{&d.day, &d.N, &d.Mix} }, func(d talliedDay) error {
		if have[d.day] != d.Tally {
			return Damaged("day %d has %d lines, its tally says %d", d.day, have[d.day].N, d.N)
		}
		delete(have, d.day)
		return nil
	})
	for day, t := range have {
		if err == nil {
			err = Damaged("day %d has %d lines, and no tally", day, t.N)
		}
	}
	ledger.Sort(all)
	return all, err
}

// books are a journal's lines and what counts them: its [ledger.Book].
type books struct{ j *Journal }

// Lines returns those between two moments.
func (b books) Lines(ctx context.Context, from, to time.Time) ([]ledger.Line, error) {
	if !from.Before(to) {
		return nil, nil
	}
	all, err := viewed(ctx, b.j, func(ctx context.Context, tx *sql.Tx) ([]ledger.Line, error) {
		return linesOfDays(ctx, tx, linesOfDay, "WHERE ", dayOf(millis(from)), dayOf(to.UnixMilli()-1))
	})
	return between(all, from, to), err
}

// between returns those of sorted lines that lie between two moments.
func between(all []ledger.Line, from, to time.Time) (in []ledger.Line) {
	for _, l := range all {
		if !l.At.Before(from) && l.At.Before(to) {
			in = append(in, l)
		}
	}
	return in
}

// LinesOf returns those that a record counted.
func (b books) LinesOf(ctx context.Context, n int) ([]ledger.Line, error) {
	return viewed(ctx, b.j, func(ctx context.Context, tx *sql.Tx) ([]ledger.Line, error) { return linesOfClose(ctx, tx, n) })
}

func linesOfClose(ctx context.Context, tx *sql.Tx, n int) (all []ledger.Line, err error) {
	var have Tally
	err = storedLines(ctx, tx, "WHERE close_n = $1", []any{n}, func(l ledger.Line) error {
		all = append(all, l)
		have.addLine(l)
		return nil
	})
	if err == nil {
		err = agrees(ctx, tx, tallied{linesOfRecord, int64(n)}, have)
	}
	ledger.Sort(all)
	return all, err
}

// FirstUncounted returns the moment of the first line that no record has counted.
func (b books) FirstUncounted(ctx context.Context, from time.Time) (at time.Time, is bool, err error) {
	var ms sql.NullInt64
	err = b.j.View(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, "SELECT min(at_ms) FROM line WHERE close_n = 0 AND at_ms >= $1", from.UnixMilli()).Scan(&ms)
	})
	if err != nil || !ms.Valid {
		return time.Time{}, false, err
	}
	return time.UnixMilli(ms.Int64).UTC(), true, nil
}

// tallyLines counts all lines anew.
func tallyLines(ctx context.Context, tx *sql.Tx) (map[tallied]Tally, error) {
	tallies := map[tallied]Tally{}
	add := func(set tallied, l ledger.Line) {
		t := tallies[set]
		t.addLine(l)
		tallies[set] = t
	}
	return tallies, storedLines(ctx, tx, "", nil, func(l ledger.Line) error {
		day := dayOf(millis(l.At))
		add(tallied{linesOfDay, day}, l)
		if l.Close == 0 {
			add(tallied{linesLeft, day}, l)
		} else {
			add(tallied{linesOfRecord, int64(l.Close)}, l)
		}
		return nil
	})
}

// verifyLines holds all lines against their tallies, and returns those.
func verifyLines(ctx context.Context, tx *sql.Tx) (map[tallied]Tally, error) {
	have, err := tallyLines(ctx, tx)
	if err != nil {
		return nil, err
	}
	left := len(have)
	found, err := tx.QueryContext(ctx, "SELECT what, day, n, mix FROM tally WHERE what IN ($1, $2, $3) AND n <> 0", linesOfDay, linesLeft, linesOfRecord)
	type set struct {
		tallied
		Tally
	}
	err = each(found, err, func(s *set) []any { return []any{&s.what, &s.day, &s.N, &s.Mix} }, func(s set) error {
		if have[s.tallied] != s.Tally {
			return Damaged("the list %q of %d has %d entries, its tally says %d", s.what, s.day, have[s.tallied].N, s.N)
		}
		left--
		return nil
	})
	if err == nil && left != 0 {
		err = Damaged("%d lists of lines have no tally", left)
	}
	return have, err
}

// linesDiffer says in which line what stands is not what an attempt's facts make.
func linesDiffer(facts []flow.Event, stand []ledger.Line) string {
	want, err := ledger.Of(facts)
	if err != nil {
		return found(err)
	}
	if len(want) != len(stand) {
		return fmt.Sprintf("it has %d lines, its events make %d", len(stand), len(want))
	}
	for i, l := range stand {
		l.Close = 0
		if l != want[i] {
			return fmt.Sprintf("line %d is %+v, its events say %+v", i+1, l, want[i])
		}
	}
	return ""
}

// countedSince is the key of when lines began to be counted by records.
const countedSince = "lines_since"

// makeLines makes the lines of a journal of before there were any, from its facts: add hears
// those of each attempt. Days before that of the newest one were closed without a number.
type makeLines struct {
	put    *sql.Stmt
	newest int64
}

func (m *makeLines) add(ctx context.Context, facts []flow.Event) error {
	all, err := ledger.Of(facts)
	for _, l := range all {
		if err == nil {
			_, err = m.put.ExecContext(ctx, bindLine(l)...)
		}
		m.newest = max(m.newest, millis(l.At))
	}
	return err
}

func (m *makeLines) end(ctx context.Context, tx *sql.Tx) error {
	if m.newest == 0 {
		return nil
	}
	since := dayStart(dayOf(m.newest))
	if _, err := tx.ExecContext(ctx, countLines, ledger.Before, since); err != nil {
		return err
	}
	return putMeta(ctx, tx, countedSince, fmt.Sprint(since))
}
