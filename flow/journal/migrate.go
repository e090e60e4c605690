package journal

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// Migrations are the steps, for Steps.
//
//go:embed migrations/*.sql
var Migrations embed.FS

// Migration is one step of the schema, in one transaction.
type Migration struct {
	version int
	text    string
}

// Steps reads the migrations of a file system, which have to be numbered from 1.
func Steps(files fs.FS) ([]Migration, error) {
	names, err := fs.Glob(files, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	all := make([]Migration, 0, len(names))
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
		all = append(all, Migration{v, string(text)})
	}
	return all, nil
}

// Bring runs the steps that are missing, and sums up what then stands there. All
// is one transaction: a step that fails leaves the journal as it was.
func (j *Journal) Bring(ctx context.Context, tx *sql.Tx, all []Migration) error {
	// Another process may have been quicker, so the version is read once more.
	have, err := SchemaVersion(ctx, tx)
	if err != nil || have >= len(all) {
		return err
	}
	if have > 0 && j.medium.OthersLive() {
		return ErrInUse
	}
	for _, m := range all[have:] {
		if _, err := tx.ExecContext(ctx, m.text); err != nil {
			return fmt.Errorf("migration %d: %w", m.version, err)
		}
	}
	if have == 0 {
		id, err := NewID()
		if err != nil {
			return err
		}
		if _, err = tx.ExecContext(ctx, "INSERT INTO meta (key, value) VALUES ('schema', ''), ('journal_id', $1)", id); err != nil {
			return err
		}
		if err := j.medium.Made(ctx, tx); err != nil {
			return err
		}
	} else if err := resum(ctx, tx, have); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE meta SET value = $1 WHERE key = 'schema'", strconv.Itoa(len(all))); err != nil {
		return err
	}
	return Seal(ctx, tx)
}

// Asker is the database, or one transaction of it.
type Asker interface {
	QueryRowContext(ctx context.Context, text string, args ...any) *sql.Row
}

// SchemaVersion is 0 for an empty file.
func SchemaVersion(ctx context.Context, q Asker) (int, error) {
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

// sameSchema refuses to write what a newer process has brought up to date since
// this one opened it: its rows and sums would be those of other columns. Locks
// stop that before (OthersLive), but not everywhere does a lock hold.
func (j *Journal) sameSchema(ctx context.Context, tx *sql.Tx) error {
	if j.schema == 0 {
		return nil
	}
	switch have, err := SchemaVersion(ctx, tx); {
	case err != nil:
		return err
	case have > j.schema:
		return fmt.Errorf("schema %d, this version knows %d: %w", have, j.schema, ErrNewer)
	case have < j.schema:
		return Damaged("its schema was %d and is %d", j.schema, have)
	}
	return nil
}

// Write runs f in one transaction. An error of the commit itself is CommitError:
// whether it happened is not known.
func (j *Journal) Write(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := j.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err = j.sameSchema(ctx, tx); err == nil {
		err = f(tx)
	}
	if err != nil {
		_ = tx.Rollback()
		return err
	}
	if err := j.medium.Commit(tx); err != nil {
		return &CommitError{err}
	}
	return nil
}

// CommitError is a commit that failed: in doubt.
type CommitError struct{ err error }

func (e *CommitError) Error() string { return "commit: " + e.err.Error() }
func (e *CommitError) Unwrap() error { return e.err }
