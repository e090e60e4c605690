package journal

import (
	"context"
	"database/sql"
	"errors"
	"maps"

	"facetill/flow"
)

// The first schemas with sums, and with lines.
const (
	summed = 2
	lined  = 6
)

// resum makes every row anew from its events, with its sums, and every list's
// tally. A row is what this version makes of the facts, so an older one may have
// had it otherwise; facts that are not whole stop it. Lines are made once: a record may
// have counted them, whatever a later version would make. The row of what is in an archive
// stays as the version made it that archived it, if it fits the sum of then.
func resum(ctx context.Context, tx *sql.Tx, have int) error {
	// The transaction closes its statements.
	next, err := tx.PrepareContext(ctx, selectRow+"WHERE out_trade_no > $1 ORDER BY out_trade_no LIMIT 1")
	if err != nil {
		return err
	}
	write, err := tx.PrepareContext(ctx, resumRow)
	if err != nil {
		return err
	}
	facts, err := tx.PrepareContext(ctx, selectEvents)
	if err != nil {
		return err
	}
	put, err := tx.PrepareContext(ctx, putRefund)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM refund WHERE out_trade_no NOT IN (SELECT out_trade_no FROM archived)"); err != nil {
		return err
	}
	lines := makeLines{}
	if have < lined {
		if lines.put, err = tx.PrepareContext(ctx, putLine); err != nil {
			return err
		}
	} else if _, err := verifyLines(ctx, tx); err != nil {
		return err
	}
	tallies := map[tallied]Tally{tallyPending: {}, tallyRefunding: {}, tallySeq: {}}
	for last := flow.OutTradeNo(""); ; {
		s, err := scannedAsIs(next.QueryRowContext(ctx, string(last)).Scan)
		if errors.Is(err, sql.ErrNoRows) {
			return errors.Join(lines.end(ctx, tx), retally(ctx, tx, tallies))
		}
		if err != nil {
			return err
		}
		last = s.a.OutTradeNo
		if have >= summed && s.held != heldSum(last, s.a.Epoch, s.owner) {
			return Damaged("the row of attempt %s does not fit its sum", quoted(last))
		}
		a, err := s.kept(ctx, tx, have)
		if a.OutTradeNo == "" && err == nil {
			var chained []flow.Event
			chained, a, err = chain(ctx, facts, last, s.head)
			if err == nil && have < lined {
				err = lines.add(ctx, chained)
			}
		}
		if err != nil {
			return err
		}
		values := append(bind(a)[1:], rowSum(a, s.head), heldSum(last, s.a.Epoch, s.owner), string(last))
		if _, err := write.ExecContext(ctx, values...); err != nil {
			return err
		}
		if err := putRefunds(ctx, put, flow.Attempt{}, a); err != nil {
			return err
		}
		for _, set := range setsOf(a) {
			have := tallies[set]
			have.add(last)
			tallies[set] = have
		}
	}
}

// kept returns an attempt whose facts are in an archive as its row has it, with its refunds;
// the zero Attempt where they are here.
func (s stored) kept(ctx context.Context, tx *sql.Tx, have int) (a flow.Attempt, err error) {
	m, gone, err := markOf(ctx, tx, s.a.OutTradeNo)
	if err != nil || !gone {
		return a, err
	}
	if s.sum != sumOf(columnsOf(columns, have), s.a, s.head) {
		return a, Damaged("the row of attempt %s does not fit its sum", quoted(m.OutTradeNo))
	}
	if err := m.holds(ctx, tx, s); err != nil {
		return a, err
	}
	if len(s.a.Refunds) > 0 {
		found, err := tx.QueryContext(ctx, selectRefunds, string(m.OutTradeNo))
		if err := filled(found, err, &s.a, columnsOf(refundColumns, have)); err != nil {
			return a, err
		}
	}
	return s.a, nil
}

// retally writes the lists' tallies and second copies anew.
func retally(ctx context.Context, tx *sql.Tx, tallies map[tallied]Tally) (err error) {
	if tallies[tallyPerson], err = countPeople(ctx, tx); err != nil {
		return err
	}
	lines, err := tallyLines(ctx, tx)
	if err != nil {
		return err
	}
	maps.Copy(tallies, lines)
	books, err := tallyBooks(ctx, tx)
	if err != nil {
		return err
	}
	maps.Copy(tallies, books)
	archived, err := tallyOfArchives(ctx, tx)
	if err != nil {
		return err
	}
	maps.Copy(tallies, archived)
	for _, text := range []string{"DELETE FROM tally", "DELETE FROM sale_ref",
		"INSERT INTO sale_ref (ref, out_trade_no) SELECT ref, out_trade_no FROM attempt WHERE ref_minted = 0"} {
		if _, err := tx.ExecContext(ctx, text); err != nil {
			return err
		}
	}
	if _, tallies[tallySuspended], err = suspended(ctx, tx); err != nil {
		return err
	}
	if tallies[tallyFact], err = countFacts(ctx, tx); err != nil {
		return err
	}
	for set, t := range tallies {
		if _, err := tx.ExecContext(ctx, "INSERT INTO tally (what, day, n, mix) VALUES ($1, $2, $3, $4)", set.what, set.day, t.N, t.Mix); err != nil {
			return err
		}
	}
	return nil
}

// countFacts counts them all anew, those of archives too: a journal has come as far with
// them as without.
func countFacts(ctx context.Context, tx *sql.Tx) (t Tally, err error) {
	found, err := tx.QueryContext(ctx, "SELECT hash FROM event")
	err = each(found, err, func(hash *string) []any { return []any{hash} }, func(hash string) error {
		t.N++
		t.Mix += factMix(hash)
		return nil
	})
	if err == nil {
		var elsewhere Tally
		_, elsewhere, err = countMarks(ctx, tx)
		t.N += elsewhere.N
		t.Mix += elsewhere.Mix
	}
	return t, err
}
