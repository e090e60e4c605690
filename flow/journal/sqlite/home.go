package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"facetill/flow"
	"facetill/flow/journal"
)

// home is the place of a journal (money rule 5.9): what lies elsewhere is a copy until
// a person adopts it.
type home struct {
	Path    string `json:"path"`
	File    string `json:"file,omitempty"`    // identity; "" where the file system has none that lasts
	Adopted int    `json:"adopted,omitempty"` // how often a person named a new place
	AtMS    int64  `json:"at_ms,omitempty"`   // when the last time; 0 in one of a version that did not say
	// WeChatMS is the same on WeChat's clock; 0 where nobody knew that.
	WeChatMS int64 `json:"wechat_ms,omitempty"`

	Backup  string `json:"backup,omitempty"`  // when it was made: a backup is at home nowhere
	Archive string `json:"archive,omitempty"` // the id of the archive that it is: never adopted
}

// Rows of meta.
const (
	metaHome  = "place"
	metaWorld = "world"
	metaWord  = "adopted " // and the adoption's number
)

// worlds are those of money, by whether it is simulated.
var worlds = map[bool]string{false: "real", true: "simulated"}

// CopyError is why a journal is a copy. It wraps flow.ErrCopy.
type CopyError struct {
	Why     string
	Archive bool // it is one, and is never adopted: it is ErrArchive as well
}

func (e *CopyError) Error() string { return fmt.Sprintf("%s: %s", flow.ErrCopy, e.Why) }
func (e *CopyError) Unwrap() error { return flow.ErrCopy }

// Is reports whether it is an archive, where that is asked.
func (e *CopyError) Is(target error) bool { return e.Archive && target == ErrArchive }

func readHome(ctx context.Context, q journal.Asker) (h home, is bool, err error) {
	return journal.MetaJSON[home](ctx, q, metaHome, "place")
}

func putHome(ctx context.Context, tx *sql.Tx, h home) error {
	return journal.PutMetaJSON(ctx, tx, metaHome, h)
}

// here is where the journal lies now.
func (j *Journal) here() (h home, err error) {
	h.Path = j.path
	h.File, err = identify(j.path)
	return h, err
}

// moveIn is the first place of a journal, and whose money it keeps.
func (j *Journal) moveIn(ctx context.Context, tx *sql.Tx) error {
	h, err := j.here()
	if err != nil {
		return err
	}
	if err := putHome(ctx, tx, h); err != nil || j.world == "" {
		return err
	}
	return journal.PutMeta(ctx, tx, metaWorld, j.world)
}

// findHome holds the journal against its place and its witness. One of a version
// that had no places gets its first one: nothing makes it a copy.
func (j *Journal) findHome(ctx context.Context) error {
	_, is, err := readHome(ctx, j.db)
	if err != nil {
		return err
	}
	if !is && !j.looking {
		err := j.Write(ctx, func(tx *sql.Tx) error {
			if _, is, err := readHome(ctx, tx); err != nil || is {
				return err // Another process was quicker
			}
			if err := j.sameWorld(ctx, tx); err != nil {
				return err
			}
			return j.moveIn(ctx, tx)
		})
		if err != nil {
			return err
		}
	}
	if err := j.View(ctx, func(tx *sql.Tx) error { return j.sameWorld(ctx, tx) }); err != nil {
		return err
	}
	return j.compare(ctx)
}

// compare finds out whether it is a copy.
func (j *Journal) compare(ctx context.Context) error {
	f, is, err := j.findOut(ctx)
	if err != nil || !is {
		return err
	}
	j.adopted.Store(&f.home)
	if f.why != "" {
		j.copied.Store(&CopyError{f.why, f.home.Archive != ""})
		return nil
	}
	if !j.looking {
		if err := j.keepWitness(ctx, f.now, f.listed, f.vouch); err != nil {
			return err
		}
	}
	j.copied.Store(nil)
	j.home.Store(&f.home)
	return nil
}

// findings are what a journal says of its place, and its witnesses of it.
type findings struct {
	home
	now           sighting
	listed, vouch []string
	why           string // it is a copy
}

