package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/journal"
)

// later is the schema with one more step.
func later(step string) []string { return append(slices.Clip(journal.Steps), step) }

func TestMigration(t *testing.T) {
	ctx := context.Background()
	d := newDisk(t)
	j := d.Process("one").(*Journal)
	if _, err := j.Open(ctx, opened("1", "r")); err != nil {
		t.Fatal(err)
	}
	// One that fails leaves the journal as it was.
	if err := j.migrate(ctx, later("CREATE TABLE extra (x INTEGER); CREATE TABLE meta (x INTEGER)"), false); err == nil {
		t.Error("a step that cannot be done was done")
	}
	if v, err := journal.SchemaVersion(ctx, j.db); v != len(journal.Steps) || err != nil {
		t.Errorf("schema %d after a failed step, %v", v, err)
	}
	files := later("CREATE TABLE extra (x INTEGER)")
	for range 2 { // the second time there is nothing to do
		if err := j.migrate(ctx, files, false); err != nil {
			t.Fatal(err)
		}
	}
	if v, err := journal.SchemaVersion(ctx, j.db); v != len(files) || err != nil {
		t.Errorf("schema %d, %v", v, err)
	}
	if _, err := j.db.Exec("INSERT INTO extra VALUES (1)"); err != nil {
		t.Error(err)
	}
	if _, err := Open(ctx, d.path, Options{}); !errors.Is(err, journal.ErrNewer) {
		t.Errorf("this version opens what a newer one wrote: %v", err)
	}
	checkCopy(ctx, t, fmt.Sprintf("%s.before-schema-%d", j.path, len(files)))
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

// No step is forgotten, and each is where its number says.
func TestStepsAreNumbered(t *testing.T) {
	names, err := filepath.Glob("../migrations/*")
	if err != nil || len(names) != len(journal.Steps) {
		t.Fatalf("%d steps of the files %q, %v", len(journal.Steps), names, err)
	}
	for i, step := range journal.Steps {
		text, err := os.ReadFile(fmt.Sprintf("../migrations/%04d.sql", i+1))
		if err != nil || string(text) != step {
			t.Errorf("step %d is not its file's (%v)", i+1, err)
		}
	}
}

// beforeThis is the copy that is kept of a journal that was brought up to date.
func beforeThis(path string) string {
	return fmt.Sprintf("%s.before-schema-%d", path, len(journal.Steps))
}

// toFirst takes a journal back to the first schema.
func toFirst(t *testing.T, j *Journal) {
	t.Helper()
	for _, text := range []string{"ALTER TABLE attempt DROP COLUMN face", "DROP TRIGGER event_no_more", "DROP TRIGGER event_no_delete", "DROP TABLE archived", "DROP TABLE archive",
		"CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events are never taken back'); END",
		"DROP TABLE line", "DROP TABLE close", "DROP TABLE close_open", "DROP TABLE refund", "DROP TABLE person", "DROP INDEX attempt_refund_pending", "ALTER TABLE attempt DROP COLUMN refunds",
		"ALTER TABLE attempt DROP COLUMN terms", "ALTER TABLE attempt DROP COLUMN breakdown", "ALTER TABLE attempt DROP COLUMN refund_pending", "ALTER TABLE attempt DROP COLUMN tender_as", "ALTER TABLE attempt DROP COLUMN tender_by",
		"DROP INDEX attempt_seq", "ALTER TABLE attempt DROP COLUMN wechat", "ALTER TABLE attempt DROP COLUMN seq",
		"DROP TABLE tally", "DROP TABLE sale_ref", "DELETE FROM meta WHERE key = 'seal'",
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
	w.says.people = nil // the first schema had no place for them
	toFirst(t, j)
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if got := w.played(ctx, t, path); got != "reads back" {
		t.Error(got)
	}
	copied, err := Open(ctx, beforeThis(path), Options{})
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
	if _, err := Open(ctx, path, Options{}); !errors.Is(err, journal.ErrDamaged) || !strings.Contains(err.Error(), "event 2") {
		t.Errorf("migrated what is damaged: %v", err)
	}
	if after := read(t, path); !bytes.Equal(before, after) {
		t.Error("a migration that failed changed the journal")
	}
	if _, err := os.Stat(beforeThis(path)); err != nil || len(w.numbers) == 0 {
		t.Error(err)
	}
}

// A process that has a journal open which a newer one brings up to date meanwhile,
// where no lock stopped that, writes nothing to it any more: it knows neither the
// columns nor the sums.
func TestAnOlderProcessWritesNothing(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "a.db")
	older, newer := at(t, path, ""), at(t, path, "")
	a, err := older.Open(ctx, opened("1", "r"))
	if err != nil {
		t.Fatal(err)
	}
	other := at(t, path, "")
	if err := older.Release(ctx, a); err != nil {
		t.Fatal(err)
	}
	if a, err = older.Claim(ctx, "1"); err != nil {
		t.Fatal(err)
	}
	// What keeps it apart from them is gone, as on a disk without locks.
	if err := errors.Join(os.Rename(path+ownersSuffix, path+".away"), os.Mkdir(path+ownersSuffix, 0o700)); err != nil {
		t.Fatal(err)
	}
	newer.owner, newer.Journal = ownerOf(path), journal.New(newer, newer.db, newer.now) // it knows no schema yet
	if err := newer.migrate(ctx, later("CREATE TABLE extra (x INTEGER)"), false); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Remove(path+ownersSuffix), os.Rename(path+".away", path+ownersSuffix)); err != nil {
		t.Fatal(err)
	}
	_, opening := older.Open(ctx, opened("2", "s"))
	_, appending := older.Append(ctx, a, flow.SaleCancelled{By: "cashier"})
	_, claiming := other.Claim(ctx, "1")
	for what, err := range map[string]error{"open": opening, "append": appending, "suspend": older.SuspendSales(ctx, flow.SuspendedByKey, "x"),
		"release": older.Release(ctx, a), "beat": older.Beat(ctx, older.now())} {
		if !errors.Is(err, journal.ErrNewer) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if claiming == nil {
		t.Error("claimed by an older process")
	}
	if r, err := older.Verify(ctx); err != nil || len(r.Problems) > 0 || r.Attempts != 1 || r.Events != 1 {
		t.Errorf("what stands there: %+v, %v", r, err)
	}
}

// Nothing at all happens to an older journal while an older process may have it
// open: no copy is made beside it, no step is done; the same inside of the
// transaction, where one that came between the look and the lock is seen.
func TestNothingIsMigratedUnderALivingProcess(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "a.db")
	j := at(t, path, "")
	sells(t, j, "1")
	toFirst(t, j)
	_ = j.Close()
	lives := ownerOf(path)
	err := lives.take()
	if err != nil {
		t.Fatal(err)
	}
	db, err := modernc(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	k := &Journal{path: path, owner: ownerOf(path), commit: (*sql.Tx).Commit, witness: newWitness(Options{})}
	k.Journal = journal.New(k, db, time.Now)
	untouched := func(what string, err error) {
		t.Helper()
		if !errors.Is(err, journal.ErrInUse) {
			t.Errorf("%s: %v", what, err)
		}
		if v, err := journal.SchemaVersion(ctx, db); v != 1 || err != nil {
			t.Errorf("%s: schema %d, %v", what, v, err)
		}
		if copies, _ := filepath.Glob(path + ".before-*"); len(copies) > 0 {
			t.Errorf("%s: %v was made", what, copies)
		}
	}
	_, err = Open(ctx, path, Options{})
	untouched("at the look", err)
	untouched("in the transaction", k.Write(ctx, func(tx *sql.Tx) error { return k.Bring(ctx, tx, journal.Steps) }))
	if err := lives.close(); err != nil {
		t.Fatal(err)
	}
	if j, err := Open(ctx, path, Options{}); err != nil {
		t.Errorf("when it is gone: %v", err)
	} else {
		_ = j.Close()
	}
}

// Two that bring an older journal up to date one behind the other do it once, and
// the copy is of before the first.
func TestMigratedOnce(t *testing.T) {
	ctx := context.Background()
	j := at(t, filepath.Join(t.TempDir(), "a.db"), "")
	sells(t, j, "1")
	all := later("CREATE TABLE extra (x INTEGER)")
	blank := journal.New(j, j.db, j.now) // it knows no schema yet
	for range 2 {
		if err := blank.Write(ctx, func(tx *sql.Tx) error { return blank.Bring(ctx, tx, all) }); err != nil {
			t.Fatal(err)
		}
	}
	asIs := func(string) error { return nil }
	if err := j.copyTo(ctx, j.path+".copy", asIs); err != nil {
		t.Fatal(err)
	}
	first := bytesAt(t, j.path+".copy")
	if _, err := j.db.Exec("INSERT INTO extra VALUES (1)"); err != nil {
		t.Fatal(err)
	}
	if err := j.copyTo(ctx, j.path+".copy", asIs); !errors.Is(err, ErrThere) || !bytes.Equal(first, bytesAt(t, j.path+".copy")) {
		t.Errorf("the copy of before was overwritten: %v", err)
	}
}
