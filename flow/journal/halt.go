package journal

import (
	"context"
	"database/sql"

	"facetill/flow"
)

// Halt writes why new sales stop; "" lifts it.
func (j *Journal) Halt(ctx context.Context, kind flow.HaltKind, why string) error {
	if err := j.medium.MayWrite(ctx); err != nil {
		return err
	}
	return j.Named(j.medium.MustWrite(func() error {
		return j.Write(ctx, func(tx *sql.Tx) error { return j.halt(ctx, tx, kind, why) })
	}))
}

func (j *Journal) halt(ctx context.Context, tx *sql.Tx, kind flow.HaltKind, why string) error {
	_, before, err := halts(ctx, tx)
	if err != nil {
		return err
	}
	if err := agrees(ctx, tx, tallyHalt, 0, before); err != nil {
		return err
	}
	if why == "" {
		_, err = tx.ExecContext(ctx, "DELETE FROM halt WHERE kind = $1", string(kind))
	} else {
		_, err = tx.ExecContext(ctx, "INSERT INTO halt (kind, why) VALUES ($1, $2) ON CONFLICT (kind) DO UPDATE SET why = excluded.why", string(kind), why)
	}
	if err != nil {
		return err
	}
	_, after, err := halts(ctx, tx)
	if err != nil || after == before {
		return err
	}
	_, err = tx.StmtContext(ctx, j.stmt.tally).ExecContext(ctx, tallyHalt, 0, after.N-before.N, after.Mix-before.Mix)
	return err
}

// Halts gives what stops new sales.
func (j *Journal) Halts(ctx context.Context) (all map[flow.HaltKind]string, err error) {
	err = j.View(ctx, func(tx *sql.Tx) error {
		var have Tally
		if all, have, err = halts(ctx, tx); err != nil {
			return err
		}
		return agrees(ctx, tx, tallyHalt, 0, have)
	})
	return all, err
}

func halts(ctx context.Context, tx *sql.Tx) (all map[flow.HaltKind]string, have Tally, err error) {
	rows, err := tx.QueryContext(ctx, "SELECT kind, why FROM halt")
	if err != nil {
		return nil, have, err
	}
	defer rows.Close()
	all = map[flow.HaltKind]string{}
	for rows.Next() {
		var kind, why string
		if err := rows.Scan(&kind, &why); err != nil {
			return nil, have, err
		}
		all[flow.HaltKind(kind)] = why
		have.N++
		have.Mix += mixed(kind, why)
	}
	return all, have, rows.Err()
}