// findOut holds it against its place and its witnesses; false where it has no place.
func (j *Journal) findOut(ctx context.Context) (f findings, is bool, err error) {
	// The witnesses first: other processes go on, and what they saw a moment ago
	// the journal has by now.
	if f.listed, err = readWitnesses(ctx, j.db); err != nil {
		return f, false, err
	}
	looked := j.witness.look(j.ID(), f.listed)
	err = j.View(ctx, func(tx *sql.Tx) (err error) {
		if f.home, is, err = readHome(ctx, tx); err != nil {
			return err
		}
		count, err := journal.Facts(ctx, tx)
		f.now = seen(j.ID(), f.home, count)
		return err
	})
	if err != nil || !is {
		return f, false, err
	}
	here, err := j.here()
	if err != nil {
		return f, false, err
	}
	if f.why = f.home.unlike(here); f.why == "" {
		f.vouch, f.why = vouched(looked, f.now, len(f.listed) > 0)
	}
	return f, true, nil
}

// unlike returns why a journal with this place is not at home now, "" where it is.
func (h home) unlike(now home) string {
	switch {
	case h.Archive != "":
		return fmt.Sprintf("it is an archive of %s, made at %s", h.Path, h.Backup)
	case h.Backup != "":
		return fmt.Sprintf("it is a backup of %s, made at %s", h.Path, h.Backup)
	case h.Path != now.Path:
		return fmt.Sprintf("it was kept at %s, and was copied or moved", h.Path)
	case h.File != now.File && h.File != "" && now.File != "":
		return "its file is not the one that it was kept in: it was copied or restored"
	}
	return ""
}

// sameWorld refuses simulated sales in a journal of real ones and the other way
// round, also where nothing is open.
func (j *Journal) sameWorld(ctx context.Context, q journal.Asker) error {
	if j.world == "" {
		return nil
	}
	world, is, err := journal.Meta(ctx, q, metaWorld)
	if err != nil {
		return err
	}
	if !is { // one of a version that did not write it down: its sales tell
		var simulated bool
		err := q.QueryRowContext(ctx, "SELECT simulated FROM attempt LIMIT 1").Scan(&simulated)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		world = worlds[simulated]
	}
	if world != j.world {
		return fmt.Errorf("%w: its sales are %s, and with this configuration they are %s; name another file in [journal] url", journal.ErrWorld, world, j.world)
	}
	return nil
}

// Copied is nil for a journal at home, else a *CopyError with its path.
func (j *Journal) Copied() error {
	if c := j.copied.Load(); c != nil {
		return fmt.Errorf("journal %s: %w", j.path, c)
	}
	return nil
}

// Adoptions is how often a person named a new place, and when the last time.
func (j *Journal) Adoptions() (times int, last journal.Adoption) {
	h := j.adopted.Load()
	if h == nil {
		return 0, last
	}
	return h.Adopted, journal.Adoption{Wall: ofMillis(h.AtMS), WeChat: ofMillis(h.WeChatMS)}
}

func ofMillis(ms int64) (at time.Time) {
	if ms != 0 {
		at = time.UnixMilli(ms).UTC()
	}
	return at
}

// MayWrite refuses what a copy may not do. Another process may have adopted it
// meanwhile, so a copy is looked at again.
func (j *Journal) MayWrite(ctx context.Context) error {
	if j.copied.Load() == nil {
		return nil
	}
	if j.read != nil { // for good
		return j.Copied()
	}
	if err := j.compare(ctx); err != nil {
		return err
	}
	return j.Copied()
}

// stillHome refuses what begins or shows when a copy was adopted elsewhere since
// this process found its journal at home: there a person gave this one up.
func (j *Journal) stillHome(ctx context.Context) error {
	h, files := j.home.Load(), j.witness.files.Load()
	if h == nil || files == nil || adopted(j.ID(), *files) <= h.Adopted {
		return nil
	}
	f, _, err := j.findOut(ctx)
	if err != nil {
		return err
	}
	if f.why != "" {
		return fmt.Errorf("journal %s: %w", j.path, &CopyError{f.why, f.home.Archive != ""})
	}
	if err := j.compare(ctx); err != nil { // the very journal was adopted, and this is its place
		return err
	}
	return j.Copied() // unless another copy was adopted just now
}
