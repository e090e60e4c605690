package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"facetill/cmd/config"
	"facetill/flow"
	"facetill/flow/journal"
	"facetill/flow/journal/sqlite"
	"facetill/tui"
)

// journalStore is what the command line uses of a journal beside the flow's port.
type journalStore interface {
	flow.Journal
	Created() bool
	Path() string
	// Copied says why the journal is a copy, Adopt makes it none.
	Copied() error
	Adopt(ctx context.Context, by, reason string) (bool, error)
	Backup(ctx context.Context, path string) (sqlite.Backup, error)
	// The press at which a sale was stopped, for the call that brings a person's word.
	Stopped(ctx context.Context, lane string, fee flow.Fen, p flow.Press, now time.Time) error
	StoppedAt(ctx context.Context, lane string, fee flow.Fen, now time.Time) (flow.Press, bool, error)
	WentOn(ctx context.Context, lane string, fee flow.Fen, now time.Time) error
	// InPlace says why the path no longer leads to the journal that is open.
	InPlace() error
	// WitnessError is why an older copy in the journal's place may not be seen.
	WitnessError() error
	Verify(ctx context.Context) (journal.Report, error)
	Close() error
}

// openJournal opens the journal of the configuration.
func (sh *shop) openJournal(ctx context.Context, create bool) error {
	cfg := sh.cfg
	if cfg.Journal.Postgres() {
		return noPostgres()
	}
	j, err := sqlite.Open(ctx, cfg.Journal.URL, sqlite.Options{Create: create, Merchant: sh.id.Merchant, Simulated: sh.id.Simulated, WeChat: sh.id.WeChat,
		Now:     func() time.Time { return sh.ports.Clock.Now().Wall },
		Ballast: true, Witness: cfg.Journal.Witness, Warn: func(err error) { sh.log.Warn("journal", "error", err) }})
	if err != nil {
		return notOpened(err)
	}
	sh.journal, sh.ports.Journal = j, j
	sh.closers = append(sh.closers, j.Close)
	sh.join()
	return nil
}

// notOpened gives a journal that cannot be used its code: what has to be mended
// first is 64.
func notOpened(err error) error {
	if errors.Is(err, sqlite.ErrMissing) {
		return noJournal.of("%s", err).hint("[journal] url in the configuration, or the first sale, which makes it")
	}
	if errors.Is(err, context.Canceled) {
		return journalFailed.of("stopped by a signal before the journal was open")
	}
	for _, known := range []error{journal.ErrForeign, journal.ErrWorld, journal.ErrNewer, journal.ErrInUse, journal.ErrDamaged, sqlite.ErrNoFile, flow.ErrGone} {
		if errors.Is(err, known) {
			return badJournal.of("%s", err)
		}
	}
	return journalFailed.of("%s", err)
}

// judgeJournal holds what lies at the journal's path against what a journal is,
// without opening it. A journal that the first sale is to make is none of its
// business.
func judgeJournal(c *config.Config) error {
	if c.Journal.Postgres() {
		return nil
	}
	if err := sqlite.Judge(c.Journal.URL, c.Journal.Witness); err != nil && !errors.Is(err, sqlite.ErrMissing) {
		return notOpened(err)
	}
	return nil
}

// howToAdopt ends what is said of a copy.
const howToAdopt = "facetill journal adopt --by NAME --reason TEXT, when this is the shop's journal from now on"

// howToWitness ends what is said of a journal that has none.
const howToWitness = `[journal] witness = "a folder that can be written and lasts, elsewhere than the journal"`

// copied refuses a copy to commands that move money, and lets the others say that
// they read one. Where an older copy would not be seen, those that move money say so.
func (sh *shop) copied(g *global, n needs) error {
	err := sh.journal.Copied()
	if blind := sh.journal.WitnessError(); err == nil && blind != nil && (n.money || n.create) {
		fmt.Fprintf(g.s.err, "facetill: %s\ntry: %s\n", blind, howToWitness)
	}
	if err == nil || n.aware {
		return nil
	}
	if n.money {
		return journalCopied.of("%s", err).hint(howToAdopt, "facetill status and facetill sales, which only read")
	}
	fmt.Fprintf(g.s.err, "facetill: %s\ntry: %s\n", err, howToAdopt)
	return nil
}

// noPostgres refuses an engine that is not in this build.
func noPostgres() error {
	return badConfig.of("journal.url: this build keeps its journal in a file; PostgreSQL is not in it").
		hint(`[journal] url = "facetill.db"`)
}

// copyOf is what the screen asks a person about, nil for a journal at home.
func (sh *shop) copyOf() *tui.Copy {
	err := sh.journal.Copied()
	if err == nil {
		return nil
	}
	return &tui.Copy{Why: err.Error(), Adopt: func(ctx context.Context, by, reason string) error {
		_, err := sh.journal.Adopt(ctx, by, reason)
		return err
	}}
}
