package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"facetill/flow"
	"facetill/flow/journal"
)

var errPower = errors.New("the disk went away")

// A commit that fails is read again: what is there counts, and nothing else.
func TestCommitInDoubt(t *testing.T) {
	ctx := context.Background()
	for what, test := range map[string]struct {
		commit func(*sql.Tx) error
		stored bool
	}{
		"it happened": {func(tx *sql.Tx) error { return errors.Join(tx.Commit(), errPower) }, true},
		"it did not":  {func(tx *sql.Tx) error { return errors.Join(tx.Rollback(), errPower) }, false},
	} {
		d := newDisk(t)
		j := d.Process("one").(*Journal)
		a, err := j.Open(ctx, opened("1", "r"))
		if err != nil {
			t.Fatal(err)
		}
		j.commit = test.commit
		_, err = j.Append(ctx, a, flow.SaleCancelled{By: "cashier"})
		_, opening := j.Open(ctx, opened("2", "other"))
		j.commit = (*sql.Tx).Commit
		for _, err := range []error{err, opening} {
			if test.stored != (err == nil) || !test.stored && !errors.Is(err, errPower) {
				t.Errorf("%s: %v", what, err)
			}
		}
		back, _, err := j.Read(ctx, "1")
		if err != nil || (back.State == flow.Cancelled) != test.stored {
			t.Errorf("%s: %s, %v", what, back.State, err)
		}
		if r, err := j.Verify(ctx); err != nil || len(r.Problems) != 0 {
			t.Errorf("%s: %+v, %v", what, r, err)
		}
	}
}

// A full disk is said with the path, and leaves nothing half written.
func TestFullDisk(t *testing.T) {
	ctx := context.Background()
	d := newDisk(t)
	j := d.Process("one").(*Journal)
	j.db.SetMaxOpenConns(1) // the limit belongs to a connection
	if _, err := j.db.Exec("PRAGMA max_page_count = 1"); err != nil {
		t.Fatal(err) // SQLite takes the present size
	}
	kept := 0
	var err error
	for n := 0; err == nil && n < 1000; n++ {
		no := flow.OutTradeNo(strings.Repeat("x", n+1))
		if _, err = j.Open(ctx, opened(string(no), string(no))); err == nil {
			kept++
		}
	}
	if err == nil || !strings.Contains(err.Error(), "free some space") || !strings.Contains(err.Error(), d.path) {
		t.Errorf("a full disk: %v", err)
	}
	if r, err := j.Verify(ctx); err != nil || len(r.Problems) != 0 || r.Attempts != kept {
		t.Errorf("%d kept: %+v, %v", kept, r, err)
	}
}

// A file that was cut is refused, wherever the cut is.
func TestCutFile(t *testing.T) {
	ctx := context.Background()
	d := newDisk(t)
	if _, err := d.Process("one").Open(ctx, opened("1", "r")); err != nil {
		t.Fatal(err)
	}
	if err := d.Process("one").(*Journal).Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(d.path)
	if err != nil {
		t.Fatal(err)
	}
	for cut := 100; cut < len(whole); cut += 2048 {
		path := filepath.Join(t.TempDir(), "cut.db")
		if err := os.WriteFile(path, whole[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		j, err := Open(ctx, path, Options{Create: true})
		if !errors.Is(err, journal.ErrDamaged) || !strings.Contains(err.Error(), path) {
			t.Errorf("cut at %d of %d: %v", cut, len(whole), err)
		}
		if j != nil {
			_ = j.Close()
		}
	}
}

// Events without their row, and a file that cannot be read, are no good report.
func TestVerifySeesWhatIsLost(t *testing.T) {
	ctx := context.Background()
	d := newDisk(t)
	j := d.Process("one").(*Journal)
	if _, err := j.Open(ctx, opened("1", "r")); err != nil {
		t.Fatal(err)
	}
	j.db.SetMaxOpenConns(1)
	for _, text := range []string{"PRAGMA foreign_keys = 0", "DELETE FROM attempt"} {
		if _, err := j.db.Exec(text); err != nil {
			t.Fatal(err)
		}
	}
	r, err := j.Verify(ctx)
	if err != nil || len(r.Problems) != 5 || !strings.HasPrefix(r.Problems[0], "attempt 1: ") || !strings.HasPrefix(r.Problems[3], "lists: ") {
		t.Errorf("events without a row: %+v, %v", r, err)
	}
	if _, err := j.db.Exec("DROP TABLE attempt"); err != nil {
		t.Fatal(err)
	}
	if r, err := j.Verify(ctx); err == nil {
		t.Errorf("without its table all is well: %+v", r)
	}
}

// What the engine finds wrong in its own file is told, and at most 20 rows of it.
func TestCheckTellsWhatTheEngineFinds(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	if err := makeFile(path); err != nil {
		t.Fatal(err)
	}
	check := func(text string) []string {
		db, err := modernc(path)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		found, err := (&Journal{db: db}).Check(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(text); err != nil {
			t.Fatal(text, err)
		}
		return found
	}
	check("CREATE TABLE t (a, b); CREATE INDEX ia ON t (a); CREATE INDEX ib ON t (b)")
	check("WITH n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30) INSERT INTO t SELECT i, -i FROM n")
	swap := "UPDATE sqlite_master SET rootpage = (SELECT sum(rootpage) FROM sqlite_master WHERE type = 'index') - rootpage WHERE type = 'index'"
	if found := check("PRAGMA writable_schema = 1; " + swap); len(found) > 0 {
		t.Errorf("of a sound file is told %q", found)
	}
	if found := check(""); len(found) != 20 || !strings.HasPrefix(found[0], "file: ") {
		t.Errorf("of two indexes that changed places is told %q", found)
	}
}
