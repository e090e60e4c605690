package journal

import (
	"context"
	"database/sql"
	_ "embed" // the steps
	"fmt"
	"strconv"
)

var (
	//go:embed migrations/0001.sql
	step1 string
	//go:embed migrations/0002.sql
	step2 string
	//go:embed migrations/0003.sql
	step3 string
	//go:embed migrations/0004.sql
	step4 string
	//go:embed migrations/0005.sql
	step5 string
	//go:embed migrations/0006.sql
	step6 string
	//go:embed migrations/0007.sql
	step7 string
	//go:embed migrations/0008.sql
	step8 string
)

// Steps bring the schema from each version to the next, for Bring.
var Steps = []string{step1, step2, step3, step4, step5, step6, step7, step8}

// Bring runs those of the steps that are missing, and sums up what then stands there. All
// is one transaction: a step that fails leaves the journal as it was.
func (j *Journal) Bring(ctx context.Context, tx *sql.Tx, steps []string) error {
	// Another process may have been quicker, so the version is read once more.
	have, err := SchemaVersion(ctx, tx)
	if err != nil || have >= len(steps) {
		return err
	}
	if have > 0 && j.medium.OthersLive() {
		return ErrInUse
	}
	for i, step := range steps[have:] {
		if _, err := tx.ExecContext(ctx, step); err != nil {
			return fmt.Errorf("migration %d: %w", have+1+i, err)
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
	return PutMeta(ctx, tx, "schema", strconv.Itoa(len(steps)))
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
		return &CommitError{Err: err}
	}
	return nil
}

// CommitError is a commit that failed: in doubt, also later where reading it again
// failed, too.
type CommitError struct{ Err, Again error }

func (e *CommitError) Error() string {
	if e.Again != nil {
		return fmt.Sprintf("commit: %v; reading it again: %v", e.Err, e.Again)
	}
	return "commit: " + e.Err.Error()
}

func (e *CommitError) Unwrap() []error { return []error{e.Err, e.Again} }
