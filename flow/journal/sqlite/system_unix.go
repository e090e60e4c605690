//go:build unix

package sqlite

import (
	"errors"
	"os"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// identify returns what tells a file from a copy of it: its number in the file
// system. The device's number does not count, because it is another after a
// restart on LVM, btrfs and NFS. "" where the file system keeps no numbers.
func identify(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	s, is := info.Sys().(*syscall.Stat_t)
	if !is || !keepsNumbers(path) {
		return "", nil
	}
	return strconv.FormatUint(uint64(s.Ino), 10), nil
}

// noRoom reports whether a file could not grow because its disk is full.
func noRoom(err error) bool { return errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.EDQUOT) }

func isReadOnlyDisk(err error) bool { return errors.Is(err, unix.EROFS) }
