package cli

import (
	"context"
	"errors"
	"time"

	"facetill/flow"
	"facetill/flow/journal"
)

// journalStore is what the command line uses of a journal beside the flow's port.
type journalStore interface {
	flow.Journal
	Created() bool
	Path() string
	Verify(ctx context.Context) (journal.Report, error)
	Close() error
}

// openJournal opens the journal of the configuration.
func (sh *shop) openJournal(ctx context.Context, create bool) error {
	cfg := sh.cfg
	if cfg.Journal.Postgres() {
		return usage("this build keeps its journal in a file; PostgreSQL is not in it").
			hint(`[journal] url = "facetill.db"`)
	}
	j, err := journal.Open(ctx, cfg.Journal.URL, journal.Options{Create: create, Merchant: sh.id.Merchant, Simulated: sh.id.Simulated,
		Now:     func() time.Time { return sh.ports.Clock.Now().Wall },
		Ballast: true, Warn: func(err error) { sh.log.Warn("journal", "error", err) }})
	switch {
	case errors.Is(err, journal.ErrMissing):
		return usage("%s", err).hint("[journal] url in the configuration, or the first sale, which makes it")
	case errors.Is(err, journal.ErrForeign), errors.Is(err, journal.ErrNewer), errors.Is(err, journal.ErrDamaged):
		return usage("%s", err)
	case err != nil:
		return failed(err)
	}
	sh.journal, sh.ports.Journal = j, j
	sh.closers = append(sh.closers, j.Close)
	return nil
}
