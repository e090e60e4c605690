//go:build linux || darwin

package main

import "syscall"

// limitMemory keeps a mutant that asks for memory without end from taking the
// machine's: what is started inherits the limit.
func limitMemory() error {
	const most = 8 << 30 // bytes of addresses
	return syscall.Setrlimit(syscall.RLIMIT_AS, &syscall.Rlimit{Cur: most, Max: most})
}
