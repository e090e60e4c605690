package sqlite

import (
	"fmt"
	"os"
	"sync"
)

// FileLock is a lock between the processes of this machine: a file that the
// operating system holds for one of them and lets go of when that one ends,
// however it ends. The file itself stays: its name must not vanish under
// somebody who waits for it.
type FileLock struct {
	path string
	mu   sync.Mutex
	held *os.File
}

// NewFileLock names the file; it is made when the lock is first tried.
func NewFileLock(path string) *FileLock { return &FileLock{path: path} }

// TryLock takes the lock without waiting; false while another process has it.
func (l *FileLock) TryLock() (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.held != nil {
		return true, nil
	}
	f, err := os.OpenFile(l.path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return false, err
	}
	got, err := tryLock(f)
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
func (l *FileLock) Unlock() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.held == nil {
		return nil
	}
	err := l.held.Close()
	l.held = nil
	return err
}
