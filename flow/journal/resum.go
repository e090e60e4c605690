package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"facetill/flow"
)

// summed is the first schema with sums.
const summed = 2

// resum makes every row anew from its events, with its sums, and every list's
// tally. A row is what this version makes of the facts, so an older one may have
// had it otherwise; facts that are not whole stop it.
func resum(ctx context.Context, tx *sql.Tx, have int) error {
	next, err := tx.PrepareContext(ctx, selectRow+"WHERE out_trade_no > $1 ORDER BY out_trade_no LIMIT 1")
	if err != nil {
		return err
	}
	defer next.Close()
	write, err := tx.PrepareContext(ctx, rewriteText())
	if err != nil {
		return err
	}
	defer write.Close()
	facts, err := tx.PrepareContext(ctx, selectEvents)
	if err != nil {
		return err
	}
	defer facts.Close()
	open, order, days := Tally{}, Tally{}, map[int64]Tally{}
	for last := flow.OutTradeNo(""); ; {
		s, err := scannedAsIs(next.QueryRowContext(ctx, string(last)).Scan)
		if errors.Is(err, sql.ErrNoRows) {
			return retally(ctx, tx, open, order, days)
		}
		if err != nil {
			return err
		}
		last = s.a.OutTradeNo
		if have >= summed && s.held != heldSum(last, s.a.Epoch, s.owner) {
			return Damaged("the row of attempt %s does not fit its sum", quoted(last))
		}
		_, a, err := chain(ctx, facts, last, s.head)
		if err != nil {
			return err
		}
		values := append(bind(a)[1:], rowSum(a, s.head), heldSum(last, s.a.Epoch, s.owner), string(last))
		if _, err := write.ExecContext(ctx, values...); err != nil {
			return err
		}
		if pending(a) {
			open.add(last)
		}
		if a.Seq > 0 {
			order.add(last)
		}
		day := dayOf(millis(a.ListedAt()))
		of := days[day]
		of.add(last)
		days[day] = of
	}
}

func rewriteText() string {
	set, n := setText("sum", "held")
	return set + fmt.Sprintf(" WHERE out_trade_no = $%d", n+1)
}

// retally writes the lists' tallies and second copies anew.
func retally(ctx context.Context, tx *sql.Tx, open, order Tally, days map[int64]Tally) error {
	for _, text := range []string{"DELETE FROM tally", "DELETE FROM sale_ref",
		"INSERT INTO sale_ref (ref, out_trade_no) SELECT ref, out_trade_no FROM attempt WHERE ref_minted = 0"} {
		if _, err := tx.ExecContext(ctx, text); err != nil {
			return err
		}
	}
	set := func(what string, day int64, t Tally) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO tally (what, day, n, mix) VALUES ($1, $2, $3, $4)", what, day, t.N, t.Mix)
		return err
	}
	_, stops, err := suspended(ctx, tx)
	if err != nil {
		return err
	}
	facts, err := countFacts(ctx, tx)
	if err != nil {
		return err
	}
	if err := errors.Join(set(tallyOpen, 0, open), set(tallySeq, 0, order), set(tallySuspended, 0, stops), set(tallyFact, 0, facts)); err != nil {
		return err
	}
	for day, t := range days {
		if err := set(tallyDay, day, t); err != nil {
			return err
		}
	}
	return nil
}

// countFacts counts them all anew.
func countFacts(ctx context.Context, tx *sql.Tx) (t Tally, err error) {
	rows, err := tx.QueryContext(ctx, "SELECT hash FROM event")
	if err != nil {
		return t, err
	}
	defer rows.Close()
	for rows.Next() {
		var hash string
		if err := rows.Scan(&hash); err != nil {
			return t, err
		}
		t.N++
		t.Mix += factMix(hash)
	}
	return t, rows.Err()
}
