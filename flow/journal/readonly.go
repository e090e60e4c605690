package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// A journal in a folder where nothing can be written is still read: nobody drives
// anything from there, and every write is ErrReadOnly. A file that cannot be
// written in a folder that can is the same without our help.

// shut says that nothing can be made beside the journal.
func shut(path string) bool {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".probe-*")
	if err != nil {
		return !noRoom(err)
	}
	_ = f.Close()
	_ = os.Remove(f.Name())
	return false
}

// look opens what is there for reading. Without a WAL nobody is writing, and
// SQLite needs nothing beside the file; with one it needs the index, too.
func (j *Journal) look(ctx context.Context, o Options) (err error) {
	query := "mode=ro&_pragma=busy_timeout(10000)&_pragma=trusted_schema(0)"
	if walEmpty(j.path) {
		query += "&immutable=1"
	}
	if j.db, err = sql.Open("sqlite", fileURL(j.path, query)); err != nil {
		return err
	}
	if err := j.lookInto(ctx, o); err != nil {
		if !errors.Is(explain(err), ErrDamaged) && !errors.Is(err, ErrForeign) {
			err = fmt.Errorf("%w (%w)", ErrReadOnly, err)
		}
		return err
	}
	j.owner = &owner{dir: j.path + ownersSuffix, id: "nobody"}
	return nil
}

func (j *Journal) lookInto(ctx context.Context, o Options) error {
	have, err := schemaVersion(ctx, j.db)
	if err != nil {
		return err
	}
	all, err := steps(migrations)
	if err != nil {
		return err
	}
	if have < len(all) {
		return fmt.Errorf("an older facetill wrote it, and it cannot be brought up to date from schema %d to %d here", have, len(all))
	}
	return j.ready(ctx, o)
}
