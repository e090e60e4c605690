package journal

import (
	"context"
	"database/sql"
)

// statements are those of every sale, prepared once: their texts name each
// column, and reading them anew would cost as much as the write.
type statements struct {
	insertRow, updateRow, insertEvent, head, row, after, events, tally, saleRef, count, lastSeq *sql.Stmt
}

func (s *statements) prepare(ctx context.Context, db *sql.DB) error {
	const tally = "INSERT INTO tally (what, day, n, mix) VALUES ($1, $2, $3, $4) ON CONFLICT (what, day) DO UPDATE SET n = tally.n + excluded.n, mix = tally.mix + excluded.mix"
	for _, p := range []struct {
		to   **sql.Stmt
		text string
	}{
		{&s.insertRow, insertRow},
		{&s.updateRow, updateRow},
		{&s.insertEvent, "INSERT INTO event (out_trade_no, n, kind, at_ms, epoch, body, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)"},
		{&s.head, "SELECT head, sum FROM attempt WHERE out_trade_no = $1 AND version = $2 AND epoch = $3 AND owner = $4"},
		{&s.row, selectRow + "WHERE out_trade_no = $1"},
		{&s.after, "SELECT out_trade_no FROM attempt WHERE out_trade_no > $1 ORDER BY out_trade_no LIMIT 1"},
		{&s.events, selectEvents},
		{&s.tally, tally},
		{&s.count, tally + " RETURNING n, mix"},
		{&s.lastSeq, "SELECT n FROM tally WHERE what = '" + tallySeq + "' AND day = 0"},
		{&s.saleRef, "INSERT INTO sale_ref (ref, out_trade_no) VALUES ($1, $2)"},
	} {
		var err error
		if *p.to, err = db.PrepareContext(ctx, p.text); err != nil {
			return err
		}
	}
	return nil
}
