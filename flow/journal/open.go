package journal

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"facetill/flow"

	_ "modernc.org/sqlite" // the engine, registered as "sqlite"
)

// Options say what a journal is opened for.
type Options struct {
	Create    bool          // make it where there is none; else ErrMissing
	Merchant  flow.Merchant // whose attempts it may hold open; zero asks nothing
	Simulated bool
	Now       func() time.Time // wall time of events; nil is time.Now
}

// Errors of Open. Each comes wrapped with the path.
var (
	// ErrMissing: there is no journal at the path.
	ErrMissing = errors.New("no journal is there; till and pay make one")
	// ErrNewer: a newer facetill wrote it.
	ErrNewer = errors.New("a newer facetill wrote this journal; use that version")
	// ErrForeign: it has open attempts of another merchant, or of the other world.
	ErrForeign = errors.New("this journal has open attempts that are not this till's")
	// ErrDamaged: it is not a journal, or was cut or changed.
	ErrDamaged = errors.New("this file is not a whole journal; keep it, restore a copy and run journal verify")
)

// Journal is one SQLite file. It may be used by several goroutines, and the
// file by several processes.
type Journal struct {
	db      *sql.DB
	stmt    statements
	path    string
	id      string
	created bool
	owner   *owner
	now     func() time.Time
	commit  func(*sql.Tx) error // a test makes it fail
}

var _ flow.Journal = (*Journal)(nil)

// Open opens the journal at a path, brings an older one up to date and takes
// the lock that says this process lives.
func Open(ctx context.Context, path string, o Options) (*Journal, error) {
	fail := func(err error) (*Journal, error) { return nil, fmt.Errorf("journal %s: %w", path, err) }
	path, err := filepath.Abs(path)
	if err != nil {
		return fail(err)
	}
	if err := prepare(path, o.Create); err != nil {
		return fail(err)
	}
	// The owners' locks lie beside the file itself: through a link they would be
	// sought beside the link, and a living driver taken for a dead one.
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if err := checkWhole(path); err != nil {
		return fail(err)
	}
	db, err := sql.Open("sqlite", dsn(path))
	if err != nil {
		return fail(err)
	}
	db.SetMaxOpenConns(4)
	j := &Journal{db: db, path: path, now: o.Now, commit: (*sql.Tx).Commit}
	if j.now == nil {
		j.now = time.Now
	}
	if err := j.begin(ctx, o); err != nil {
		_ = db.Close()
		return fail(explain(err))
	}
	return j, nil
}

// prepare makes the file, readable by its owner alone, or says why it cannot be
// used. SQLite gives its -wal and -shm the same mode.
func prepare(path string, create bool) error {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return errors.New("is a folder; give the path of a file")
	case err == nil:
		return nil
	case !errors.Is(err, os.ErrNotExist):
		return err
	case !create:
		return ErrMissing
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

func dsn(path string) string {
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // C:/... becomes /C:/...
	}
	u := url.URL{Scheme: "file", Path: slashed, RawQuery: "_txlock=immediate" +
		"&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
		"&_pragma=locking_mode(NORMAL)&_pragma=foreign_keys(1)&_pragma=trusted_schema(0)"}
	return u.String()
}

func (j *Journal) begin(ctx context.Context, o Options) (err error) {
	if err := j.checkEngine(ctx); err != nil {
		return err
	}
	if err := j.migrate(ctx, migrations, o.Create); err != nil {
		return err
	}
	if err := j.db.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'journal_id'").Scan(&j.id); err != nil {
		return err
	}
	if err := j.checkForeign(ctx, o); err != nil {
		return err
	}
	if err := j.stmt.prepare(ctx, j.db); err != nil {
		return err
	}
	j.owner, err = newOwner(j.path + "-owners")
	return err
}

// explain turns the engine's words about a bad file into ours.
func explain(err error) error {
	text := err.Error()
	for _, sign := range []string{"not a database", "malformed", "no such table", "no such column"} {
		if strings.Contains(text, sign) {
			return fmt.Errorf("%w (%v)", ErrDamaged, err)
		}
	}
	switch {
	case strings.Contains(text, "readonly") || strings.Contains(text, "read-only"):
		return fmt.Errorf("cannot be written: make the file and its folder writable (%w)", err)
	case strings.Contains(text, "disk is full"):
		return fmt.Errorf("the disk is full: free some space (%w)", err)
	}
	return err
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

// checkForeign refuses a journal in which somebody else's money is open: this
// till could neither finish it nor tell it apart.
func (j *Journal) checkForeign(ctx context.Context, o Options) error {
	if o.Merchant.MchID == "" {
		return nil
	}
	rows, err := j.db.QueryContext(ctx, "SELECT out_trade_no, mch_id, sub_mch_id, simulated FROM attempt WHERE pending = 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var no, mch, sub string
		var simulated int64
		if err := rows.Scan(&no, &mch, &sub, &simulated); err != nil {
			return err
		}
		if mch != o.Merchant.MchID || sub != o.Merchant.SubMchID || (simulated == 1) != o.Simulated {
			return fmt.Errorf("%w: attempt %s of mch_id %s (simulated %t); finish it with its own configuration or use another file",
				ErrForeign, no, mch, simulated == 1)
		}
	}
	return rows.Err()
}

// Close lets go of the file and of every attempt that this process drives.
func (j *Journal) Close() error {
	return errors.Join(j.db.Close(), j.owner.close())
}

// ID is the journal's own number; a copy has the same one.
func (j *Journal) ID() string { return j.id }

// Path is where it lies.
func (j *Journal) Path() string { return j.path }

// Created says that this Open made it: the till then says so (money rule 5.5).
func (j *Journal) Created() bool { return j.created }

func newID() (string, error) {
	var b [12]byte
	if _, err := rand.Read(b[:]); err != nil {
		return "", err
	}
	return hex.EncodeToString(b[:]), nil
}
