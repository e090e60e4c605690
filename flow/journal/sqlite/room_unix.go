//go:build unix

package sqlite

import (
	"errors"

	"golang.org/x/sys/unix"
)

// noRoom reports whether a file could not grow because its disk is full.
func noRoom(err error) bool { return errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.EDQUOT) }

func isReadOnlyDisk(err error) bool { return errors.Is(err, unix.EROFS) }
