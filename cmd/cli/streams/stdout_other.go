//go:build !windows

package streams

import "os"

// isOpen is always so: Go opens /dev/null where one of the three was closed.
func isOpen(*os.File) bool { return true }
