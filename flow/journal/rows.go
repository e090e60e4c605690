package journal

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"facetill/flow"
)

// rows are the attempts and what is kept beside them, as a transaction that somebody
// else has begun reads and writes them: they know no medium and no driver. Their
// statements are those of every sale, prepared once: the texts name each column, and
// to read them anew would cost as much as the write.
type rows struct {
	insertRow, updateRow, insertEvent, head, row, after, events, tally, saleRef, count, lastSeq, refunds, putRefund, putLine *sql.Stmt

	adoptions func() (times int, last Adoption) // of the journal, for each attempt that is read
}

func (r *rows) prepare(ctx context.Context, db *sql.DB) error {
	const tally = "INSERT INTO tally (what, day, n, mix) VALUES ($1, $2, $3, $4) ON CONFLICT (what, day) DO UPDATE SET n = tally.n + excluded.n, mix = tally.mix + excluded.mix"
	for _, p := range []struct {
		to   **sql.Stmt
		text string
	}{
		{&r.insertRow, insertRow},
		{&r.updateRow, updateRow},
		{&r.insertEvent, "INSERT INTO event (out_trade_no, n, kind, at_ms, epoch, body, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)"},
		{&r.head, "SELECT head, sum FROM attempt WHERE out_trade_no = $1 AND version = $2 AND epoch = $3 AND owner = $4"},
		{&r.row, selectRow + "WHERE out_trade_no = $1"},
		{&r.after, "SELECT out_trade_no FROM attempt WHERE out_trade_no > $1 ORDER BY out_trade_no LIMIT 1"},
		{&r.events, selectEvents},
		{&r.tally, tally},
		{&r.count, tally + " RETURNING n, mix"},
		{&r.lastSeq, "SELECT n FROM tally WHERE what = '" + tallySeq.what + "' AND day = 0"},
		{&r.refunds, selectRefunds},
		{&r.putRefund, putRefund},
		{&r.putLine, putLine},
		{&r.saleRef, "INSERT INTO sale_ref (ref, out_trade_no) VALUES ($1, $2)"},
	} {
		var err error
		if *p.to, err = db.PrepareContext(ctx, p.text); err != nil {
			return err
		}
	}
	return nil
}

// exec runs a prepared statement in a transaction.
func exec(ctx context.Context, tx *sql.Tx, s *sql.Stmt, args ...any) error {
	_, err := tx.StmtContext(ctx, s).ExecContext(ctx, args...)
	return err
}

// insert writes the row of a new attempt, and all that is kept beside it.
func (r *rows) insert(ctx context.Context, tx *sql.Tx, a flow.Attempt, owner, head string) error {
	values := append(bind(a), a.Epoch, owner, head, rowSum(a, head), heldSum(a.OutTradeNo, a.Epoch, owner))
	if err := exec(ctx, tx, r.insertRow, values...); err != nil {
		return err
	}
	if !a.RefMinted {
		if err := exec(ctx, tx, r.saleRef, a.Sale.Ref, string(a.OutTradeNo)); err != nil {
			return err
		}
	}
	return r.moved(ctx, tx, flow.Attempt{}, a)
}

// one reads an attempt. One that has events and no row was lost: not unknown.
func (r *rows) one(ctx context.Context, tx *sql.Tx, no flow.OutTradeNo) (stored, error) {
	return r.by(ctx, tx, tx.StmtContext(ctx, r.row), no)
}

// by reads an attempt with a statement of the transaction: one is kept until that ends.
func (r *rows) by(ctx context.Context, tx *sql.Tx, row *sql.Stmt, no flow.OutTradeNo) (stored, error) {
	s, err := scanned(row.QueryRowContext(ctx, string(no)).Scan)
	if !errors.Is(err, sql.ErrNoRows) {
		if err == nil && s.a.OutTradeNo != no {
			err = Damaged("the row of attempt %s is not where it belongs", quoted(no))
		}
		if err == nil {
			err = r.fill(ctx, tx, &s.a)
		}
		s.a.Adoptions, s.a.AdoptedAt = r.adoptions()
		return s, err
	}
	var n int
	err = tx.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM event WHERE out_trade_no = $1) + coalesce((SELECT events FROM archived WHERE out_trade_no = $1), 0)", string(no)).Scan(&n)
	switch {
	case err != nil:
		return stored{}, err
	case n > 0:
		return stored{}, Damaged("attempt %s has %d events and no row", quoted(no), n)
	}
	return stored{}, flow.ErrUnknown
}

// listed reads the rows of numbers that an index gave. The engine itself would
// skip a row that the index names and the table has not.
func (r *rows) listed(ctx context.Context, tx *sql.Tx, numbers []flow.OutTradeNo) ([]stored, error) {
	all := make([]stored, 0, len(numbers))
	row := tx.StmtContext(ctx, r.row)
	for _, no := range numbers {
		s, err := r.by(ctx, tx, row, no)
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

// ofRef returns the attempts of a reference. Two lists of them must agree: an
// attempt that is hidden could be charged again. A minted reference is the
// number of its one attempt.
func (r *rows) ofRef(ctx context.Context, tx *sql.Tx, ref string) ([]stored, error) {
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
	all, err := r.listed(ctx, tx, one)
	if err != nil {
		return nil, err
	}
	minted, err := r.one(ctx, tx, flow.OutTradeNo(ref))
	switch {
	case errors.Is(err, flow.ErrUnknown):
		return all, nil
	case err == nil && minted.a.RefMinted:
		all = append(all, minted)
	}
	return all, err
}

// pending returns everything that is pending, unsorted.
func (r *rows) pending(ctx context.Context, tx *sql.Tx) ([]stored, error) {
	return r.tallied(ctx, tx, tallyPending, "SELECT out_trade_no FROM attempt WHERE pending = 1")
}

// tallied returns the attempts of a set, which text asks for, if they are those of its
// tally.
func (r *rows) tallied(ctx context.Context, tx *sql.Tx, set tallied, text string) ([]stored, error) {
	found, err := numbers(ctx, tx, text)
	if err != nil {
		return nil, err
	}
	var have Tally
	for _, no := range found {
		have.add(no)
	}
	if err := agrees(ctx, tx, set, have); err != nil {
		return nil, err
	}
	return r.listed(ctx, tx, found)
}

// numbers returns the first column of a query.
func numbers(ctx context.Context, tx *sql.Tx, text string, args ...any) ([]flow.OutTradeNo, error) {
	found, err := tx.QueryContext(ctx, text, args...)
	return collect(found, err, func(no *flow.OutTradeNo) []any { return []any{(*string)(no)} })
}

// collect returns the rows of a query.
func collect[T any](found *sql.Rows, err error, into func(*T) []any) (all []T, _ error) {
	err = each(found, err, into, func(one T) error {
		all = append(all, one)
		return nil
	})
	return all, err
}

// each reads one row of a query after the other, into what into returns of it, until
// do fails.
func each[T any](found *sql.Rows, err error, into func(*T) []any, do func(T) error) error {
	if err != nil {
		return err
	}
	defer found.Close()
	for found.Next() {
		var one T
		if err := found.Scan(into(&one)...); err != nil {
			return err
		}
		if err := do(one); err != nil {
			return err
		}
	}
	return found.Err()
}
