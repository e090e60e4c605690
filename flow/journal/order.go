package journal

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"facetill/flow"
)

// The journal's order: each attempt has the number after that of the one that was
// opened before it, whatever process opened either. It is given in the
// transaction that opens, of which there is one at a time. The tally of all that
// have a number says which was the last.

// nextSeq is the number of an attempt that is about to be opened.
func (j *Journal) nextSeq(ctx context.Context, tx *sql.Tx) (last int64, err error) {
	err = tx.StmtContext(ctx, j.stmt.lastSeq).QueryRowContext(ctx).Scan(&last)
	if errors.Is(err, sql.ErrNoRows) { // it is the first
		err = nil
	}
	return last + 1, err
}

// Press notes a moment in that order, and what is in flight at it.
func (j *Journal) Press(ctx context.Context, lane string, fee flow.Fen) (p flow.Press, err error) {
	err = j.View(ctx, func(tx *sql.Tx) error {
		last, err := tallied(ctx, tx, tallySeq, 0)
		if err != nil {
			return err
		}
		rows, err := j.pendingIn(ctx, tx)
		for _, s := range rows {
			if s.a.MayDuplicate(lane, fee) {
				p.InFlight = append(p.InFlight, s.a.OutTradeNo)
			}
		}
		p.Seq = last.N
		return err
	})
	return p, err
}

// PossibleDuplicates returns what stops a sale of the same amount on a lane (money rule
// 5.3), newest first. What was never told stops it whatever its age: stricter
// than ten minutes, and no clock is asked.
func (j *Journal) PossibleDuplicates(ctx context.Context, lane string, fee flow.Fen, since flow.Press) (all []flow.PossibleDuplicate, err error) {
	var rows []stored
	err = j.View(ctx, func(tx *sql.Tx) error {
		if rows, err = j.pendingIn(ctx, tx); err != nil {
			return err
		}
		later, err := j.openedAfter(ctx, tx, since.Seq)
		if err != nil {
			return err
		}
		known := map[flow.OutTradeNo]bool{}
		for _, s := range rows {
			known[s.a.OutTradeNo] = true
		}
		later = slices.DeleteFunc(append(later, since.InFlight...), func(no flow.OutTradeNo) bool {
			had := known[no]
			known[no] = true
			return had
		})
		more, err := j.listed(ctx, tx, later)
		rows = append(rows, more...)
		return err
	})
	slices.SortFunc(rows, func(s, t stored) int { return oldestFirst(t.a, s.a) })
	for _, s := range rows {
		if s.a.MayDuplicate(lane, fee) {
			driven := j.medium.Alive(s.owner)
			all = append(all, flow.PossibleDuplicate{Attempt: s.a.AsRead(driven), Driven: driven})
		}
	}
	return all, err
}

// openedAfter returns what was opened after a place in the order, all of it: the
// order has no gaps, so one that a damaged index hides is missed.
func (j *Journal) openedAfter(ctx context.Context, tx *sql.Tx, seq int64) ([]flow.OutTradeNo, error) {
	last, err := tallied(ctx, tx, tallySeq, 0)
	if err != nil {
		return nil, err
	}
	all, err := numbers(ctx, tx, "SELECT out_trade_no FROM attempt WHERE seq > $1 AND seq > 0 ORDER BY seq", seq)
	if err == nil && int64(len(all)) != max(last.N-seq, 0) {
		err = Damaged("after place %d there are %d attempts, the order has %d", seq, len(all), last.N)
	}
	return all, err
}

// verifyOrder holds all that have a place against their tally.
func verifyOrder(ctx context.Context, tx *sql.Tx) error {
	var have Tally
	rows, err := tx.QueryContext(ctx, "SELECT out_trade_no, seq FROM attempt WHERE seq > 0 ORDER BY seq")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var no flow.OutTradeNo
		var seq int64
		if err := rows.Scan((*string)(&no), &seq); err != nil {
			return err
		}
		if have.add(no); seq != have.N {
			return Damaged("attempt %s has place %d in the order, and is number %d", quoted(no), seq, have.N)
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return agrees(ctx, tx, tallySeq, 0, have)
}
