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
		return j.Write(ctx, func(tx *sql.Tx) error { return j.rows.suspend(ctx, tx, kind, why) })
	}))
}

func (r *rows) suspend(ctx context.Context, tx *sql.Tx, kind flow.Suspension, why string) error {
	_, before, err := suspended(ctx, tx)
	if err != nil {
		return err
	}
	if err := agrees(ctx, tx, tallySuspended, before); err != nil {
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
	return exec(ctx, tx, r.tally, tallySuspended.what, tallySuspended.day, after.N-before.N, after.Mix-before.Mix)
}

// SalesSuspended returns what stops new sales.
func (j *Journal) SalesSuspended(ctx context.Context) (map[flow.Suspension]string, error) {
	return viewed(ctx, j, salesSuspended)
}

func salesSuspended(ctx context.Context, tx *sql.Tx) (map[flow.Suspension]string, error) {
	all, have, err := suspended(ctx, tx)
	if err == nil {
		err = agrees(ctx, tx, tallySuspended, have)
	}
	return all, err
}

func suspended(ctx context.Context, tx *sql.Tx) (all map[flow.Suspension]string, have Tally, err error) {
	found, err := tx.QueryContext(ctx, "SELECT kind, why FROM halt")
	words, err := collect(found, err, func(s *[2]string) []any { return []any{&s[0], &s[1]} })
	all = map[flow.Suspension]string{}
	for _, s := range words {
		all[flow.Suspension(s[0])] = s[1]
		have.N++
		have.Mix += mixed(s[0], s[1])
	}
	return all, have, err
}
