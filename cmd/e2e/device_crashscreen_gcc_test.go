//go:build gcc && !windows

package e2e

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"

	devsim "facetill/device/sim"
	"facetill/device/wire"
	"facetill/flow"
	"facetill/flow/journal/sqlite"
)

// One till goes through all of it with its screen whole: it states that nothing
// was charged, and the next sale is paid.
func TestScreenThroughEachCrash(t *testing.T) {
	t.Parallel()
	exe := built(t)
	terminal := failingAt(wire.CmdCode, devsim.AskSegv, 0, devsim.AskAbort, 0, devsim.AskExit, 0, devsim.AskPrint, 0, devsim.AskHang, 0)
	s := newShop(t, terminal, "[flow]\nscan_timeout = \"20s\"")
	cmd := s.command(exe, "--lang", "en")
	cmd.Env = append(cmd.Env, "TERM=xterm-256color", "NO_COLOR=1")
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		t.Fatal(err)
	}
	defer tty.Close()
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}()
	till := newScreen(tty)
	till.wait(t, "Amount")
	crashed, last := "The camera's program crashed", ""
	for i, says := range []string{crashed, "PAID", crashed, "PAID", crashed, "PAID", "PAID", "The camera's time ran out", "PAID"} {
		if i == 0 || last == "PAID" {
			till.press(t, "\r", "Amount")
			till.repaint(t)
			till.enters(t, "12.80")
		}
		s.chargeFace(t, till, i+1)
		till.repaint(t)
		till.wait(t, says)
		last = says
	}
	till.mu.Lock()
	defer till.mu.Unlock()
	for _, never := range []string{"printed by the library", "goroutine ", "SIGSEGV", "\x1b[?1049l"} {
		if strings.Contains(till.text.String(), never) {
			t.Errorf("the screen had %q", never)
		}
	}
}

// chargeFace presses Enter until the n-th sale has begun, and waits for its end.
func (s *shopFiles) chargeFace(t *testing.T, till *screen, n int) {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(s.dir, "facetill.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	pressed := time.Time{}
	till.waitFor(t, func(string) bool {
		all, err := db.List(t.Context(), flow.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		if len(all) < n && time.Since(pressed) > 5*time.Second {
			pressed = time.Now()
			_, _ = till.tty.WriteString("\r")
		}
		return len(all) == n && all[0].Final() && (all[0].State != flow.Paid || all[0].Shown)
	})
}

// repaint forgets what was drawn and has the page of now drawn whole, by a
// change of the terminal's size.
func (s *screen) repaint(t testing.TB) {
	t.Helper()
	rows, cols, err := pty.Getsize(s.tty)
	if err != nil {
		t.Fatal(err)
	}
	s.mu.Lock()
	s.mark = s.text.Len()
	s.mu.Unlock()
	// Between 80 and 81 columns.
	if err := pty.Setsize(s.tty, &pty.Winsize{Rows: uint16(rows), Cols: uint16(161 - cols)}); err != nil {
		t.Fatal(err)
	}
}
