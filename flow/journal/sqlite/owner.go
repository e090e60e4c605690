package sqlite

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"facetill/flow/journal"
	"facetill/flow/sharedfile"
)

// owner is this process as a driver of attempts: a random id, and a file of
// that name which the operating system holds locked for it. When the process
// dies, however it dies, the lock is gone and everybody can see it.
type owner struct {
	dir  string
	id   string // "" until it is taken
	file *os.File
	lock func(*os.File) (bool, error) // a test lets others come before it
}

const (
	ownersSuffix = "-owners" // makes the folder of the locks out of a journal's path
	idLength     = 24        // characters of journal.NewID
)

func ownerOf(path string) *owner { return &owner{dir: path + ownersSuffix, lock: sharedfile.TryLock} }

// take makes this process one.
func (o *owner) take() error {
	if err := os.MkdirAll(o.dir, 0o700); err != nil {
		return err
	}
	// A process that clears up may take the new file before it is locked.
	for range 5 {
		if taken, err := o.try(); err != nil || taken {
			return err
		}
	}
	return fmt.Errorf("lock a file in %s: the file system does not lock files; put the journal on a local disk", o.dir)
}

// try fails to take a file that was not ours, or no longer there, by the time that
// it was locked. Those of processes that died are cleared up with it.
func (o *owner) try() (taken bool, err error) {
	id, err := journal.NewID()
	if err != nil {
		return false, err
	}
	path := filepath.Join(o.dir, id)
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return false, err
	}
	locked, err := o.lock(f)
	if err != nil {
		_ = f.Close()
		return false, fmt.Errorf("lock %s: %w; put the journal on a local disk", path, err)
	}
	if mine, err := f.Stat(); locked && err == nil {
		if named, err := os.Stat(path); err == nil && os.SameFile(mine, named) {
			o.id, o.file = id, f
			_, _ = o.living()
			return true, nil
		}
	}
	_ = f.Close()
	return false, nil
}

func (o *owner) close() error {
	if o.file == nil {
		return nil
	}
	// Closed before it is removed: Windows removes no open file. The id is never
	// used again, so that moment harms nobody.
	return errors.Join(o.file.Close(), os.Remove(filepath.Join(o.dir, o.id)))
}

// Driver is the id of this process.
func (o *owner) Driver() string { return o.id }

// Alive reports whether the process behind an id lives. Where that cannot be found
// out it lives: two drivers are worse than a late one.
func (o *owner) Alive(id string) bool {
	switch {
	case id == "":
		return false
	case id == o.id:
		return true
	case filepath.Base(id) != id:
		return false // not a name of ours
	}
	path := filepath.Join(o.dir, id)
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, os.ErrPermission) || isReadOnlyDisk(err) {
		f, err = os.Open(path) // a lock can be looked at where nothing can be written
	}
	if err != nil {
		return !errors.Is(err, os.ErrNotExist)
	}
	locked, err := sharedfile.TryLock(f)
	if err != nil || !locked {
		_ = f.Close()
		return true
	}
	// Its process is gone. The file goes while it is locked, so nobody can be
	// given a name that is about to vanish. Windows removes no open file: there
	// it is closed first, and a file that another has open stays.
	if runtime.GOOS == "windows" {
		_ = f.Close()
		_ = os.Remove(path)
		return false
	}
	_ = os.Remove(path)
	_ = f.Close()
	return false
}

// OthersLive reports whether another process has the journal open; where that cannot
// be found out, one does. It writes rows and sums by the columns that it knows, so
// nothing may change them under it.
func (o *owner) OthersLive() bool {
	others, err := o.living()
	return others > 0 || err != nil && !errors.Is(err, os.ErrNotExist)
}

// living counts the other processes that live, and removes the files of those that died.
func (o *owner) living() (n int, err error) {
	entries, err := os.ReadDir(o.dir)
	for _, e := range entries {
		if e.Type().IsRegular() && len(e.Name()) == idLength && e.Name() != o.id && o.Alive(e.Name()) {
			n++
		}
	}
	return n, err
}
