//go:build !windows

package e2e

import (
	"bytes"
	"context"
	"io"
	"syscall"
	"testing"

	"github.com/creack/pty"

	"facetill/flow"
)

// A terminal that never answers is asked nothing: Bubble Tea's init would send
// queries and wait five seconds for the answers.
func TestSilentTerminal(t *testing.T) {
	exe := built(t)
	for _, args := range [][]string{{"--version"}, {"help", "exit-codes"}, {"pay", "-5"}} {
		cmd := newTill(t).of(exe).command(args...)
		cmd.Env = append(cmd.Env, "TERM=xterm-256color", "COLORFGBG=")
		tty, err := pty.Start(cmd)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(tty) // ends with EIO when the last writer is gone
		_ = cmd.Wait()
		_ = tty.Close()
		if i := bytes.IndexByte(text, 0x1b); i >= 0 || len(text) == 0 {
			t.Errorf("%v sent %q to the terminal", args, text)
		}
	}
}

// A screen in a terminal, a sale by face, and the way out.
func TestTillInATerminal(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	cmd := m.command("--sim", "--lang", "en")
	cmd.Env = append(cmd.Env, "TERM=xterm-256color", "NO_COLOR=1")
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		t.Fatal(err)
	}
	defer tty.Close()
	screen := newScreen(tty)
	screen.wait(t, "Amount")
	screen.enters(t, "12.80")
	screen.press(t, "\r", "at the camera")
	screen.wait(t, "PAID")
	db := m.open()
	screen.waitFor(t, func(string) bool {
		all, err := db.List(context.Background(), flow.Filter{})
		return err == nil && len(all) == 1 && all[0].State == flow.Paid && all[0].TotalFee == 1280 && all[0].Shown
	})
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	screen.ended()
	if err := cmd.Wait(); err != nil {
		t.Errorf("the till ended with %v", err)
	}
}
