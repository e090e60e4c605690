package journal

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
)

// Engine opens SQLite on a journal's file. The product has one; the power cuts
// are played on another build, whose files can be taken away (doc.go).
type Engine func(path string) (*sql.DB, error)

// modernc is the engine of the till.
func modernc(path string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", dsn(path))
	if err == nil {
		db.SetMaxOpenConns(4)
	}
	return db, err
}

// Of the pragmas durability and sharing depend on, synchronous comes before the
// WAL: a new journal turns to it in a transaction with a rollback journal, whose
// removal FULL does not sync. Were it back after a power cut, the first sales
// would be rolled back with it. In a WAL, EXTRA is FULL.
func dsn(path string) string {
	return fileURL(path, "_txlock=immediate&_pragma=busy_timeout(10000)&_pragma=synchronous(EXTRA)&_pragma=journal_mode(WAL)"+
		"&_pragma=locking_mode(NORMAL)&_pragma=foreign_keys(1)&_pragma=trusted_schema(0)")
}

func fileURL(path, query string) string {
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // C:/... becomes /C:/...
	}
	u := url.URL{Scheme: "file", Path: slashed, RawQuery: query}
	return u.String()
}

// oldestEngine is the first SQLite whose WAL is sound with several processes.
const oldestEngine = 3_051_003

func (j *Journal) checkEngine(ctx context.Context) error {
	var text string
	if err := j.db.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&text); err != nil {
		return err
	}
	var major, minor, patch int
	if _, err := fmt.Sscanf(text, "%d.%d.%d", &major, &minor, &patch); err != nil {
		return fmt.Errorf("SQLite's version %q does not read", text)
	}
	if major*1_000_000+minor*1_000+patch < oldestEngine {
		return fmt.Errorf("SQLite %s can damage a journal that several processes share; build with 3.51.3 or later", text)
	}
	return nil
}

// explain turns the engine's words about a bad file into ours.
func explain(err error) error {
	text := err.Error()
	for _, sign := range []string{"not a database", "malformed", "no such table", "no such column", "sql: Scan error",
		"database disk image", "out of order", "unsupported file format"} {
		if strings.Contains(text, sign) {
			return fmt.Errorf("%w (%w)", ErrDamaged, err)
		}
	}
	switch {
	case strings.Contains(text, "readonly") || strings.Contains(text, "read-only") || strings.Contains(text, "unable to open database file"):
		// The last one: the WAL cannot be made beside the file.
		return fmt.Errorf("%w (%w)", ErrReadOnly, err)
	case isFull(err):
		return fmt.Errorf("the disk is full: free some space (%w)", err)
	}
	return err
}
