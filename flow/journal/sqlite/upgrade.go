package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"facetill/flow/journal"
)

// migrate brings the schema up to date. An older journal is copied beside
// itself first; a newer one is left alone.
func (j *Journal) migrate(ctx context.Context, steps []string, create bool) error {
	have, err := journal.SchemaVersion(ctx, j.db)
	if err != nil {
		return err
	}
	newest := len(steps)
	switch {
	case have == newest:
		return nil
	case have > newest:
		return fmt.Errorf("schema %d, this version knows %d: %w", have, newest, journal.ErrNewer)
	case have == 0 && j.lived != "":
		return emptied(j.lived)
	case have == 0 && !create:
		return errUnmade
	case have > 0 && j.OthersLive():
		return fmt.Errorf("schema %d, to be brought to %d: %w", have, newest, journal.ErrInUse)
	case have > 0:
		err := j.copyTo(ctx, fmt.Sprintf("%s.before-schema-%d", j.path, newest), func(string) error { return nil })
		if err != nil && !errors.Is(err, ErrThere) { // one that is there is from before, and stays
			return fmt.Errorf("copy before the migration: %w", err)
		}
	}
	return j.Write(ctx, func(tx *sql.Tx) error { return j.Bring(ctx, tx, steps) })
}

// Made writes the place of a journal that is just being made.
func (j *Journal) Made(ctx context.Context, tx *sql.Tx) error {
	j.created = true
	return j.moveIn(ctx, tx)
}
