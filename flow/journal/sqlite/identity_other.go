//go:build unix && !linux

package sqlite

// keepsNumbers reports whether a file has the same number after the next mount.
func keepsNumbers(string) bool { return true }
