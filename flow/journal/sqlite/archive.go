package sqlite

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"facetill/flow/journal"
)

// Archived is what an archive has, and how many attempts' facts left for it: those of the
// rest stay where they are.
type Archived struct {
	Backup
	Moved int
}

// ErrArchive: an archive is no journal to go on with.
var ErrArchive = errors.New("it is an archive: it is read with --journal, and never becomes the shop's journal again")

// archiveBatch is how many attempts' facts leave in one transaction: a till beside it waits
// for as long as a few sales take.
const archiveBatch = 50

// archiveGap is how often at the latest SQLite looks again while it waits for another writer.
const archiveGap = 100 * time.Millisecond

// Archive makes a copy of the journal that is an archive, and lets the facts leave of those
// attempts that it has whole, with the heads that were found. The copy comes first: it gets
// its name when every fact in it reads back and it is on the disk. Killed behind that, or
// with an error, there are facts in both places, and none in neither.
func (j *Journal) Archive(ctx context.Context, path string, of journal.Archive, leave []journal.Leaving) (a Archived, err error) {
	if err := errors.Join(j.MayGoOn(ctx, true), j.Room()); err != nil {
		return a, err
	}
	if of.ID, err = journal.NewID(); err != nil {
		return a, err
	}
	of.At = j.now()
	var whole []journal.Leaving
	a.Backup, err = j.backup(ctx, path, func(part string, b *Backup) error {
		if err := j.mark(ctx, part, of.ID, b); err != nil {
			return err
		}
		whole, err = wholeIn(ctx, part, leave)
		return err
	})
	if err != nil {
		return a, err
	}
	of.File = a.Path
	for batch := range slices.Chunk(whole, archiveBatch) {
		n, begun := 0, time.Now()
		if err = ctx.Err(); err == nil {
			n, err = j.Move(ctx, of, batch)
		}
		if a.Moved += n; err != nil {
			return a, &LeftError{a, err}
		}
		// A till that waits is never told that the file is free, it has to look while it is.
		select {
		case <-ctx.Done():
		case <-time.After(min(time.Since(begun), archiveGap)):
		}
	}
	return a, nil
}

// LeftError is why not all facts left, though the archive is made.
type LeftError struct {
	Archived
	Err error
}

func (e *LeftError) Error() string {
	return fmt.Sprintf("the archive %s is whole, and the facts of %d sales left for it; the rest stays in both: %s", e.Path, e.Moved, e.Err)
}

func (e *LeftError) Unwrap() error { return e.Err }

// wholeIn reads a copy back, all of it, and returns what it has as it is to leave.
func wholeIn(ctx context.Context, part string, leave []journal.Leaving) (whole []journal.Leaving, err error) {
	r, err := asItLies(ctx, part, "", nil)
	if err != nil {
		return nil, err
	}
	report, err := r.Verify(ctx)
	if err == nil && len(report.Problems) > 0 {
		err = journal.Damaged("the copy does not read back: %s", report.Problems[0])
	}
	if err == nil {
		whole, err = r.Heads(ctx, leave)
	}
	return whole, errors.Join(err, r.Close())
}
