//go:build unix

package book

import (
	"errors"
	"os"
	"syscall"
)

// LockFile waits for the exclusive lock. The system gives it back when the
// process ends, however it ends.
func LockFile(f *os.File) error {
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX)
		if !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}

// UnlockFile gives the lock back.
func UnlockFile(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_UN) }
