package journal

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"fmt"
	"time"

	"facetill/flow"
	"facetill/flow/ledger"
	"facetill/flow/refund"
)

// Adoption is when a person made a copy of it the journal.
type Adoption = refund.Adoption

// Journal is the text as every engine has it: schema, statements, rows, sums and
// lists. It begins each transaction and knows no file, no lock and no word of a
// driver; for those it asks its Medium. An engine embeds it.
type Journal struct {
	books
	shelf
	medium Medium
	db     *sql.DB
	rows   rows
	id     string
	schema int // which this process writes; 0 until the journal has it
	now    func() time.Time
}

var (
	_ flow.Journal = (*Journal)(nil)
	_ ledger.Book  = (*Journal)(nil)
)

// New is a journal on a database that the engine has opened and will close; Ready
// makes it one that can be used. now is the wall time of events.
func New(m Medium, db *sql.DB, now func() time.Time) *Journal {
	j := &Journal{medium: m, db: db, rows: rows{adoptions: m.Adoptions}, now: now}
	j.books, j.shelf = books{j}, shelf{j}
	return j
}

// Medium is what a journal is kept on: a file with locks here, a server with leases
// for a chain of stores.
type Medium interface {
	Path() string             // names it in errors: where the file lies, a server without credentials
	Driver() string           // this process, as the rows name who drives an attempt
	Alive(driver string) bool // where that cannot be found out, it lives
	OthersLive() bool         // another process has the journal open
	// Adoptions is how often a person made a copy of it the journal, and when the last
	// time, zero where that is not known (money rule 4b.12).
	Adoptions() (times int, last Adoption)
	Another() (*sql.DB, error) // a connection apart from the others, which the caller closes
	Explain(err error) error   // the driver's words as flow's errors and this package's
	Check(ctx context.Context) (problems []string, err error)
	Commit(tx *sql.Tx) error                    // an error of it leaves in doubt what was written
	Made(ctx context.Context, tx *sql.Tx) error // in the transaction that makes the journal

	MayWrite(ctx context.Context) error              // refuses all writes of a copy
	MayGoOn(ctx context.Context, careful bool) error // refuses facts; careful: those of a sale, a claim, an intent or Shown that nobody would find
	InPlace() error                                  // refuses to acknowledge what nobody would find
	Room() error                                     // refuses to begin what could not be ended
	MustWrite(write func() error) error              // writes what has to be written with all the room there is
	Noted(facts Tally)                               // hears how far the journal has come
}

// Options say whose journal it may be.
type Options struct {
	Merchant  flow.Merchant // whose attempts it may hold open; zero asks nothing
	Simulated bool
	WeChat    string // where its attempts may be open (money rule 1.9); "" asks nothing
}

// Ready reads what every use needs, of a journal with this version's schema.
func (j *Journal) Ready(ctx context.Context, o Options) error {
	if err := j.View(ctx, func(tx *sql.Tx) error { return checkSeal(ctx, tx) }); err != nil {
		return err
	}
	if err := j.db.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'journal_id'").Scan(&j.id); err != nil {
		return err
	}
	if err := j.rows.prepare(ctx, j.db); err != nil {
		return err
	}
	j.schema = len(Steps)
	return j.checkForeign(ctx, o)
}

// checkForeign refuses a journal in which somebody else's money is open: this
// till could neither finish it nor tell it apart.
func (j *Journal) checkForeign(ctx context.Context, o Options) error {
	if o.Merchant.MchID == "" {
		return nil
	}
	pending, err := j.pending(ctx)
	for _, s := range pending {
		if a := s.a; a.Merchant.MchID != o.Merchant.MchID || a.Merchant.SubMchID != o.Merchant.SubMchID || a.Simulated != o.Simulated {
			return fmt.Errorf("%w: attempt %s of mch_id %s (simulated %t); finish it with its own configuration or use another file",
				ErrForeign, a.OutTradeNo, a.Merchant.MchID, a.Simulated)
		} else if !a.At(o.WeChat) {
			return fmt.Errorf("%w: attempt %s is charged at the WeChat %q, and the configuration names %q; finish it with api_url as it was, or use another file",
				ErrForeign, a.OutTradeNo, a.WeChat, o.WeChat)
		}
	}
	return err
}

// ID is the journal's own number; a copy has the same one.
func (j *Journal) ID() string { return j.id }

// NewID returns 96 random bits as text.
func NewID() (string, error) {
	var b [12]byte
	if _, err := rand.Read(b[:]); err != nil {
		return "", err
	}
	return hex.EncodeToString(b[:]), nil
}
