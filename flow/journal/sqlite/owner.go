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
	id   string
	file *os.File
}

// ownersSuffix makes the folder of the locks out of a journal's path.
const ownersSuffix = "-owners"

func newOwner(dir string) (*owner, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	// A process that clears up may take the new file before it is locked.
	for range 5 {
		o, err := tryOwner(dir)
		if err != nil {
			return nil, err
		}
		if o != nil {
			o.clearUp()
			return o, nil
		}
	}
	return nil, fmt.Errorf("lock a file in %s: the file system does not lock files; put the journal on a local disk", dir)
}

// tryOwner returns nil when the file was not ours, or no longer there, by the
// time that it was locked.
func tryOwner(dir string) (*owner, error) {
	id, err := journal.NewID()
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, id)
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	locked, err := sharedfile.TryLock(f)
	if err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("lock %s: %w; put the journal on a local disk", path, err)
	}
	if mine, err := f.Stat(); locked && err == nil {
		if named, err := os.Stat(path); err == nil && os.SameFile(mine, named) {
			return &owner{dir: dir, id: id, file: f}, nil
		}
	}
	_ = f.Close()
	return nil, nil
}

// clearUp removes the files of processes that died, best effort.
func (o *owner) clearUp() {
	entries, err := os.ReadDir(o.dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if len(e.Name()) == len(o.id) && e.Type().IsRegular() {
			o.alive(e.Name())
		}
	}
}

func (o *owner) close() error {
	if o == nil || o.file == nil {
		return nil
	}
	// Closed before it is removed: Windows removes no open file. The id is never
	// used again, so that moment harms nobody.
	return errors.Join(o.file.Close(), os.Remove(filepath.Join(o.dir, o.id)))
}

// Alive reports whether the process behind an id lives. Where that cannot be found
// out it lives: two drivers are worse than a late one.
func (o *owner) alive(id string) bool {
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

func (j *Journal) Driver() string           { return j.owner.id }
func (j *Journal) Alive(driver string) bool { return j.owner.alive(driver) }

// OthersLive reports whether another process has the journal open. It writes rows
// and sums by the columns that it knows, so nothing may change them under it.
func (j *Journal) OthersLive() bool {
	if j.owner == nil {
		return (&owner{dir: j.path + ownersSuffix}).hasOthers()
	}
	return j.owner.hasOthers()
}

// hasOthers reports whether another process lives that holds a lock in the folder;
// where that cannot be found out, one does.
func (o *owner) hasOthers() bool {
	entries, err := os.ReadDir(o.dir)
	if err != nil {
		return !errors.Is(err, os.ErrNotExist)
	}
	for _, e := range entries {
		if e.Type().IsRegular() && e.Name() != o.id && o.alive(e.Name()) {
			return true
		}
	}
	return false
}
