package journal

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"runtime"
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
