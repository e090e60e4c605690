package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
)

// pool takes all connections of a journal's at once.
func pool(t *testing.T, db *sql.DB) (all []*sql.Conn) {
	t.Helper()
	for range connections {
		c, err := db.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		all = append(all, c)
	}
	return all
}

// Money rule 1.1: what is acknowledged survives a power cut. Every connection syncs the
// WAL with each commit; cmd/proof/powercut plays what comes of that.
func TestEveryConnectionIsDurable(t *testing.T) {
	j := at(t, filepath.Join(t.TempDir(), "a.db"), "")
	another, err := j.Another()
	if err != nil {
		t.Fatal(err)
	}
	defer another.Close()
	for i, c := range append(pool(t, j.db), pool(t, another)...) {
		for name, want := range map[string]string{"synchronous": "3", "journal_mode": "wal", "locking_mode": "normal",
			"busy_timeout": "10000", "foreign_keys": "1", "trusted_schema": "0"} {
			var is string
			if err := c.QueryRowContext(t.Context(), "PRAGMA "+name).Scan(&is); err != nil || is != want {
				t.Errorf("connection %d: %s is %q, %v; want %q", i, name, is, err, want)
			}
		}
	}
	all := Pragmas()
	if synchronous, wal := slices.Index(all, "synchronous(EXTRA)"), slices.Index(all, "journal_mode(WAL)"); synchronous < 0 || wal < synchronous {
		t.Errorf("a new journal turns to the WAL before its removals are synced: %q", all)
	}
}

// A connection that is made later is made by the path, where another journal may lie by
// then: half of a sale would be written there.
func TestEveryConnectionIsOfOneFile(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // nobody takes an open file away there
	}
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "a.db")
	made, other := at(t, path, ""), at(t, path+".b", "")
	if err := errors.Join(made.Close(), other.Close()); err != nil { // what is in their WALs goes to the files
		t.Fatal(err)
	}
	j := at(t, path, "")
	if err := os.Rename(path+".b", path); err != nil {
		t.Fatal(err)
	}
	for i, c := range pool(t, j.db) {
		var id string
		if err := c.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'journal_id'").Scan(&id); err != nil || id != j.ID() {
			t.Errorf("connection %d is of journal %q, %v; want %q", i, id, err, j.ID())
		}
	}
}
