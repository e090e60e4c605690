package journal

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"facetill/flow"
)

// View runs f as of one moment. What it meets is told with the path and by name.
func (j *Journal) View(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := j.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return j.Named(err)
	}
	defer func() { _ = tx.Rollback() }()
	return j.Named(f(tx))
}

// row reads an attempt. One that has events and no row was lost: not unknown.
func (j *Journal) row(ctx context.Context, tx *sql.Tx, no flow.OutTradeNo) (stored, error) {
	s, err := scanned(tx.StmtContext(ctx, j.stmt.row).QueryRowContext(ctx, string(no)).Scan)
	if !errors.Is(err, sql.ErrNoRows) {
		if err == nil && s.a.OutTradeNo != no {
			err = Damaged("the row of attempt %s is not where it belongs", quoted(no))
		}
		return s, err
	}
	var n int
	err = tx.QueryRowContext(ctx, "SELECT count(*) FROM event WHERE out_trade_no = $1", string(no)).Scan(&n)
	switch {
	case err != nil:
		return stored{}, err
	case n > 0:
		return stored{}, Damaged("attempt %s has %d events and no row", quoted(no), n)
	}
	return stored{}, flow.ErrUnknown
}

func (j *Journal) one(ctx context.Context, no flow.OutTradeNo) (s stored, err error) {
	err = j.View(ctx, func(tx *sql.Tx) error {
		s, err = j.row(ctx, tx, no)
		return err
	})
	return s, err
}

// listed reads the rows of numbers that an index gave. The engine itself would
// skip a row that the index names and the table has not.
func (j *Journal) listed(ctx context.Context, tx *sql.Tx, numbers []flow.OutTradeNo) ([]stored, error) {
	all := make([]stored, 0, len(numbers))
	for _, no := range numbers {
		s, err := j.row(ctx, tx, no)
		if errors.Is(err, flow.ErrUnknown) {
			err = Damaged("attempt %s is in a list and nowhere else", quoted(no))
		}
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

// numbers returns the first column of a query.
func numbers(ctx context.Context, tx *sql.Tx, text string, args ...any) ([]flow.OutTradeNo, error) {
	rows, err := tx.QueryContext(ctx, text, args...)
	return collect(rows, err, func(no *flow.OutTradeNo) []any { return []any{(*string)(no)} })
}

// collect reads all rows of a query, each into what into returns of it.
func collect[T any](rows *sql.Rows, err error, into func(*T) []any) (all []T, _ error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var one T
		if err := rows.Scan(into(&one)...); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// Read returns an attempt and whether its driver lives.
func (j *Journal) Read(ctx context.Context, no flow.OutTradeNo) (flow.Attempt, bool, error) {
	s, err := j.one(ctx, no)
	driven := err == nil && j.medium.Alive(s.owner)
	return s.a.AsRead(driven), driven, err
}

// asRead is a row as a reader sees it. Only of a charge that was not told is its
// driver asked for: that costs a look at a file.
func (j *Journal) asRead(s stored) flow.Attempt {
	if s.a.State != flow.Paid || s.a.Shown {
		return s.a
	}
	return s.a.AsRead(j.medium.Alive(s.owner))
}

// Sale returns all attempts of a sale, oldest first.
func (j *Journal) Sale(ctx context.Context, k flow.SaleKey) (all []flow.Attempt, err error) {
	err = j.View(ctx, func(tx *sql.Tx) error {
		rows, err := j.ofRef(ctx, tx, k.Ref)
		for _, s := range rows {
			if s.a.Sale == k {
				all = append(all, j.asRead(s))
			}
		}
		return err
	})
	slices.SortFunc(all, oldestFirst)
	return all, err
}

// ofRef returns the attempts of a reference. Two lists of them must agree: an
// attempt that is hidden could be charged again. A minted reference is the
// number of its one attempt.
func (j *Journal) ofRef(ctx context.Context, tx *sql.Tx, ref string) ([]stored, error) {
	one, err := numbers(ctx, tx, "SELECT out_trade_no FROM attempt WHERE ref = $1 AND ref_minted = 0 ORDER BY out_trade_no", ref)
	if err != nil {
		return nil, err
	}
	other, err := numbers(ctx, tx, "SELECT out_trade_no FROM sale_ref WHERE ref = $1 ORDER BY out_trade_no", ref)
	if err != nil {
		return nil, err
	}
	if !slices.Equal(one, other) {
		return nil, Damaged("of this reference there are %d attempts in one list and %d in the other", len(one), len(other))
	}
	rows, err := j.listed(ctx, tx, one)
	if err != nil {
		return nil, err
	}
	minted, err := j.row(ctx, tx, flow.OutTradeNo(ref))
	switch {
	case errors.Is(err, flow.ErrUnknown):
		return rows, nil
	case err == nil && minted.a.RefMinted:
		rows = append(rows, minted)
	}
	return rows, err
}

// oldestFirst goes by the journal's order, in which what an older version wrote
// has no place: it comes first.
func oldestFirst(a, b flow.Attempt) int {
	return cmp.Or(cmp.Compare(a.Seq, b.Seq), cmp.Compare(millis(a.OpenedAt), millis(b.OpenedAt)), cmp.Compare(a.OutTradeNo, b.OutTradeNo))
}

// pending returns everything that is pending, oldest first, and whether its
// drivers live.
func (j *Journal) pending(ctx context.Context) (rows []stored, err error) {
	err = j.View(ctx, func(tx *sql.Tx) error {
		rows, err = j.pendingIn(ctx, tx)
		return err
	})
	slices.SortFunc(rows, func(s, t stored) int { return oldestFirst(s.a, t.a) })
	return rows, err
}

func (j *Journal) pendingIn(ctx context.Context, tx *sql.Tx) ([]stored, error) {
	all, err := numbers(ctx, tx, "SELECT out_trade_no FROM attempt WHERE pending = 1")
	if err != nil {
		return nil, err
	}
	var have Tally
	for _, no := range all {
		have.add(no)
	}
	if err := agrees(ctx, tx, tallyOpen, 0, have); err != nil {
		return nil, err
	}
	return j.listed(ctx, tx, all)
}

// Pending returns what must be driven, oldest first.
func (j *Journal) Pending(ctx context.Context) (all []flow.Attempt, err error) {
	rows, err := j.pending(ctx)
	for _, s := range rows {
		if s.a.Open() || s.a.State == flow.Refused || !j.medium.Alive(s.owner) {
			all = append(all, j.asRead(s))
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
	err = j.View(ctx, func(tx *sql.Tx) error {
		exact := fmt.Sprintf("SELECT out_trade_no FROM attempt WHERE out_trade_no = $1 OR (ref = $1 AND ref_minted = 0) OR (tail_tx = $2 AND tail_tx <> '' AND transaction_id = $1) ORDER BY opened_ms DESC LIMIT %d", mostFound)
		found, err := numbers(ctx, tx, exact, text, tail)
		if digits := strings.Trim(text, "0123456789") == ""; err == nil && len(found) == 0 && digits && len(text) >= fewestDigits && len(text) <= tailDigits {
			found, err = numbers(ctx, tx, fmt.Sprintf("SELECT out_trade_no FROM attempt WHERE (tail >= $1 AND tail < $2) OR (tail_tx <> '' AND tail_tx >= $1 AND tail_tx < $2) ORDER BY opened_ms DESC LIMIT %d", mostFound),
				tail, tail+":") // ':' comes right after '9'
		}
		if err != nil {
			return err
		}
		rows, err := j.listed(ctx, tx, found)
		for _, s := range rows {
			all = append(all, j.asRead(s))
		}
		return err
	})
	return all, err
}
