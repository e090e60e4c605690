package wiring

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"facetill/cmd/config"
	"facetill/flow"
	"facetill/flow/journal"
	"facetill/flow/journal/sqlite"
)

// OpenJournal opens the journal of the configuration.
func (t *Till) OpenJournal(ctx context.Context, create bool) error {
	cfg := t.Config
	if cfg.Journal.Postgres() {
		return noPostgres()
	}
	j, err := sqlite.Open(ctx, cfg.Journal.URL, sqlite.Options{Create: create, Merchant: t.ID.Merchant, Simulated: t.ID.Simulated, WeChat: t.ID.WeChat,
		Now: func() time.Time { return t.Ports.Clock.Now().Wall },
		WeChatNow: func() time.Time {
			now, sure := t.Ports.WeChat.Now()
			if !sure {
				return time.Time{}
			}
			return now
		},
		Ballast: true, Witness: cfg.Journal.Witness, Warn: func(err error) { t.Log.Warn("journal", "error", err) }})
	if err != nil {
		return notOpened(err)
	}
	t.Journal, t.Ports.Journal = j, j
	t.OnClose(j.Close)
	t.Join()
	return nil
}

// readJournal opens a file that is read as it lies, and says what it is: what it has is
// of then, and nobody has asked WeChat since.
func (t *Till) readJournal(ctx context.Context, n Needs) error {
	j, err := sqlite.Read(ctx, n.Read, sqlite.Options{Simulated: t.ID.Simulated, Now: func() time.Time { return t.Ports.Clock.Now().Wall }})
	if errors.Is(err, sqlite.ErrNotThere) {
		return NoJournal.of("%s", err).hint("--journal takes a file, from the working directory")
	}
	if err != nil {
		return notOpened(err)
	}
	t.Journal, t.Ports.Journal = j, j
	t.OnClose(j.Close)
	t.Join()
	if c, is := errors.AsType[*sqlite.CopyError](j.Copied()); is {
		fmt.Fprintf(n.Talk, "facetill: %s: %s; WeChat is not asked\n", j.Path(), c.Why)
	}
	return nil
}

// Unchanged refuses what was read of a file that was written meanwhile.
func (t *Till) Unchanged() error {
	if err := t.Journal.Unchanged(); err != nil {
		return JournalFailed.of("%s", err)
	}
	return nil
}

// dateWithin is how long an adoption waits for WeChat's time.
const dateWithin = 3 * time.Second

// Adopt is that of the journal, with WeChat's time where it can be had: refunds wait behind
// an adoption, on that clock as well. A till without a network is adopted all the same.
func (t *Till) Adopt(ctx context.Context, by, reason string) (adopted bool, err error) {
	if t.Journal.Copied() != nil && (t.Ports.Gateway != nil || t.OpenGateway(ctx) == nil) {
		within, cancel := context.WithTimeout(ctx, dateWithin)
		_ = t.Ports.Gateway.Sync(within)
		cancel()
	}
	adopted, err = t.Journal.Adopt(ctx, by, reason)
	if errors.Is(err, sqlite.ErrArchive) {
		err = JournalCopied.of("%s", err).hint("--journal, with what only reads")
	}
	return adopted, err
}

// notOpened names the kind of a journal that cannot be used.
func notOpened(err error) error {
	if errors.Is(err, sqlite.ErrMissing) {
		return NoJournal.of("%s", err).hint("[journal] url in the configuration, or the first sale, which makes it")
	}
	if errors.Is(err, context.Canceled) {
		return JournalFailed.of("stopped by a signal before the journal was open")
	}
	mendFirst := []error{journal.ErrForeign, journal.ErrWorld, journal.ErrNewer, journal.ErrInUse, journal.ErrDamaged, sqlite.ErrNoFile, sqlite.ErrUsed, flow.ErrGone}
	if slices.ContainsFunc(mendFirst, func(known error) bool { return errors.Is(err, known) }) {
		return BadJournal.of("%s", err)
	}
	return JournalFailed.of("%s", err)
}

// HowToGoOn ends what is said of a copy: it may be adopted, and an archive never.
func HowToGoOn(copied error) string {
	if errors.Is(copied, sqlite.ErrArchive) {
		return "put the shop's journal, or its last backup, in this place: an archive is read with --journal"
	}
	return "facetill journal adopt --by NAME --reason TEXT, when this is the shop's journal from now on"
}

// HowToWitness ends what is said of a journal that has none.
const HowToWitness = `[journal] witness = "a folder that can be written and lasts, elsewhere than the journal"`

// Archived refuses an archive, which nobody can adopt, to what would ask a person to do so.
func (t *Till) Archived() error {
	if err := t.Journal.Copied(); errors.Is(err, sqlite.ErrArchive) {
		return JournalCopied.of("%s", err).hint(HowToGoOn(err))
	}
	return nil
}

// copied refuses a copy to commands that move money, and lets the others say that
// they read one. Where an older copy would not be seen, those that move money say so.
func (t *Till) copied(n Needs) error {
	err := t.Journal.Copied()
	if blind := t.Journal.WitnessError(); err == nil && blind != nil && (n.Money || n.Create) {
		fmt.Fprintf(n.Talk, "facetill: %s\ntry: %s\n", blind, HowToWitness)
	}
	if err == nil || n.Aware {
		return nil
	}
	if n.Money {
		return JournalCopied.of("%s", err).hint(HowToGoOn(err), "facetill status and facetill sales, which only read")
	}
	fmt.Fprintf(n.Talk, "facetill: %s\ntry: %s\n", err, HowToGoOn(err))
	return nil
}

// noPostgres refuses an engine that is not in this build.
func noPostgres() error {
	return BadConfig.of("journal.url: this build keeps its journal in a file; PostgreSQL is not in it").
		hint(`[journal] url = "facetill.db"`)
}

// Backup copies the journal to a file that is not there yet.
func (t *Till) Backup(ctx context.Context, file string) (sqlite.Backup, error) {
	b, err := t.Journal.Backup(ctx, file)
	switch {
	case errors.Is(err, sqlite.ErrThere):
		return b, FileThere.of("%s", err)
	case err != nil:
		return b, JournalFailed.of("%s", err).hint("another disk or folder")
	}
	return b, nil
}

// IsThere reports whether a journal lies where the configuration has it, be it one
// that cannot be used.
func IsThere(c *config.Config) bool {
	return !errors.Is(sqlite.Judge(c.Journal.URL, c.Journal.Witness), sqlite.ErrMissing)
}
