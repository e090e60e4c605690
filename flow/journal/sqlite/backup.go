package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"facetill/flow/sharedfile"
)

// Backup is what a backup has.
type Backup struct {
	Path            string
	Attempts, Facts int64
	Bytes           int64
}

// ErrThere: a backup never overwrites.
var ErrThere = errors.New("there is something already, and nothing is overwritten; name another file")

// Backup writes a copy of the journal as of one moment, by SQLite's own way, so
// it may be in use. The copy is readable by its owner alone, knows that it is
// one, and gets its name when it is whole and on the disk.
func (j *Journal) Backup(ctx context.Context, path string) (b Backup, err error) {
	return j.backup(ctx, path, func(part string, b *Backup) error { return j.mark(ctx, part, "", b) })
}

// backup makes a copy that mark has marked and found good.
func (j *Journal) backup(ctx context.Context, path string, mark func(part string, b *Backup) error) (b Backup, err error) {
	if b.Path, err = filepath.Abs(path); err != nil {
		return b, err
	}
	for _, part := range parts {
		switch _, err := os.Lstat(b.Path + part.suffix); {
		case err == nil:
			return b, fmt.Errorf("at %s %w", b.Path+part.suffix, ErrThere)
		case !errors.Is(err, fs.ErrNotExist):
			return b, fmt.Errorf("%s: %w", b.Path, err)
		}
	}
	err = j.copyTo(ctx, b.Path, func(part string) error { return mark(part, &b) })
	if err != nil {
		return b, fmt.Errorf("%s: %w", b.Path, explain(err))
	}
	info, err := os.Stat(b.Path)
	if err == nil {
		b.Bytes = info.Size()
	}
	return b, err
}

// copyTo makes a copy that only its owner can read. It gets its name when it is
// whole, marked and on the disk, so a name never stands for half a copy.
func (j *Journal) copyTo(ctx context.Context, path string, mark func(part string) error) error {
	file, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".part-*")
	if err != nil {
		return err
	}
	part := file.Name()
	defer func() {
		_ = os.Remove(part + "-journal")
		_ = os.Remove(part)
	}()
	if _, err = j.db.ExecContext(ctx, "VACUUM INTO $1", part); err == nil {
		err = mark(part)
	}
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	return place(part, path)
}

// mark lets the copy know that it is one, and which archive where it is to be one, and
// counts what is in it.
func (j *Journal) mark(ctx context.Context, part, archive string, b *Backup) error {
	db, err := sql.Open("sqlite", fileURL(part, "_txlock=immediate&_pragma=synchronous(EXTRA)&_pragma=trusted_schema(0)"))
	if err != nil {
		return err
	}
	defer db.Close()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	err = tx.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM attempt), (SELECT count(*) FROM event)").Scan(&b.Attempts, &b.Facts)
	if err != nil {
		return err
	}
	h, is, err := readHome(ctx, tx)
	if err != nil {
		return err
	}
	if !is {
		h.Path = j.path
	}
	h.Archive = cmp.Or(archive, h.Archive)
	h.File, h.Backup = "", j.now().UTC().Format(time.RFC3339)
	if err := putHome(ctx, tx, h); err != nil {
		return err
	}
	return errors.Join(tx.Commit(), db.Close())
}

// place moves a file to its name, and takes no other's.
func place(part, path string) error {
	if err := sharedfile.Name(part, path); errors.Is(err, fs.ErrExist) {
		return ErrThere
	} else if err != nil {
		return err
	}
	syncFolder(path)
	return nil
}

// syncFolder brings a file's name to the disk, too, best effort: Windows opens no
// folder for that.
func syncFolder(path string) {
	if dir, err := os.Open(filepath.Dir(path)); err == nil {
		_ = dir.Sync()
		_ = dir.Close()
	}
}
