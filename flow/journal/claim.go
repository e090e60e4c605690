package journal

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"facetill/flow"
)

// Claim makes this process the driver of an attempt whose driver is gone.
func (j *Journal) Claim(ctx context.Context, no flow.OutTradeNo) (flow.Attempt, error) {
	a, owner, err := row(ctx, j.db, no)
	if err != nil || owner == j.owner.id {
		return a, err
	}
	if j.owner.alive(owner) {
		return flow.Attempt{}, flow.ErrOwned
	}
	claimed := a
	claimed.Epoch++
	err = j.write(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, "UPDATE attempt SET owner = $1, epoch = $2 WHERE out_trade_no = $3 AND epoch = $4 AND owner = $5 AND version = $6",
			j.owner.id, claimed.Epoch, string(no), a.Epoch, owner, a.Version)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n != 1 {
			return errors.Join(flow.ErrOwned, err) // somebody was quicker
		}
		return nil
	})
	if err = j.settle(ctx, claimed, err); err != nil {
		return flow.Attempt{}, j.named(err)
	}
	return claimed, nil
}

// Release lets others drive an attempt.
func (j *Journal) Release(ctx context.Context, a flow.Attempt) error {
	return j.exec(ctx, "UPDATE attempt SET owner = '' WHERE out_trade_no = $1 AND epoch = $2 AND owner = $3", string(a.OutTradeNo), a.Epoch, j.owner.id)
}

func (j *Journal) exec(ctx context.Context, text string, args ...any) error {
	return j.named(j.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, text, args...)
		return err
	}))
}

// Halt writes why new sales stop; "" lifts it.
func (j *Journal) Halt(ctx context.Context, kind flow.HaltKind, why string) error {
	if why == "" {
		return j.exec(ctx, "DELETE FROM halt WHERE kind = $1", string(kind))
	}
	return j.exec(ctx, "INSERT INTO halt (kind, why) VALUES ($1, $2) ON CONFLICT (kind) DO UPDATE SET why = excluded.why", string(kind), why)
}

// Halts gives what stops new sales.
func (j *Journal) Halts(ctx context.Context) (map[flow.HaltKind]string, error) {
	rows, err := j.db.QueryContext(ctx, "SELECT kind, why FROM halt")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[flow.HaltKind]string{}
	for rows.Next() {
		var kind, why string
		if err := rows.Scan(&kind, &why); err != nil {
			return nil, err
		}
		all[flow.HaltKind(kind)] = why
	}
	return all, rows.Err()
}

// Beat says that this process drives open attempts. The row of another process
// whose beat is older goes: only the newest is ever asked for.
func (j *Journal) Beat(ctx context.Context, now time.Time) error {
	return j.named(j.write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM heartbeat WHERE owner <> $1 AND at_ms < $2", j.owner.id, now.UnixMilli()); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO heartbeat (owner, at_ms) VALUES ($1, $2) ON CONFLICT (owner) DO UPDATE SET at_ms = excluded.at_ms",
			j.owner.id, now.UnixMilli())
		return err
	}))
}

// LastBeat is the newest beat of any process; zero when nobody ever drove.
func (j *Journal) LastBeat(ctx context.Context) (time.Time, error) {
	var ms sql.NullInt64
	if err := j.db.QueryRowContext(ctx, "SELECT max(at_ms) FROM heartbeat").Scan(&ms); err != nil || !ms.Valid {
		return time.Time{}, j.named(err)
	}
	return time.UnixMilli(ms.Int64).UTC(), nil
}
