//go:build linux

package e2e

import (
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// asOwner runs a command without root's power to write where it must not.
func (m *till) asOwner(cmd *exec.Cmd) said {
	m.t.Helper()
	if os.Getuid() != 0 {
		return m.end(cmd)
	}
	const dropFromBoundingSet, overrideModes = 24, 1 // PR_CAPBSET_DROP, CAP_DAC_OVERRIDE
	ended := make(chan said)
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
		if _, _, err := syscall.RawSyscall(syscall.SYS_PRCTL, dropFromBoundingSet, overrideModes, 0); err != 0 {
			m.t.Errorf("prctl: %v", err)
		}
		ended <- m.end(cmd)
	}()
	return <-ended
}

// A journal that cannot be written refuses a sale before any money, and says
// what to do. What is only read is told, or refused by name.
func TestReadOnlyJournal(t *testing.T) {
	t.Parallel()
	for name, mode := range map[string]os.FileMode{"file": 0, "file and folder": 0o500} {
		t.Run(name, func(t *testing.T) {
			m := newTill(t)
			m.fill()
			path := m.journalPath()
			before := m.run("sales", "--sim", "--limit", "0", "-o", "json")
			if err := os.Chmod(path, 0o400); err != nil {
				t.Fatal(err)
			}
			if mode != 0 {
				if err := os.Chmod(m.stateDir(), mode); err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { _ = os.Chmod(m.stateDir(), 0o700) })
			}
			readOnly(t, m, before.out, func(args ...string) said { return m.asOwner(m.command(args...)) })
			if n := m.charges(); n != 2 {
				t.Errorf("WeChat holds %d charges, 2 before", n)
			}
		})
	}
}

// readOnly holds the program against a journal that cannot be written.
func readOnly(t *testing.T, m *till, sales string, run func(args ...string) said) {
	t.Helper()
	path := m.journalPath()
	for _, c := range []struct {
		args []string
		want int
	}{
		{[]string{"pay", "7.00", "--auth-code", scannedCode(11)}, 69},
		{[]string{"pay", "7.00"}, 69},
		{[]string{"pay", "12.80", "--ref", "basket-1", "--auth-code", scannedCode(12)}, 8},
		{[]string{"pay", "12.80", "--ref", "another", "--auth-code", scannedCode(13)}, 8},
	} {
		s := run(append(c.args, "--sim", "-o", "json")...)
		if s.code != c.want || !s.refused(path) || !strings.Contains(s.err, "writable") {
			t.Errorf("%v: want %d with the journal and what to do, %v", c.args, c.want, s)
		}
	}
	for _, args := range [][]string{{"sales", "--limit", "0", "-o", "json"}, {"status", "basket-1"}, {"journal", "verify"}, {"recover"}, {"day"}} {
		s := run(append(args, "--sim")...)
		switch {
		case s.code == 0 && args[0] == "sales" && s.out != sales:
			t.Errorf("sales %s", unlike(s.out, sales))
		// The journal may be read where WeChat's simulated book cannot be locked.
		case s.code != 0 && (!s.refused(path) || !strings.Contains(s.err, "writable")) && !strings.Contains(s.err, "simulated book: "):
			t.Errorf("%v neither says it nor refuses: %v", args, s)
		}
	}
}
