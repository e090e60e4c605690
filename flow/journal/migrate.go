package journal

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migration is one step of the schema, in one transaction.
type migration struct {
	version int
	text    string
}

func steps(files fs.FS) ([]migration, error) {
	names, err := fs.Glob(files, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	all := make([]migration, 0, len(names))
	for i, name := range names {
		number := strings.TrimSuffix(strings.TrimPrefix(name, "migrations/"), ".sql")
		v, err := strconv.Atoi(number)
		if err != nil || v != i+1 {
			return nil, fmt.Errorf("migration %s is not number %d", name, i+1)
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		all = append(all, migration{v, string(text)})
	}
	return all, nil
}

// migrate brings the schema up to date. An older journal is copied beside
// itself first; a newer one is left alone.
func (j *Journal) migrate(ctx context.Context, files fs.FS, create bool) error {
	all, err := steps(files)
	if err != nil {
		return err
	}
	have, err := schemaVersion(ctx, j.db)
	if err != nil {
		return err
	}
	newest := all[len(all)-1].version
	switch {
	case have == newest:
		return nil
	case have > newest:
		return fmt.Errorf("schema %d, this version knows %d: %w", have, newest, ErrNewer)
	case have == 0 && !create:
		return ErrDamaged
	case have > 0:
		if err := j.copyTo(ctx, fmt.Sprintf("%s.before-schema-%d", j.path, newest)); err != nil {
			return fmt.Errorf("copy before the migration: %w", err)
		}
	}
	return j.write(ctx, func(tx *sql.Tx) error { return j.bring(ctx, tx, all) })
}

// bring runs the steps that are missing, and sums up what then stands there. All
// is one transaction: a step that fails leaves the journal as it was.
func (j *Journal) bring(ctx context.Context, tx *sql.Tx, all []migration) error {
	// Another process may have been quicker, so the version is read once more.
	have, err := schemaVersion(ctx, tx)
	if err != nil || have >= len(all) {
		return err
	}
	for _, m := range all[have:] {
		if _, err := tx.ExecContext(ctx, m.text); err != nil {
			return fmt.Errorf("migration %d: %w", m.version, err)
		}
	}
	if have == 0 {
		id, err := newID()
		if err != nil {
			return err
		}
		if _, err = tx.ExecContext(ctx, "INSERT INTO meta (key, value) VALUES ('schema', ''), ('journal_id', $1)", id); err != nil {
			return err
		}
		j.created = true
	} else if err := resum(ctx, tx, have); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE meta SET value = $1 WHERE key = 'schema'", strconv.Itoa(len(all))); err != nil {
		return err
	}
	return seal(ctx, tx)
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

// asker is the database, or one transaction of it.
type asker interface {
	QueryRowContext(ctx context.Context, text string, args ...any) *sql.Row
}

// schemaVersion is 0 for an empty file.
func schemaVersion(ctx context.Context, q asker) (int, error) {
	var tables int
	if err := q.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master").Scan(&tables); err != nil || tables == 0 {
		return 0, err
	}
	var text string
	if err := q.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'schema'").Scan(&text); err != nil {
		return 0, fmt.Errorf("%w (%v)", ErrDamaged, err)
	}
	v, err := strconv.Atoi(text)
	if err != nil || v < 1 {
		return 0, fmt.Errorf("%w (schema is %q)", ErrDamaged, text)
	}
	return v, nil
}

// write runs f in one transaction. An error of the commit itself is errCommit:
// whether it happened is not known.
func (j *Journal) write(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := j.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := f(tx); err != nil {
		_ = tx.Rollback()
		return err
	}
	if err := j.commit(tx); err != nil {
		return &errCommit{err}
	}
	return nil
}

// errCommit is a commit that failed: in doubt.
type errCommit struct{ err error }

func (e *errCommit) Error() string { return "commit: " + e.err.Error() }
func (e *errCommit) Unwrap() error { return e.err }
