package sharedfile

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// TryLock takes the whole of an open file, without waiting; false while another
// process has it. Windows lets it go when the process ends.
func TryLock(f *os.File) (bool, error) {
	err := lock(f, windows.LOCKFILE_FAIL_IMMEDIATELY)
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return false, nil
	}
	return err == nil, err
}

// WaitLock is TryLock, but waits until the file is free.
func WaitLock(f *os.File) error { return lock(f, 0) }

func lock(f *os.File, how uint32) error {
	return windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|how, 0, 1, 0, new(windows.Overlapped))
}

// Unlock lets others have it while the file stays open.
func Unlock(f *os.File) error {
	return windows.UnlockFileEx(windows.Handle(f.Fd()), 0, 1, 0, new(windows.Overlapped))
}
