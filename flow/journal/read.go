package journal

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"facetill/flow"
)

// View runs f as of one moment. What it meets is named, with the path.
func (j *Journal) View(ctx context.Context, f func(*sql.Tx) error) error {
	return j.Named(j.view(ctx, f))
}

func (j *Journal) view(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := j.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	return f(tx)
}

// viewed returns what f reads as of one moment.
func viewed[T any](ctx context.Context, j *Journal, f func(context.Context, *sql.Tx) (T, error)) (read T, err error) {
	err = j.View(ctx, func(tx *sql.Tx) error {
		read, err = f(ctx, tx)
		return err
	})
	return read, err
}

func (j *Journal) one(ctx context.Context, no flow.OutTradeNo) (stored, error) {
	return viewed(ctx, j, func(ctx context.Context, tx *sql.Tx) (stored, error) { return j.rows.one(ctx, tx, no) })
}

// Read returns an attempt and whether its driver lives.
func (j *Journal) Read(ctx context.Context, no flow.OutTradeNo) (flow.Attempt, bool, error) {
	s, err := j.one(ctx, no)
	driven := err == nil && j.medium.Alive(s.owner)
	return s.a.AsRead(driven), driven, err
}

// asRead is a row as a reader sees it. Only of a charge that was not shown is its
// driver asked for: that costs a look at a file.
func (j *Journal) asRead(s stored) flow.Attempt {
	if s.a.State != flow.Paid || s.a.Shown {
		return s.a
	}
	return s.a.AsRead(j.medium.Alive(s.owner))
}

// Sale returns all attempts of a sale, oldest first.
func (j *Journal) Sale(ctx context.Context, k flow.SaleKey) (all []flow.Attempt, err error) {
	found, err := viewed(ctx, j, func(ctx context.Context, tx *sql.Tx) ([]stored, error) { return j.rows.ofRef(ctx, tx, k.Ref) })
	for _, s := range found {
		if s.a.Sale == k {
			all = append(all, j.asRead(s))
		}
	}
	slices.SortFunc(all, oldestFirst)
	return all, err
}

// oldestFirst goes by the journal's sequence, in which what an older version wrote
// has no place: it comes first.
func oldestFirst(a, b flow.Attempt) int {
	return cmp.Or(cmp.Compare(a.Seq, b.Seq), cmp.Compare(millis(a.OpenedAt), millis(b.OpenedAt)), cmp.Compare(a.OutTradeNo, b.OutTradeNo))
}

// pending returns everything that is pending, oldest first.
func (j *Journal) pending(ctx context.Context) ([]stored, error) {
	found, err := viewed(ctx, j, j.rows.pending)
	slices.SortFunc(found, func(s, t stored) int { return oldestFirst(s.a, t.a) })
	return found, err
}

// Pending returns what must be driven, oldest first.
func (j *Journal) Pending(ctx context.Context) (all []flow.Attempt, err error) {
	found, err := j.pending(ctx)
	for _, s := range found {
		a := j.asRead(s) // a charge that nobody drives is unclaimed, and open
		left := a.State == flow.Opened || a.State == flow.Identified
		if a.Open() || a.State == flow.Refused || left && !j.medium.Alive(s.owner) {
			all = append(all, a)
		}
	}
	return all, err
}

// fewestDigits and mostFound bound a look-up by last digits.
const (
	fewestDigits = 4
	mostFound    = 20
)

// Find looks for a number as people give it.
func (j *Journal) Find(ctx context.Context, text string) (all []flow.Attempt, err error) {
	tail := reversed(text)
	found, err := viewed(ctx, j, func(ctx context.Context, tx *sql.Tx) ([]stored, error) {
		exact := fmt.Sprintf("SELECT out_trade_no FROM attempt WHERE out_trade_no = $1 OR (ref = $1 AND ref_minted = 0) OR (tail_tx = $2 AND tail_tx <> '' AND transaction_id = $1) ORDER BY opened_ms DESC LIMIT %d", mostFound)
		found, err := numbers(ctx, tx, exact, text, tail)
		if digits := strings.Trim(text, "0123456789") == ""; err == nil && digits && len(text) >= fewestDigits && len(text) <= tailDigits {
			var ending []flow.OutTradeNo
			ending, err = numbers(ctx, tx, fmt.Sprintf("SELECT out_trade_no FROM attempt WHERE (tail >= $1 AND tail < $2) OR (tail_tx <> '' AND tail_tx >= $1 AND tail_tx < $2) ORDER BY opened_ms DESC LIMIT %d", mostFound),
				tail, tail+":") // ':' comes right after '9'
			found = append(found, slices.DeleteFunc(ending, func(no flow.OutTradeNo) bool { return slices.Contains(found, no) })...)
		}
		if err == nil && len(found) == 0 {
			found, err = ofRefund(ctx, tx, text)
		}
		if err != nil {
			return nil, err
		}
		return j.rows.listed(ctx, tx, found)
	})
	for _, s := range found {
		all = append(all, j.asRead(s))
	}
	return all, err
}
