package sqlite

import "golang.org/x/sys/unix"

// keepsNumbers reports whether a file has the same number after the next mount.
// FAT and most of what runs in user space make them up.
func keepsNumbers(path string) bool {
	var s unix.Statfs_t
	if err := unix.Statfs(path, &s); err != nil {
		return false
	}
	switch uint32(s.Type) {
	case unix.MSDOS_SUPER_MAGIC, unix.EXFAT_SUPER_MAGIC, unix.FUSE_SUPER_MAGIC:
		return false
	}
	return true
}
