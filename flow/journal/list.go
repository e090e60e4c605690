package journal

import (
	"context"
	"database/sql"
	"math"
	"slices"

	"facetill/flow"
)

// List returns attempts, newest first. It goes from day to day, each held against
// its tally: a row that a damaged index hides is missed, and so is a whole day.
func (j *Journal) List(ctx context.Context, f flow.Filter) (all []flow.Attempt, err error) {
	from, to := millis(f.From), int64(1)<<52 // beyond the year 100000
	if !f.To.IsZero() {
		to = f.To.UnixMilli()
	}
	if f.Limit <= 0 {
		f.Limit = math.MaxInt
	}
	err = j.View(ctx, func(tx *sql.Tx) error {
		if !f.RefundsFrom.IsZero() { // sales of any day: they are few
			numbers, err := numbers(ctx, tx, refundsFromText, f.RefundsFrom.UnixMilli())
			if err == nil {
				all, err = j.ofDay(ctx, tx, nil, numbers, f, from, to)
			}
			return err
		}
		return byDay(ctx, tx, soldDays, dayOf(from), dayOf(to-1), func(numbers []flow.OutTradeNo) (more bool, err error) {
			all, err = j.ofDay(ctx, tx, all, numbers, f, from, to)
			return len(all) < f.Limit, err
		})
	})
	return all, err
}

// refundsFromText asks the rows of the refunds themselves, which no index lists by these
// times.
const refundsFromText = `SELECT out_trade_no FROM attempt
  WHERE out_trade_no IN (SELECT out_trade_no FROM refund WHERE begun_wall_ms >= $1 OR done_ms >= $1)
  ORDER BY sold_ms DESC, out_trade_no DESC`

// days are sets with a tally for each day, and the text that asks for what lies between
// two moments, with whether it is there under its own one.
type days struct{ what, text string }

// Each has its time twice, in the index that is sorted by it and in its row.
var (
	soldDays   = days{tallyDay(0).what, "SELECT out_trade_no, sold_ms IS NOT DISTINCT FROM (SELECT r.sold_ms FROM attempt r WHERE r.out_trade_no = i.out_trade_no) FROM attempt i WHERE sold_ms >= $1 AND sold_ms < $2 ORDER BY sold_ms DESC, out_trade_no DESC"}
	refundDays = days{tallyRefundDay(0).what, "SELECT DISTINCT out_trade_no, accepted_ms IS NOT DISTINCT FROM (SELECT r.accepted_ms FROM refund r WHERE r.out_trade_no = i.out_trade_no AND r.place = i.place) FROM refund i WHERE accepted_ms >= $1 AND accepted_ms < $2 AND accepted_ms > 0"}
)

type talliedDay struct {
	day int64
	Tally
}

// byDay hands over the attempts of each day, newest first, while do wants more. What
// lies between two days is in no tally.
func byDay(ctx context.Context, tx *sql.Tx, of days, first, last int64, do func([]flow.OutTradeNo) (more bool, err error)) error {
	found, err := tx.QueryContext(ctx, "SELECT day, n, mix FROM tally WHERE what = $1 AND day >= $2 AND day <= $3 AND n <> 0 ORDER BY day DESC", of.what, first, last)
	all, err := collect(found, err, func(d *talliedDay) []any { return []any{&d.day, &d.N, &d.Mix} })
	if err != nil {
		return err
	}
	end := dayStart(last + 1)
	for _, d := range append(all, talliedDay{day: first}) {
		numbers, err := of.numbers(ctx, tx, d, end)
		if err != nil {
			return err
		}
		if more, err := do(numbers); err != nil || !more {
			return err
		}
		end = dayStart(d.day)
	}
	return nil
}

// numbers returns the attempts between a day's start and end, if they are those of its
// tally.
func (of days) numbers(ctx context.Context, tx *sql.Tx, d talliedDay, end int64) (all []flow.OutTradeNo, err error) {
	found, err := tx.QueryContext(ctx, of.text, dayStart(d.day), end)
	type entry struct {
		no   flow.OutTradeNo
		same bool
	}
	entries, err := collect(found, err, func(e *entry) []any { return []any{(*string)(&e.no), &e.same} })
	if err != nil {
		return nil, err
	}
	var have Tally
	for _, e := range entries {
		if !e.same {
			return nil, Damaged("attempt %s is listed under another time than its own", quoted(e.no))
		}
		have.add(e.no)
		all = append(all, e.no)
	}
	if have != d.Tally {
		return nil, Damaged("day %d has %d attempts, its tally says %d", d.day, have.N, d.N)
	}
	return all, nil
}

// ofDay adds those attempts that the filter lets through.
func (j *Journal) ofDay(ctx context.Context, tx *sql.Tx, all []flow.Attempt, numbers []flow.OutTradeNo, f flow.Filter, from, to int64) ([]flow.Attempt, error) {
	for batch := range slices.Chunk(numbers, 64) {
		found, err := j.rows.listed(ctx, tx, batch)
		if err != nil {
			return nil, err
		}
		for _, s := range found {
			if at := millis(s.a.ListedAt()); at < from || at >= to || !passes(f, s.a) {
				continue
			}
			if all = append(all, j.asRead(s)); len(all) == f.Limit {
				return all, nil
			}
		}
	}
	return all, nil
}

func passes(f flow.Filter, a flow.Attempt) bool {
	return (f.State == "" || a.State == f.State) && (f.Lane == "" || a.Lane == f.Lane) &&
		(f.Cashier == "" || a.Cashier == f.Cashier) && (!f.Resolved || a.ByHand()) && (!f.Refunded || a.AnyBack()) &&
		(f.RefundsFrom.IsZero() || a.Refunds.AnySince(f.RefundsFrom))
}

// Lanes returns the lanes that a journal has sales of.
func Lanes(ctx context.Context, j *Journal) ([]string, error) {
	return viewed(ctx, j, func(ctx context.Context, tx *sql.Tx) ([]string, error) {
		found, err := tx.QueryContext(ctx, "SELECT DISTINCT lane FROM attempt WHERE lane <> '' ORDER BY 1")
		return collect(found, err, func(lane *string) []any { return []any{lane} })
	})
}
