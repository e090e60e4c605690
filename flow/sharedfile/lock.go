package sharedfile

import (
	"fmt"
	"os"
	"sync"
)

// Lock is a lock between the processes of this machine: a file that the
// operating system holds for one of them and lets go of when that one ends,
// however it ends. The file itself stays: its name must not vanish under
// somebody who waits for it.
type Lock struct {
	path string
	mu   sync.Mutex
	held *os.File
}

// NewLock names the file; it is made when the lock is first tried.
func NewLock(path string) *Lock { return &Lock{path: path} }

// TryLock takes the lock without waiting; false while another process has it.
func (l *Lock) TryLock() (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.held != nil {
		return true, nil
	}
	f, err := os.OpenFile(l.path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return false, err
	}
	got, err := TryLock(f)
	if err != nil {
		err = fmt.Errorf("lock %s: %w", l.path, err)
	}
	if !got {
		_ = f.Close()
		return false, err
	}
	l.held = f
	return true, nil
}

// Unlock lets others have it.
func (l *Lock) Unlock() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.held == nil {
		return nil
	}
	err := l.held.Close()
	l.held = nil
	return err
}
