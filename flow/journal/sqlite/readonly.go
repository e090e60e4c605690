package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"facetill/flow/journal"
)

// shut reports whether nothing can be made beside the journal.
func shut(path string) bool {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".probe-*")
	if err != nil {
		return !noRoom(err) && !tooMany(err)
	}
	_ = f.Close()
	_ = os.Remove(f.Name())
	return false
}

// errFiles is not about rights: nothing has to be made writable.
var errFiles = errors.New("its files cannot be opened now: too many are open; raise the limit of open files (ulimit -n), and try again")

func tooMany(err error) bool { return errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) }

// limited reports whether the engine could not open what this process may write:
// that is a limit of open files.
func limited(path string, err error) bool {
	if err == nil || !strings.Contains(err.Error(), "unable to open database file") {
		return tooMany(err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return tooMany(err)
	}
	return f.Close() == nil
}

// look opens what is there for reading. Without a WAL nobody is writing, and
// SQLite needs nothing beside the file; with one it needs the index, too.
func (j *Journal) look(ctx context.Context, o Options) (err error) {
	j.looking, j.anchor.file = true, nil
	query := "mode=ro&_pragma=busy_timeout(10000)&_pragma=trusted_schema(0)"
	if walEmpty(j.path) {
		query += "&immutable=1"
	}
	if j.db, err = sql.Open("sqlite", fileURL(j.path, query)); err != nil {
		return err
	}
	j.Journal = journal.New(j, j.db, j.now)
	if err := j.lookInto(ctx, o); err != nil {
		if !errors.Is(explain(err), journal.ErrDamaged) && !errors.Is(err, journal.ErrForeign) {
			err = fmt.Errorf("%w (%w)", ErrReadOnly, err)
		}
		return err
	}
	j.owner.id = "nobody"
	return nil
}

func (j *Journal) lookInto(ctx context.Context, o Options) error {
	have, err := journal.SchemaVersion(ctx, j.db)
	if err != nil {
		return err
	}
	if newest := len(journal.Steps); have < newest {
		return fmt.Errorf("an older facetill wrote it, and it cannot be brought up to date from schema %d to %d here", have, newest)
	}
	if err := j.Ready(ctx, o.whose()); err != nil {
		return err
	}
	return j.findHome(ctx)
}
