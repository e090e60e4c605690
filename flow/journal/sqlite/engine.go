package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	"facetill/flow"
	"facetill/flow/journal"
)

// Engine opens SQLite on a journal's file. The product has one; the power cuts
// are played on another build, whose files can be taken away (doc.go).
type Engine func(path string) (*sql.DB, error)

// modernc is the engine of the till.
func modernc(path string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", dsn(path))
	if err == nil {
		db.SetMaxOpenConns(connections)
		db.SetMaxIdleConns(connections)
	}
	return db, err
}

// connections are all made at once: one that is made later is made by the path,
// and the file there may be another one by then, while a sale goes on in this.
const connections = 2

func connectAll(ctx context.Context, db *sql.DB) error {
	var err error
	for range connections {
		var c *sql.Conn
		if c, err = db.Conn(ctx); err != nil {
			break
		}
		defer c.Close() // all at the end: until then the next one is another
	}
	return err
}

// Pragmas are what durability and sharing depend on, in the order in which they are
// executed on each connection; an Engine executes them, too. synchronous comes before
// the WAL: a new journal turns to it in a transaction with a rollback journal, whose
// removal FULL does not sync. Were it back after a power cut, the first sales
// would be rolled back with it. In a WAL, EXTRA is FULL.
func Pragmas() []string {
	return []string{"busy_timeout(10000)", "synchronous(EXTRA)", "journal_mode(WAL)",
		"locking_mode(NORMAL)", "foreign_keys(1)", "trusted_schema(0)"}
}

func dsn(path string) string {
	return fileURL(path, "mode=rw&_txlock=immediate&_pragma="+strings.Join(Pragmas(), "&_pragma="))
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

// Explain turns the engine's words into ours.
func (j *Journal) Explain(err error) error { return explain(err) }

func explain(err error) error {
	if errors.Is(err, errFiles) {
		return err
	}
	text := err.Error()
	if strings.Contains(text, "UNIQUE constraint failed: attempt.ref") || strings.Contains(text, "UNIQUE constraint failed: attempt.out_trade_no") {
		return flow.ErrBlocked
	}
	for _, sign := range []string{"not a database", "malformed", "no such table", "no such column", "sql: Scan error",
		"database disk image", "disk I/O error (522)", "out of order", "unsupported file format"} {
		if strings.Contains(text, sign) {
			return fmt.Errorf("%w (%w)", journal.ErrDamaged, err)
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

// Another is a connection apart from the others.
func (j *Journal) Another() (*sql.DB, error) { return j.engine(j.path) }

// Check asks the engine for what it finds wrong in its own file.
func (j *Journal) Check(ctx context.Context) ([]string, error) {
	var text []byte
	err := j.db.QueryRowContext(ctx, "SELECT json_group_array('file: ' || integrity_check) FROM (SELECT * FROM pragma_integrity_check LIMIT 20) WHERE integrity_check <> 'ok'").Scan(&text)
	if err != nil {
		return nil, explain(err)
	}
	var problems []string
	err = json.Unmarshal(text, &problems)
	return problems, err
}

// Commit ends a transaction.
func (j *Journal) Commit(tx *sql.Tx) error { return j.commit(tx) }
