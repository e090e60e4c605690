package streams

import (
	"errors"
	"os"
	"syscall"
)

// isOpen reports whether there is anything behind a file that the program was started
// with. No other question will do: a handle that says nothing of its file can be
// one that is written to.
func isOpen(f *os.File) bool {
	const invalidHandle = syscall.Errno(6)
	if f == nil {
		return false
	}
	_, err := syscall.GetFileType(syscall.Handle(f.Fd()))
	return !errors.Is(err, invalidHandle)
}
