package display

import (
	"net"

	"golang.org/x/sys/unix"
)

// peerUID is the user whose process is the other end of a socket.
func peerUID(c net.Conn) (uid int, known bool) {
	u, is := c.(*net.UnixConn)
	if !is {
		return 0, false
	}
	raw, err := u.SyscallConn()
	if err != nil {
		return 0, false
	}
	if raw.Control(func(fd uintptr) {
		if cred, err := unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED); err == nil {
			uid, known = int(cred.Uid), true
		}
	}) != nil {
		return 0, false
	}
	return uid, known
}
