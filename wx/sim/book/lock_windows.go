package book

import (
	"os"

	"golang.org/x/sys/windows"
)

// LockFile waits for the exclusive lock. The system gives it back when the
// process ends, however it ends.
func LockFile(f *os.File) error {
	return windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK, 0, 1, 0, new(windows.Overlapped))
}

// UnlockFile gives the lock back.
func UnlockFile(f *os.File) error {
	return windows.UnlockFileEx(windows.Handle(f.Fd()), 0, 1, 0, new(windows.Overlapped))
}
