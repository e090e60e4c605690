//go:build !windows

package e2e

import (
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
)

// A till over a copy asks about it before anything else, and is a till once it
// was adopted.
func TestTillAdoptsACopy(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	m.sold()
	copied := filepath.Join(m.stateDir(), "sim-copy.db")
	copyJournal(t, m.journalPath(), copied)
	of := m.withJournal(copied)
	cmd := m.command(of, "--lang", "en")
	cmd.Env = append(cmd.Env, "TERM=xterm-256color", "LC_ALL=C.UTF-8", "LANG=C.UTF-8")
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		t.Fatal(err)
	}
	screen := &live{t: t, cmd: cmd}
	go func() { _, _ = io.Copy(&screen.out, tty) }()
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait(); _ = tty.Close() }()
	press := func(keys string) {
		t.Helper()
		for _, k := range keys {
			time.Sleep(300 * time.Millisecond) // a person, and no scanner
			if _, err := tty.WriteString(string(k)); err != nil {
				t.Fatal(err)
			}
		}
	}
	screen.until("This journal is a copy")
	press("Li")
	screen.until("Li_")
	press("\r")
	screen.until("How do you know")
	press("broke")
	screen.until("broke_")
	press("\r")
	screen.until("again")
	time.Sleep(time.Second) // a press is a second one only when it is not held
	press("\r")
	screen.until("from now on")
	if s := m.run("sales", of); s.code != 0 || strings.Contains(s.err, "journal adopt") {
		t.Errorf("after it: exit %d\n%s", s.code, s.err)
	}
}
