package journal

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"facetill/flow"
)

// later is the schema with one more step.
func later(t *testing.T, step string) fs.FS {
	t.Helper()
	files := fstest.MapFS{"migrations/0003.sql": {Data: []byte(step)}}
	for _, name := range []string{"migrations/0001.sql", "migrations/0002.sql"} {
		text, err := migrations.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: text}
	}
	return files
}

func TestMigration(t *testing.T) {
	ctx := context.Background()
	d := newDisk(t)
	j := d.Process("one").(*Journal)
	if _, err := j.Open(ctx, opened("1", "r")); err != nil {
		t.Fatal(err)
	}
	// One that fails leaves the journal as it was.
	if err := j.migrate(ctx, later(t, "CREATE TABLE extra (x INTEGER); CREATE TABLE meta (x INTEGER)"), false); err == nil {
		t.Error("a step that cannot be done was done")
	}
	if v, err := schemaVersion(ctx, j.db); v != 2 || err != nil {
		t.Errorf("schema %d after a failed step, %v", v, err)
	}
	files := later(t, "CREATE TABLE extra (x INTEGER)")
	for range 2 { // the second time there is nothing to do
		if err := j.migrate(ctx, files, false); err != nil {
			t.Fatal(err)
		}
	}
	if v, err := schemaVersion(ctx, j.db); v != 3 || err != nil {
		t.Errorf("schema %d, %v", v, err)
	}
	if _, err := j.db.Exec("INSERT INTO extra VALUES (1)"); err != nil {
		t.Error(err)
	}
	if _, err := Open(ctx, d.path, Options{}); !errors.Is(err, ErrNewer) {
		t.Errorf("this version opens what a newer one wrote: %v", err)
	}
	checkCopy(ctx, t, j.path+".before-schema-3")
}

// checkCopy: what was there before the migration is a whole journal, and private.
func checkCopy(ctx context.Context, t *testing.T, path string) {
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the copy is %v", info.Mode())
	}
	old, err := Open(ctx, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	if a, _, err := old.Read(ctx, "1"); err != nil || a.State != flow.Opened {
		t.Errorf("in the copy: %+v, %v", a, err)
	}
	if r, err := old.Verify(ctx); err != nil || len(r.Problems) != 0 || r.Attempts != 1 {
		t.Errorf("the copy: %+v, %v", r, err)
	}
}

func TestStepsAreNumbered(t *testing.T) {
	if _, err := steps(fstest.MapFS{"migrations/0002.sql": {}}); err == nil {
		t.Error("a missing first step was not seen")
	}
}

// toFirst takes a journal back to the first schema.
func toFirst(t *testing.T, j *Journal) {
	t.Helper()
	for _, text := range []string{"DROP TABLE tally", "DROP TABLE sale_ref", "DELETE FROM meta WHERE key = 'seal'",
		"ALTER TABLE attempt DROP COLUMN sum", "ALTER TABLE attempt DROP COLUMN held", "UPDATE meta SET value = '1' WHERE key = 'schema'"} {
		if _, err := j.db.Exec(text); err != nil {
			t.Fatal(text, err)
		}
	}
}

// A journal without sums gets them, and says what it said before.
func TestSumsForAnOldJournal(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "a.db")
	j, err := Open(ctx, path, Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	w := sell(ctx, t, j, 0, 12)
	w.says, _, _ = w.ask(ctx, j, nil)
	toFirst(t, j)
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if got := w.played(ctx, t, path); got != "reads back" {
		t.Error(got)
	}
	copied, err := Open(ctx, path+".before-schema-2", Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	if _, wrong, refused := w.ask(ctx, copied, &w.says); refused != nil || wrong != "" {
		t.Errorf("the copy: %v, %s", refused, wrong)
	}
}

// Facts that are not whole get no sums: the old journal stays as it was, and a
// copy of it is there.
func TestNoSumsForDamage(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "a.db")
	j, err := Open(ctx, path, Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	w := sell(ctx, t, j, 0, 3)
	toFirst(t, j)
	for _, text := range []string{"DROP TRIGGER event_no_update", "UPDATE event SET at_ms = at_ms + 1 WHERE n = 2"} {
		if _, err := j.db.Exec(text); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	before := read(t, path)
	if _, err := Open(ctx, path, Options{}); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "event 2") {
		t.Errorf("migrated what is damaged: %v", err)
	}
	if after := read(t, path); !bytes.Equal(before, after) {
		t.Error("a migration that failed changed the journal")
	}
	if _, err := os.Stat(path + ".before-schema-2"); err != nil || len(w.numbers) == 0 {
		t.Error(err)
	}
}
