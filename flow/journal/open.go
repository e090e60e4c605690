package journal

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
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
	Engine    Engine           // nil is the product's
	// Ballast keeps 2 MB of the disk for how running sales end. A till wants it;
	// tests that make many journals do not.
	Ballast bool
	Warn    func(error) // hears what stops nothing now and may later; nil is nobody
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
	// ErrReadOnly: it can be read, and nothing can be written to it.
	ErrReadOnly = errors.New("this journal cannot be written: make the file and its folder writable")
)

// Journal is one SQLite file. It may be used by several goroutines, and the
// file by several processes.
type Journal struct {
	db      *sql.DB
	engine  Engine
	ballast ballast
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
	path, err := Place(path)
	if err != nil {
		return fail(err)
	}
	if err := prepare(path, o.Create); err != nil {
		return fail(err)
	}
	if err := checkWhole(path); err != nil {
		return fail(err)
	}
	j := &Journal{path: path, engine: modernc, now: o.Now, commit: (*sql.Tx).Commit}
	if o.Engine != nil {
		j.engine = o.Engine
	}
	if j.now == nil {
		j.now = time.Now
	}
	j.ballast = ballast{room: room, warn: o.Warn}
	if o.Warn == nil {
		j.ballast.warn = func(error) {}
	}
	if o.Ballast {
		j.ballast.path = path + ballastSuffix
	}
	if j.db, err = j.engine(path); err != nil {
		return fail(err)
	}
	err = j.begin(ctx, o)
	// Several that make it at once turn it to the WAL at once, and SQLite does not
	// let them wait for each other there.
	for end := time.Now().Add(busyFor); isBusy(err) && ctx.Err() == nil && time.Now().Before(end); err = j.begin(ctx, o) {
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
		}
	}
	if isFull(err) && j.ballast.drop(err) {
		err = j.begin(ctx, o) // what is open has to be driven, also now
	}
	if err != nil && o.Engine == nil && shut(path) {
		_ = j.db.Close()
		err = j.look(ctx, o)
		if err == nil && o.Create {
			err = ErrReadOnly // to sell is to write
		}
	}
	if err != nil {
		_ = j.db.Close()
		return fail(explain(err))
	}
	return j, nil
}

// busyFor is how long Open waits for others that make the journal.
const busyFor = 10 * time.Second

func isBusy(err error) bool { return err != nil && strings.Contains(err.Error(), "database is locked") }

func (j *Journal) begin(ctx context.Context, o Options) (err error) {
	j.created = false
	if err := j.checkEngine(ctx); err != nil {
		return err
	}
	if err := j.migrate(ctx, migrations, o.Create); err != nil {
		return err
	}
	if err := j.ready(ctx, o); err != nil {
		return err
	}
	if j.owner, err = newOwner(j.path + ownersSuffix); err != nil {
		return err
	}
	if err := j.ballast.keep(); err != nil {
		j.ballast.warn(err) // sales under way may still end
	}
	return nil
}

// ready reads what every use needs, of a journal with this version's schema.
func (j *Journal) ready(ctx context.Context, o Options) error {
	if err := j.view(ctx, func(tx *sql.Tx) error { return checkSeal(ctx, tx) }); err != nil {
		return err
	}
	if err := j.db.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'journal_id'").Scan(&j.id); err != nil {
		return err
	}
	if err := j.stmt.prepare(ctx, j.db); err != nil {
		return err
	}
	return j.checkForeign(ctx, o)
}

// checkForeign refuses a journal in which somebody else's money is open: this
// till could neither finish it nor tell it apart.
func (j *Journal) checkForeign(ctx context.Context, o Options) error {
	if o.Merchant.MchID == "" {
		return nil
	}
	rows, err := j.pending(ctx)
	for _, s := range rows {
		if a := s.a; a.Merchant.MchID != o.Merchant.MchID || a.Merchant.SubMchID != o.Merchant.SubMchID || a.Simulated != o.Simulated {
			return fmt.Errorf("%w: attempt %s of mch_id %s (simulated %t); finish it with its own configuration or use another file",
				ErrForeign, a.OutTradeNo, a.Merchant.MchID, a.Simulated)
		}
	}
	return err
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
