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
	s, err := viewed(ctx, j, func(ctx context.Context, tx *sql.Tx) (s stored, err error) {
		if s, err = j.rows.one(ctx, tx, no); err == nil {
			err = archivedError(ctx, tx, no)
		}
		return s, err
	})
	a, owner := s.a, s.owner
	if err != nil || owner == j.medium.Driver() {
		return a, err
	}
	if j.medium.Alive(owner) {
		return flow.Attempt{}, flow.ErrOwned
	}
	if err := j.medium.MayGoOn(ctx, true); err != nil {
		return flow.Attempt{}, err
	}
	claimed := a
	claimed.Epoch++
	claimed.Adoptions, claimed.AdoptedAt = j.medium.Adoptions() // it may have been adopted since it was read
	claim := func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, "UPDATE attempt SET owner = $1, epoch = $2, held = $3 WHERE out_trade_no = $4 AND epoch = $5 AND owner = $6 AND version = $7",
			j.medium.Driver(), claimed.Epoch, heldSum(no, claimed.Epoch, j.medium.Driver()), string(no), a.Epoch, owner, a.Version)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n != 1 {
			return errors.Join(flow.ErrOwned, err) // somebody was quicker
		}
		return nil
	}
	if err = j.medium.MustWrite(func() error { return j.settle(ctx, claimed, j.Write(ctx, claim)) }); err != nil {
		return flow.Attempt{}, j.Named(err)
	}
	return claimed, nil
}

// Release lets others drive an attempt.
func (j *Journal) Release(ctx context.Context, a flow.Attempt) error {
	if j.medium.MayWrite(ctx) != nil {
		return nil // it has nothing
	}
	return j.Named(j.medium.MustWrite(func() error {
		return j.Write(ctx, func(tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, "UPDATE attempt SET owner = '', held = $1 WHERE out_trade_no = $2 AND epoch = $3 AND owner = $4",
				heldSum(a.OutTradeNo, a.Epoch, ""), string(a.OutTradeNo), a.Epoch, j.medium.Driver())
			return err
		})
	}))
}

// Beat records that this process drives open attempts. The row of another process
// whose beat is older goes: only the newest is ever asked for.
func (j *Journal) Beat(ctx context.Context, now time.Time) error {
	if err := j.medium.MayWrite(ctx); err != nil {
		return err
	}
	return j.Named(j.Write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM heartbeat WHERE owner <> $1 AND at_ms < $2", j.medium.Driver(), now.UnixMilli()); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO heartbeat (owner, at_ms) VALUES ($1, $2) ON CONFLICT (owner) DO UPDATE SET at_ms = excluded.at_ms",
			j.medium.Driver(), now.UnixMilli())
		return err
	}))
}

// LastBeat is the newest beat of any process; zero when nobody ever drove.
func (j *Journal) LastBeat(ctx context.Context) (time.Time, error) {
	var ms sql.NullInt64
	if err := j.db.QueryRowContext(ctx, "SELECT max(at_ms) FROM heartbeat").Scan(&ms); err != nil || !ms.Valid {
		return time.Time{}, j.Named(err)
	}
	return time.UnixMilli(ms.Int64).UTC(), nil
}
