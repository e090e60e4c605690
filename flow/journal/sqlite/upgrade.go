package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

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
		if err := j.copyTo(ctx, fmt.Sprintf("%s.before-schema-%d", j.path, newest)); err != nil {
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

// copyTo makes a copy that only its owner can read. It gets its name when it is
// whole and on the disk, so a name never stands for half a copy; one that is
// there already is from before, and stays.
func (j *Journal) copyTo(ctx context.Context, path string) error {
	part, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".part-*")
	if err != nil {
		return err
	}
	defer os.Remove(part.Name())
	_, err = j.db.ExecContext(ctx, "VACUUM INTO $1", part.Name())
	if err = errors.Join(err, part.Sync(), part.Close()); err != nil {
		return err
	}
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	return os.Rename(part.Name(), path)
}
