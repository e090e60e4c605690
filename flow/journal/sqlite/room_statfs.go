//go:build linux || darwin

package sqlite

import "golang.org/x/sys/unix"

// room is how many bytes this person may still write in a folder.
func room(dir string) (bytes uint64, err error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, err
	}
	return s.Bavail * uint64(s.Bsize), nil
}
