package journal_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/journal"
	"facetill/flow/refund"
)

var errDisk = errors.New("the disk went away")

// medium is an engine with one process and no locks, on SQLite with a disk that fails
// at a call: to begin, prepare, run or end something, or to read on.
type medium struct {
	db     *sql.DB
	path   string
	driver string // another one is dead
	others bool
	adopts *int            // shared by the processes that have one journal open; nil: never
	dead   map[string]bool // nil: all others are
	left   atomic.Int64    // calls until one fails
	commit func(*sql.Tx) error

	lingers bool   // a commit fails, and its transaction stays open on its connection
	between func() // what happens at every call of the engine

	asked  []string         // of what only an engine knows
	refuse map[string]error // and what it says to that
	noted  journal.Tally    // how far the journal has come

	meanwhile func()            // what happens when it is asked
	heard     func(text string) // hears each statement that is run
	another   *sql.DB           // the last one
}

func (m *medium) Path() string   { return m.path }
func (m *medium) Driver() string { return m.driver }
func (m *medium) Alive(driver string) bool {
	return driver == m.driver || m.dead != nil && driver != "" && !m.dead[driver]
}

func (m *medium) OthersLive() bool { return m.others }
func (m *medium) Adoptions() (int, refund.Adoption) {
	if m.adopts == nil || *m.adopts == 0 {
		return 0, refund.Adoption{}
	}
	return *m.adopts, refund.Adoption{Wall: time.UnixMilli(int64(*m.adopts)).UTC()}
}

func (m *medium) Another() (db *sql.DB, err error) {
	m.another, err = m.open()
	return m.another, err
}

func (m *medium) Explain(err error) error {
	if strings.Contains(err.Error(), "UNIQUE constraint failed: attempt.ref") {
		return flow.ErrBlocked
	}
	return err
}

func (m *medium) Check(ctx context.Context) ([]string, error) { return nil, m.db.PingContext(ctx) }
func (m *medium) Commit(tx *sql.Tx) error                     { return m.commit(tx) }
func (m *medium) Made(context.Context, *sql.Tx) error         { return m.ask("made") }
func (m *medium) MayWrite(context.Context) error              { return m.ask("may write") }
func (m *medium) InPlace() error                              { return m.ask("in place") }
func (m *medium) Room() error                                 { return m.ask("room") }
func (m *medium) Noted(facts journal.Tally)                   { m.noted = facts }

func (m *medium) MayGoOn(_ context.Context, careful bool) error {
	return m.ask(map[bool]string{true: "may go on, careful", false: "may go on"}[careful])
}

func (m *medium) MustWrite(write func() error) error {
	if err := m.ask("must write"); err != nil {
		return err
	}
	return write()
}

func (m *medium) ask(what string) error {
	m.asked = append(m.asked, what)
	if do := m.meanwhile; do != nil {
		do()
	}
	return m.refuse[what]
}

// call is one call of the engine.
func (m *medium) call() error {
	if do := m.between; do != nil {
		do()
	}
	if m.left.Add(-1) == 0 {
		return errDisk
	}
	return nil
}

func (m *medium) open() (*sql.DB, error) {
	db, err := sql.Open("sqlite", "")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	return sql.OpenDB(connector{m, db.Driver()}), nil
}

// onMedium is a new journal on a medium, with the only process that lives.
func onMedium(t *testing.T) (*journal.Journal, *medium) {
	t.Helper()
	return process(t, filepath.Join(t.TempDir(), "j.db"), "we")
}

// process is one that has a journal open.
func process(t *testing.T, path, name string) (*journal.Journal, *medium) {
	t.Helper()
	m := &medium{path: path, driver: name, commit: (*sql.Tx).Commit}
	var err error
	if m.db, err = m.open(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = m.db.Close() })
	j := journal.New(m, m.db, func() time.Time { return noon })
	if err := bring(t.Context(), j, journal.Steps); err != nil {
		t.Fatal(err)
	}
	if err := j.Ready(t.Context(), journal.Options{}); err != nil {
		t.Fatal(err)
	}
	return j, m
}

func bring(ctx context.Context, j *journal.Journal, steps []string) error {
	return j.Write(ctx, func(tx *sql.Tx) error { return j.Bring(ctx, tx, steps) })
}

var noon = time.Date(2026, 11, 25, 4, 0, 0, 0, time.UTC)

// paid are the facts of a charge.
func paid() []flow.Fact {
	return []flow.Fact{flow.PayerIdentified{}, flow.IntentWritten{At: noon, SendBy: noon.Add(8e9), TimeExpire: noon.Add(120e9), ConfirmBy: noon.Add(45e9)},
		flow.ChargeProven{TransactionID: "4200001234567890", TimeEnd: noon, Source: "answer", At: noon}}
}

type connector struct {
	m  *medium
	of driver.Driver
}

func (c connector) Driver() driver.Driver { return c.of }

func (c connector) Connect(context.Context) (driver.Conn, error) {
	if err := c.m.call(); err != nil {
		return nil, err
	}
	to, err := c.of.Open("file:" + filepath.ToSlash(c.m.path) + "?_txlock=immediate&_pragma=journal_mode(MEMORY)&_pragma=synchronous(OFF)&_pragma=foreign_keys(1)")
	return conn{to, c.m}, err
}

type conn struct {
	driver.Conn
	m *medium
}

func (c conn) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	if err := c.m.call(); err != nil {
		return nil, err
	}
	t, err := c.Conn.(driver.ConnBeginTx).BeginTx(ctx, o)
	return transaction{t, c.m}, err
}

func (c conn) Prepare(text string) (driver.Stmt, error) {
	if err := c.m.call(); err != nil {
		return nil, err
	}
	s, err := c.Conn.Prepare(text)
	return statement{s, c.m, text}, err
}

type transaction struct {
	driver.Tx
	m *medium
}

func (t transaction) Commit() error {
	if t.m.lingers {
		return errors.New("no word from the disk")
	}
	if err := t.m.call(); err != nil {
		return errors.Join(err, t.Rollback())
	}
	return t.Tx.Commit()
}

type statement struct {
	driver.Stmt
	m    *medium
	text string
}

func (s statement) run() error {
	if s.m.heard != nil {
		s.m.heard(s.text)
	}
	return s.m.call()
}

func (s statement) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	if err := s.run(); err != nil {
		return nil, err
	}
	r, err := s.Stmt.(driver.StmtExecContext).ExecContext(ctx, args)
	return result{r, s.m}, err
}

func (s statement) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	if err := s.run(); err != nil {
		return nil, err
	}
	r, err := s.Stmt.(driver.StmtQueryContext).QueryContext(ctx, args)
	return found{r, s.m}, err
}

type result struct {
	driver.Result
	m *medium
}

func (r result) RowsAffected() (int64, error) {
	if err := r.m.call(); err != nil {
		return 0, err
	}
	return r.Result.RowsAffected()
}

type found struct {
	driver.Rows
	m *medium
}

func (f found) Next(into []driver.Value) error {
	if err := f.m.call(); err != nil {
		return err
	}
	return f.Rows.Next(into)
}
