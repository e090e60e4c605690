package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync/atomic"

	"facetill/flow"
	"facetill/flow/journal/sqlite/wal"
)

// anchor is what this process has open: SQLite goes on writing to a file and a
// WAL whose names are gone, and nobody would read what it writes.
type anchor struct {
	path      string
	file, wal fs.FileInfo // nil where it is not watched
	size      atomic.Int64
	cut       atomic.Bool // it was shorter once: what was written since stands behind a hole
}

// look takes the file in before the engine opens it.
func (a *anchor) look(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	a.path, a.file = path, info
	os.SameFile(info, info) // on Windows this loads the FileId, now and not later
	return nil
}

// hold takes the WAL in when the engine has it open. It stays the same file while
// this process has a connection, and never gets shorter.
func (a *anchor) hold() error {
	if a.file == nil {
		return nil
	}
	info, err := os.Stat(a.path + wal.Suffix)
	if errors.Is(err, fs.ErrNotExist) {
		info, err = nil, nil
	}
	if err != nil {
		return err
	}
	if a.wal = info; info != nil {
		os.SameFile(info, info)
		a.size.Store(info.Size())
	}
	return a.holds()
}

// holds refuses when a name leads elsewhere, or a file was cut.
func (a *anchor) holds() error {
	if a.file == nil {
		return nil
	}
	info, err := still(a.file, a.path)
	if err == nil && info.Size() == 0 && a.file.Size() > 0 {
		err = gone(a.path, "it is empty")
	}
	if err != nil || a.wal == nil {
		return err
	}
	if info, err = still(a.wal, a.path+wal.Suffix); err != nil {
		return err
	}
	for {
		before := a.size.Load()
		if info.Size() < before {
			// Another goroutine may have seen it longer since: look once more.
			if again, err := os.Stat(a.path + wal.Suffix); err == nil && again.Size() >= before {
				return nil
			}
			a.cut.Store(true)
		}
		if a.cut.Load() {
			return gone(a.path+wal.Suffix, "it was cut")
		}
		if a.size.CompareAndSwap(before, info.Size()) {
			return nil
		}
	}
}

// still returns the file at a path, if it is the one that was there.
func still(was fs.FileInfo, path string) (fs.FileInfo, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, gone(path, err.Error())
	case !os.SameFile(was, info):
		return nil, gone(path, "another file lies there")
	}
	return info, nil
}

func gone(path, what string) error {
	return fmt.Errorf("%w (%s: %s); put it back, or restart and look at what is open", flow.ErrGone, path, what)
}

// MayGoOn refuses the next facts on a copy and, where care is due, on one since a
// moment ago and where the path no longer leads to this file: nobody would find
// them there. What is under way goes on in its own file, but a WAL that was cut is
// noticed.
func (j *Journal) MayGoOn(ctx context.Context, careful bool) error {
	err := j.MayWrite(ctx)
	lost := j.anchor.holds()
	if err != nil || !careful {
		return err
	}
	if err := j.Named(lost); err != nil {
		return err
	}
	return j.stillHome(ctx)
}

// InPlace refuses when the path no longer leads to this file: what is written now
// nobody would find (money rule 5.9).
func (j *Journal) InPlace() error { return j.Named(j.anchor.holds()) }
