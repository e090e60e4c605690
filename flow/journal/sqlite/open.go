package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"facetill/flow"
	"facetill/flow/journal"

	_ "modernc.org/sqlite" // the engine, registered as "sqlite"
)

// Options say what a journal is opened for.
type Options struct {
	Create    bool          // make it where there is none; else ErrMissing
	Merchant  flow.Merchant // as in journal.Options
	Simulated bool
	WeChat    string
	Now       func() time.Time // wall time of events; nil is time.Now
	WeChatNow func() time.Time // WeChat's time, zero while nobody knows it; nil is nobody
	Engine    Engine           // nil is the product's
	// Ballast keeps 2 MB of the disk for how running sales end. A till wants it;
	// tests that make many journals do not.
	Ballast bool
	Warn    func(error) // hears what stops nothing now and may later; nil is nobody
	// Witness is the folder of the witness, "" keeps none. It lies elsewhere than
	// the journal, so that a copy of one is not a copy of both.
	Witness string
}

func (o Options) whose() journal.Options {
	return journal.Options{Merchant: o.Merchant, Simulated: o.Simulated, WeChat: o.WeChat}
}

// Errors of Open, beside those of package journal. Each comes wrapped with the path.
var (
	// ErrMissing: there is no journal at the path.
	ErrMissing = errors.New("no journal is there; till and pay make one")
	// ErrNoFile: something is there that can be no file of a journal.
	ErrNoFile = errors.New("can be no part of a journal; move it away or name another path")
	// ErrReadOnly: it can be read, and nothing can be written to it.
	ErrReadOnly = errors.New("this journal cannot be written: make the file and its folder writable")
)

// Journal is one SQLite file. It may be used by several goroutines, and the
// file by several processes.
type Journal struct {
	*journal.Journal
	*owner
	ballast
	db      *sql.DB
	now     func() time.Time
	wechat  func() time.Time
	commit  func(*sql.Tx) error // a test makes it fail
	engine  Engine
	path    string
	created bool
	witness *witness
	anchor  anchor
	world   string   // "" where nobody sells
	lived   string   // what shows that there was a journal before
	looking bool     // opened for reading alone
	read    *reading // by Read
	copied  atomic.Pointer[CopyError]
	home    atomic.Pointer[home]
	adopted atomic.Pointer[home] // as home, also where it is a copy
}

var (
	_ flow.Journal   = (*Journal)(nil)
	_ journal.Medium = (*Journal)(nil)
)

// Open opens the journal at a path, brings an older one up to date and takes
// the lock that shows that this process lives. Who does not make one waits for another
// process that just does.
func Open(ctx context.Context, path string, o Options) (j *Journal, err error) {
	if path, err = Place(path); err == nil {
		err = persist(ctx, func() (err error) {
			j, err = open(ctx, path, o)
			return err
		}, func(err error) bool { return errors.Is(err, errUnmade) && young(path) })
	}
	if err != nil {
		return nil, fmt.Errorf("journal %s: %w", path, err)
	}
	return j, nil
}

// persist does something anew for as long as others make the journal and its error
// is what comes of that.
func persist(ctx context.Context, do func() error, theirs func(error) bool) error {
	err := do()
	for end := time.Now().Add(busyFor); theirs(err) && ctx.Err() == nil && time.Now().Before(end); err = do() {
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
		}
	}
	return err
}

func open(ctx context.Context, path string, o Options) (j *Journal, err error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Warn == nil {
		o.Warn = func(error) {}
	}
	j = &Journal{path: path, engine: o.Engine, now: o.Now, wechat: o.WeChatNow, commit: (*sql.Tx).Commit,
		owner: ownerOf(path), witness: newWitness(o), ballast: ballast{room: room, warn: o.Warn}}
	if o.Merchant.MchID != "" {
		j.world = worlds[o.Simulated]
	}
	if o.Ballast {
		j.ballast.path = path + ballastSuffix
	}
	if j.lived, err = judge(path, o.Create, j.witness); err != nil {
		return nil, err
	}
	if o.Engine == nil { // the other one's files are its own
		j.engine = modernc
		if !o.Create && j.lived == "" && unmade(path) {
			return nil, errUnmade // the engine would write into it
		}
		if err := j.anchor.look(path); err != nil {
			return nil, err
		}
	}
	if j.db, err = j.engine(path); err != nil {
		return nil, err
	}
	j.Journal = journal.New(j, j.db, j.now)
	// Several that make it at once turn it to the WAL at once, and SQLite does not
	// let them wait for each other there.
	err = persist(ctx, func() error { return j.begin(ctx, o) }, isBusy)
	if isFull(err) && j.drop(err) {
		err = j.begin(ctx, o) // what is open has to be driven, also now
	}
	switch {
	case err == nil || o.Engine != nil || errors.Is(err, errUnmade):
	case !shut(path):
		if limited(path, err) {
			err = fmt.Errorf("%w (%v)", errFiles, err)
		}
	default:
		_ = j.db.Close()
		err = j.look(ctx, o)
		if err == nil && o.Create {
			err = ErrReadOnly // to sell is to write
		}
	}
	if err != nil {
		_ = j.db.Close()
		return nil, explain(err)
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
	if err := j.migrate(ctx, journal.Steps, o.Create); err != nil {
		return err
	}
	if err := j.Ready(ctx, o.whose()); err != nil {
		return err
	}
	if err := j.findHome(ctx); err != nil {
		return err
	}
	if o.Engine == nil {
		if err := connectAll(ctx, j.db); err != nil {
			return err
		}
	}
	if err := j.anchor.hold(); err != nil {
		return err
	}
	if err := j.owner.take(); err != nil || j.Copied() != nil {
		return err // nothing is sold with a copy
	}
	if err := j.Room(); err != nil {
		j.warn(err) // sales under way may still end
	}
	return nil
}

// Close lets go of the file and of every attempt that this process drives.
func (j *Journal) Close() error {
	return errors.Join(j.db.Close(), j.owner.close(), j.read.close())
}

// Path is where it lies: to be shown, and never to be opened by this process. On
// POSIX systems to close a file lets go of all that the process has locked of it,
// so another process could write beside it.
func (j *Journal) Path() string { return j.path }

// Created reports whether this Open made it: the till then says so (money rule 5.5).
func (j *Journal) Created() bool { return j.created }
