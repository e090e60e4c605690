package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"time"

	"facetill/flow"
	"facetill/flow/journal"
)

// Adopt makes the place where a copy lies its own: a person's word, kept with it
// (money rule 5.9). What is open is then driven as after a takeover. false where
// it is no copy; ErrArchive where it is one that never becomes a journal again.
func (j *Journal) Adopt(ctx context.Context, by, reason string) (done bool, err error) {
	if err := flow.CheckWord(by, reason); err != nil {
		return false, err
	}
	if j.looking {
		return false, j.Named(ErrReadOnly)
	}
	if j.MayWrite(ctx) == nil {
		return false, nil
	}
	why, now := j.copied.Load(), j.now().UTC()
	next, err := j.here()
	if err != nil {
		return false, j.Named(err)
	}
	var count journal.Tally
	var listed []string
	err = j.MustWrite(func() error {
		return j.Write(ctx, func(tx *sql.Tx) error {
			h, _, err := readHome(ctx, tx)
			if err == nil && h.Archive != "" {
				err = ErrArchive
			}
			if err != nil {
				return err
			}
			if listed, err = readWitnesses(ctx, tx); err != nil {
				return err
			}
			next.Adopted = 1 + max(h.Adopted, adopted(j.ID(), j.witness.candidates(j.ID(), listed)))
			next.AtMS = now.UnixMilli()
			if j.wechat != nil {
				next.WeChatMS = max(0, j.wechat().UnixMilli()) // a zero time is long before
			}
			word := adoption{By: by, Reason: reason, At: now.Format(time.RFC3339), From: h.Path, To: next.Path, Why: why.Why}
			if err := errors.Join(putHome(ctx, tx, next), journal.PutMetaJSON(ctx, tx, metaWord+strconv.Itoa(next.Adopted), word)); err != nil {
				return err
			}
			count, err = journal.Facts(ctx, tx)
			return err
		})
	})
	if _, inDoubt := errors.AsType[*journal.CommitError](err); err != nil && !inDoubt {
		return false, j.Named(err)
	}
	// A commit in doubt: what the journal says now counts.
	if h, _, again := readHome(ctx, j.db); again != nil || h != next {
		return false, j.Named(errors.Join(err, again))
	}
	if err := j.rely(ctx, seen(j.ID(), next, count), listed); err != nil {
		return false, j.Named(err)
	}
	if err := j.compare(ctx); err != nil {
		return false, err
	}
	return true, j.Copied()
}

// adoption is a person's word about a copy.
type adoption struct {
	By     string `json:"by"`
	Reason string `json:"reason"`
	At     string `json:"at"`
	From   string `json:"from"`
	To     string `json:"to"`
	Why    string `json:"why"`
}
