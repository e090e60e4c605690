package journal

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// owner is this process as a driver of attempts: a random id, and a file of
// that name which the operating system holds locked for it. When the process
// dies, however it dies, the lock is gone and everybody can see it.
type owner struct {
	dir  string
	id   string
	file *os.File
}

func newOwner(dir string) (*owner, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	id, err := newID()
	if err != nil {
		return nil, err
	}
	f, err := os.OpenFile(filepath.Join(dir, id), os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if locked, err := tryLock(f); err != nil || !locked {
		_ = f.Close()
		return nil, fmt.Errorf("lock %s: %w", f.Name(), errors.Join(err, errors.New("the file system does not lock files; put the journal on a local disk")))
	}
	return &owner{dir: dir, id: id, file: f}, nil
}

func (o *owner) close() error {
	if o == nil {
		return nil
	}
	// Closed before it is removed: Windows removes no open file. The id is never
	// used again, so that moment harms nobody.
	return errors.Join(o.file.Close(), os.Remove(filepath.Join(o.dir, o.id)))
}

// alive says whether the process behind an id lives. Where that cannot be found
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
	if err != nil {
		return !errors.Is(err, os.ErrNotExist)
	}
	locked, err := tryLock(f)
	if err != nil || !locked {
		_ = f.Close()
		return true
	}
	_ = f.Close()
	_ = os.Remove(path) // its process is gone
	return false
}
