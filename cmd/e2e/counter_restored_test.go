//go:build !windows

package e2e

import (
	"os"
	"reflect"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/creack/pty"
)

// A till that is told to go, or whose terminal is taken away, leaves the terminal
// as it found it, on each page: echo, lines, cursor, mouse and the other screen.
func TestTerminalIsLeftAsItWas(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT} {
		for _, page := range []string{"amount", "camera"} {
			t.Run(signal.String()+" at the "+page, func(t *testing.T) {
				t.Parallel()
				ours, theirs, err := pty.Open()
				if err != nil {
					t.Fatal(err)
				}
				defer ours.Close()
				defer theirs.Close()
				before := terminalState(t, theirs)
				cmd := newTill(t).command("--sim", "--lang", "en")
				cmd.Env = append(cmd.Env, "TERM=xterm-256color", "NO_COLOR=1")
				cmd.Stdin, cmd.Stdout, cmd.Stderr = theirs, theirs, theirs
				cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
				if err := pty.Setsize(theirs, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
					t.Fatal(err)
				}
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				till := newScreen(ours)
				till.wait(t, "Amount")
				if reflect.DeepEqual(before, terminalState(t, theirs)) {
					t.Fatal("the till never changed the terminal: this test sees nothing")
				}
				if page == "camera" {
					till.enters(t, "900.03") // a customer who walks away
					till.press(t, "\r", "at the camera")
				}
				if err := cmd.Process.Signal(signal); err != nil {
					t.Fatal(err)
				}
				late := time.AfterFunc(patience, func() { _ = cmd.Process.Kill() })
				_ = cmd.Wait()
				if !late.Stop() {
					t.Fatal("it did not go")
				}
				if after := terminalState(t, theirs); !reflect.DeepEqual(before, after) {
					t.Errorf("the terminal was %+v and is %+v", before, after)
				}
				till.waitFor(t, func(text string) bool { return strings.Contains(text, "\x1b[?1049l") })
				left := till.all()
				for on, off := range map[string]string{"\x1b[?1049h": "\x1b[?1049l", "\x1b[?25l": "\x1b[?25h", "\x1b[?1002h": "\x1b[?1002l", "\x1b[?2004h": "\x1b[?2004l"} {
					if strings.LastIndex(left, on) > strings.LastIndex(left, off) {
						t.Errorf("%q is on and never off", on)
					}
				}
			})
		}
	}
}

func terminalState(t *testing.T, tty *os.File) *term.State {
	t.Helper()
	state, err := term.GetState(tty.Fd())
	if err != nil {
		t.Fatal(err)
	}
	return state
}
