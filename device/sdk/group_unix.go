//go:build unix

package sdk

import "syscall"

// ownGroup keeps a Ctrl-C in the till's terminal from ending the child in the
// middle of a capture: the till decides what a Ctrl-C means.
func ownGroup() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
