package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"facetill/flow/journal"
	"facetill/flow/journal/sqlite/wal"
)

// Errors of Read and Unchanged.
var (
	// ErrNotThere: there is no file to be read.
	ErrNotThere = errors.New("there is no such file")
	// ErrUsed: it cannot be read as it lies.
	ErrUsed = errors.New("it is open, or was not closed whole: read it with its own configuration, or make a backup of it and read that")
	// ErrChanged: what was read may be neither what was there before nor what is now.
	ErrChanged = errors.New("it was written while it was read: make a backup of a journal that is in use, and read that")
)

// reading is a file that is read as it lies.
type reading struct {
	file string      // what is open: the file, or a copy of it that was brought up to date
	was  fs.FileInfo // the file, before it was opened
	temp string      // the copy's folder, "" without one
}

// Read opens a backup, or another journal that nobody uses, for reading as it lies:
// nothing is made beside it, nothing written to it, and every write is refused as one
// of a copy. One of an older version is brought up to date in a copy of it that ends
// with Close. Of o counts whose sales it may have: simulated or real ones.
func Read(ctx context.Context, path string, o Options) (j *Journal, err error) {
	if path, err = Place(path); err == nil {
		j, err = asItLies(ctx, path, worlds[o.Simulated], o.Now)
	}
	if err != nil {
		return nil, fmt.Errorf("journal %s: %w", path, err)
	}
	return j, nil
}

// asItLies reads a file whose sales are of a world, "" is any.
func asItLies(ctx context.Context, path, world string, now func() time.Time) (j *Journal, err error) {
	was, err := unused(path)
	if err != nil {
		return nil, err
	}
	if now == nil {
		now = time.Now
	}
	r := &reading{file: path, was: was}
	j = &Journal{path: path, now: now, commit: (*sql.Tx).Commit, owner: ownerOf(os.DevNull), // whose locks nobody holds
		witness: newWitness(Options{}), ballast: ballast{room: room}, world: world, looking: true, read: r}
	j.engine = func(string) (*sql.DB, error) {
		return sql.Open("sqlite", fileURL(r.file, "mode=ro&immutable=1&_pragma=trusted_schema(0)"))
	}
	if j.db, err = j.engine(path); err != nil {
		return nil, err
	}
	if err = readIn(ctx, j); err != nil {
		return nil, explain(errors.Join(err, j.Close()))
	}
	return j, nil
}

// unused refuses what is no whole journal, and one that somebody has open: SQLite may
// read it as it lies only while nobody writes.
func unused(path string) (was fs.FileInfo, err error) {
	if err := checkKinds(path); err != nil {
		return nil, err
	}
	if was, err = os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotThere
	} else if err != nil {
		return nil, err
	}
	for _, suffix := range []string{wal.Suffix, "-journal"} {
		if _, err := os.Lstat(path + suffix); err == nil {
			return nil, fmt.Errorf("%s lies beside it: %w", path+suffix, ErrUsed)
		}
	}
	if err := checkWhole(path); err != nil {
		return nil, err
	}
	if was.Size() == 0 || noTables(path) {
		return nil, journal.Damaged("it has nothing of a journal in it")
	}
	return was, nil
}

func readIn(ctx context.Context, j *Journal) error {
	if err := j.checkEngine(ctx); err != nil {
		return err
	}
	have, err := journal.SchemaVersion(ctx, j.db)
	switch newest := len(journal.Steps); {
	case err != nil:
		return err
	case have > newest:
		return fmt.Errorf("schema %d, this version knows %d: %w", have, newest, journal.ErrNewer)
	case have < newest:
		if err = j.read.bringUpToDate(ctx, j.now); err != nil {
			return fmt.Errorf("an older facetill wrote it, and a copy in %s could not be brought up to date: %w", os.TempDir(), err)
		}
		_ = j.db.Close()
		if j.db, err = j.engine(j.path); err != nil {
			return err
		}
	}
	j.Journal = journal.New(j, j.db, j.now)
	if err := j.Ready(ctx, journal.Options{}); err != nil {
		return err
	}
	if err := j.View(ctx, func(tx *sql.Tx) error { return j.sameWorld(ctx, tx) }); err != nil {
		return err
	}
	h, _, err := readHome(ctx, j.db)
	if err != nil {
		return err
	}
	j.adopted.Store(&h)
	why := "it is read as it lies, at " + j.path
	if h.Backup != "" {
		why = h.unlike(home{})
	}
	j.copied.Store(&CopyError{why, h.Archive != ""})
	j.owner.id = "nobody"
	return nil
}

// bringUpToDate makes a copy of the file that has this version's schema.
func (r *reading) bringUpToDate(ctx context.Context, now func() time.Time) error {
	temp, err := os.MkdirTemp("", "facetill-read-")
	if err != nil {
		return err
	}
	from := r.file
	r.temp, r.file = temp, filepath.Join(temp, filepath.Base(from))
	if err := copyFile(from, r.file); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", fileURL(r.file, "mode=rw&_txlock=immediate&_pragma=trusted_schema(0)"))
	if err != nil {
		return err
	}
	m := &Journal{path: r.file, owner: ownerOf(r.file), commit: (*sql.Tx).Commit}
	m.Journal = journal.New(m, db, now)
	err = m.Write(ctx, func(tx *sql.Tx) error { return m.Bring(ctx, tx, journal.Steps) })
	return errors.Join(err, db.Close())
}

// copyFile copies into a folder that is this process's own.
func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// Unchanged refuses, behind the reading, a file that somebody wrote meanwhile.
func (j *Journal) Unchanged() error {
	if j.read == nil {
		return nil
	}
	was := j.read.was
	now, err := unused(j.path)
	if err == nil && (!os.SameFile(was, now) || now.Size() != was.Size() || !now.ModTime().Equal(was.ModTime())) {
		err = ErrChanged
	}
	return j.Named(err)
}

// close removes what was made for the reading.
func (r *reading) close() error {
	if r == nil || r.temp == "" {
		return nil
	}
	return os.RemoveAll(r.temp)
}
