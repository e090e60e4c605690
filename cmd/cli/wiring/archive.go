package wiring

import (
	"context"
	"errors"
	"time"

	"facetill/flow/archive"
	"facetill/flow/journal"
	"facetill/flow/journal/sqlite"
	"facetill/flow/reconcile"
)

// billsBack is how many days back bills are looked for: further than WeChat Pay is old.
const billsBack = 20 * 366

// Archiving says what may leave the journal.
func (t *Till) Archiving() archive.Ports {
	return archive.Ports{Calendar: t.App.Calendar(), Ledger: t.Journal, Old: t.Journal.Old, Agree: func(ctx context.Context) (map[string]bool, error) {
		agree := map[string]bool{}
		all, err := t.Bills().Lately(ctx, billsBack)
		for _, r := range all {
			agree[r.Day] = r.Verdict() == reconcile.Agreed
		}
		return agree, err
	}}
}

// WeChatNow is WeChat's time, asked for; false where nothing but one Date stands behind it
// (money rule 2.3).
func (t *Till) WeChatNow(ctx context.Context) (now time.Time, trusted bool) {
	within, cancel := context.WithTimeout(ctx, dateWithin)
	defer cancel()
	if t.Ports.Gateway.Sync(within) != nil {
		return now, false
	}
	read := t.Ports.WeChat.Read()
	return read.Now, read.Trusted
}

// Archive moves the facts of what may leave to a file that is not there yet, with a
// manager's word where a PIN is set.
func (t *Till) Archive(ctx context.Context, file, before, pin string, leave []journal.Leaving) (a sqlite.Archived, err error) {
	who, err := t.App.Approve(ctx, pin)
	if err != nil {
		return a, err
	}
	a, err = t.Journal.Archive(ctx, file, journal.Archive{Day: before, Who: who.Name}, leave)
	switch {
	case errors.Is(err, sqlite.ErrThere):
		return a, FileThere.of("%s", err)
	case err != nil:
		return a, JournalFailed.of("%s", err).hint("another disk or folder", "the same again with another file, for what stays")
	}
	return a, nil
}
