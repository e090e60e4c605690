package journal

import (
	"context"
	"database/sql"

	"facetill/flow"
)

// SuspendSales writes why new sales stop; "" lifts it.
func (j *Journal) SuspendSales(ctx context.Context, kind flow.Suspension, why string) error {
	if err := j.medium.MayWrite(ctx); err != nil {
		return err
	}
	return j.Named(j.medium.MustWrite(func() error {
		return j.Write(ctx, func(tx *sql.Tx) error { return j.suspend(ctx, tx, kind, why) })
	}))
}

func (j *Journal) suspend(ctx context.Context, tx *sql.Tx, kind flow.Suspension, why string) error {
	_, before, err := suspended(ctx, tx)
	if err != nil {
		return err
	}
	if err := agrees(ctx, tx, tallySuspended, 0, before); err != nil {
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
	_, after, err := suspended(ctx, tx)
	if err != nil || after == before {
		return err
	}
	_, err = tx.StmtContext(ctx, j.stmt.tally).ExecContext(ctx, tallySuspended, 0, after.N-before.N, after.Mix-before.Mix)
	return err
}

// SalesSuspended returns what stops new sales.
func (j *Journal) SalesSuspended(ctx context.Context) (all map[flow.Suspension]string, err error) {
	err = j.View(ctx, func(tx *sql.Tx) error {
		var have Tally
		if all, have, err = suspended(ctx, tx); err != nil {
			return err
		}
		return agrees(ctx, tx, tallySuspended, 0, have)
	})
	return all, err
}

func suspended(ctx context.Context, tx *sql.Tx) (all map[flow.Suspension]string, have Tally, err error) {
	rows, err := tx.QueryContext(ctx, "SELECT kind, why FROM halt")
	found, err := collect(rows, err, func(s *[2]string) []any { return []any{&s[0], &s[1]} })
	all = map[flow.Suspension]string{}
	for _, s := range found {
		all[flow.Suspension(s[0])] = s[1]
		have.N++
		have.Mix += mixed(s[0], s[1])
	}
	return all, have, err
}
