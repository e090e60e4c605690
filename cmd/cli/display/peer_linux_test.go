package display

import (
	"net"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
)

// asUser does something on a thread that belongs to another user.
func asUser(uid int, do func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
		if _, _, errno := syscall.RawSyscall(syscall.SYS_SETRESUID, uintptr(uid), uintptr(uid), uintptr(uid)); errno != 0 {
			return
		}
		do()
	}()
	<-done
}

// Case 52: each end asks the system who the other one is. Another user's process
// is sent away unheard, even where the folder let it in.
func TestPeersAreOfOneUser(t *testing.T) {
	dir, err := os.MkdirTemp("", "ft")
	must(t, err, os.Chmod(dir, 0o777))
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "s")
	l, err := net.Listen("unix", path)
	must(t, err, os.Chmod(path, 0o777))
	defer l.Close()
	seen := func(dial func()) (friendly bool, uid int) {
		dial()
		c, err := l.Accept()
		must(t, err)
		defer c.Close()
		uid, known := peerUID(c)
		if !known {
			t.Fatal("the system does not say who it is")
		}
		return ofThisUser(c), uid
	}
	dial := func() {
		if c, err := net.Dial("unix", path); err == nil {
			t.Cleanup(func() { _ = c.Close() })
			if !ofThisUser(c) {
				t.Error("our own listener is taken for another's")
			}
		}
	}
	if ok, uid := seen(dial); !ok || uid != os.Geteuid() {
		t.Errorf("our own process is user %d, friendly %t", uid, ok)
	}
	if os.Geteuid() != 0 {
		return // only root can be somebody else
	}
	stranger := func() {
		asUser(12345, func() {
			if c, err := net.Dial("unix", path); err == nil {
				t.Cleanup(func() { _ = c.Close() })
			}
		})
	}
	if ok, uid := seen(stranger); ok || uid != 12345 {
		t.Errorf("a stranger is user %d, friendly %t", uid, ok)
	}
}
