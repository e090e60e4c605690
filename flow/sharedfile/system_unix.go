//go:build unix

package sharedfile

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// TryLock takes the whole of an open file, without waiting; false while another
// process has it. The kernel lets it go with the last descriptor.
func TryLock(f *os.File) (bool, error) {
	err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return false, nil
	}
	return err == nil, err
}

// WaitLock is TryLock, but waits until the file is free.
func WaitLock(f *os.File) error {
	for {
		err := unix.Flock(int(f.Fd()), unix.LOCK_EX)
		if !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}

// Unlock lets others have it while the file stays open.
func Unlock(f *os.File) error { return unix.Flock(int(f.Fd()), unix.LOCK_UN) }
