package journal

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"facetill/flow"
)

// The journal's sequence: each attempt has the number after that of the one that was
// opened before it, whatever process opened either. It is given in the
// transaction that opens, of which there is one at a time. The tally of all that
// have a number says which was the last.

// nextSeq is the number of an attempt that is about to be opened.
func (r *rows) nextSeq(ctx context.Context, tx *sql.Tx) (last int64, err error) {
	err = tx.StmtContext(ctx, r.lastSeq).QueryRowContext(ctx).Scan(&last)
	if errors.Is(err, sql.ErrNoRows) { // it is the first
		err = nil
	}
	return last + 1, err
}

// Press notes a moment in that sequence, and what is in flight at it.
func (j *Journal) Press(ctx context.Context, lane string, fee flow.Fen) (flow.Press, error) {
	return viewed(ctx, j, func(ctx context.Context, tx *sql.Tx) (p flow.Press, err error) {
		last, err := tallySeq.tally(ctx, tx)
		if err != nil {
			return p, err
		}
		pending, err := j.rows.pending(ctx, tx)
		for _, s := range pending {
			if s.a.MayDuplicate(lane, fee) {
				p.InFlight = append(p.InFlight, s.a.OutTradeNo)
			}
		}
		p.Seq = last.N
		return p, err
	})
}

// PossibleDuplicates returns what stops a sale of the same amount on a lane (money rule
// 5.3), newest first. What was never shown stops it whatever its age: stricter
// than ten minutes, and no clock is asked.
func (j *Journal) PossibleDuplicates(ctx context.Context, lane string, fee flow.Fen, since flow.Press) (all []flow.PossibleDuplicate, err error) {
	found, err := viewed(ctx, j, func(ctx context.Context, tx *sql.Tx) ([]stored, error) {
		pending, err := j.rows.pending(ctx, tx)
		if err != nil {
			return nil, err
		}
		later, err := openedAfter(ctx, tx, since.Seq)
		if err != nil {
			return nil, err
		}
		known := map[flow.OutTradeNo]bool{}
		for _, s := range pending {
			known[s.a.OutTradeNo] = true
		}
		later = slices.DeleteFunc(append(later, since.InFlight...), func(no flow.OutTradeNo) bool {
			had := known[no]
			known[no] = true
			return had
		})
		more, err := j.rows.listed(ctx, tx, later)
		return append(pending, more...), err
	})
	slices.SortFunc(found, func(s, t stored) int { return oldestFirst(t.a, s.a) })
	for _, s := range found {
		if s.a.MayDuplicate(lane, fee) {
			driven := j.medium.Alive(s.owner)
			all = append(all, flow.PossibleDuplicate{Attempt: s.a.AsRead(driven), Driven: driven})
		}
	}
	return all, err
}

// openedAfter returns what was opened after a place in the sequence, all of it: the
// sequence has no gaps, so one that a damaged index hides is missed.
func openedAfter(ctx context.Context, tx *sql.Tx, seq int64) ([]flow.OutTradeNo, error) {
	last, err := tallySeq.tally(ctx, tx)
	if err != nil {
		return nil, err
	}
	all, err := numbers(ctx, tx, "SELECT out_trade_no FROM attempt WHERE seq > $1 AND seq > 0 ORDER BY seq", seq)
	if err == nil && int64(len(all)) != max(last.N-seq, 0) {
		err = Damaged("after place %d there are %d attempts, the sequence has %d", seq, len(all), last.N)
	}
	return all, err
}
