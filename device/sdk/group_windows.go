package sdk

import (
	"syscall"

	"golang.org/x/sys/windows"
)

// ownGroup keeps a Ctrl-C in the till's console from ending the child in the
// middle of a capture, and keeps a console window of its own from appearing.
func ownGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{HideWindow: true, CreationFlags: windows.CREATE_NEW_PROCESS_GROUP | windows.CREATE_NO_WINDOW}
}
