//go:build !windows

package tui

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/creack/pty"
)

// onTerminal starts a program on a terminal that never answers.
func onTerminal(t *testing.T, cmd *exec.Cmd) *os.File {
	t.Helper()
	// Nothing that makes the library think of a recorder or a pipe.
	cmd.Env = append(cmd.Env, "TERM=xterm-256color", "PATH="+os.Getenv("PATH"), "HOME="+t.TempDir())
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tty.Close() })
	return tty
}

func self(t *testing.T, child string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = []string{"FACETILL_TEST_CHILD=" + child}
	return cmd
}

// A program that has the screen linked in and only prints must ask the terminal
// for nothing: Bubble Tea's own start asks and waits five seconds.
func TestSilentTerminalIsNotAsked(t *testing.T) {
	cmd := self(t, "print")
	out := all(onTerminal(t, cmd))
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	if string(out) != "ok\r\n" {
		t.Errorf("the terminal got %q", out)
	}
}

// The control: a program with Bubble Tea alone does ask. It is ended as soon as
// it has.
func TestSilentTerminalControl(t *testing.T) {
	probe := filepath.Join(t.TempDir(), "probe")
	if out, err := exec.Command("go", "build", "-o", probe, "./testdata/probe").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	cmd := exec.Command(probe)
	tty := onTerminal(t, cmd)
	first := make([]byte, 2)
	_, err := io.ReadFull(tty, first)
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	if err != nil || !bytes.Equal(first, []byte("\x1b]")) {
		t.Errorf("the control asked nothing: %q, %v", first, err)
	}
}

// A panic behind the screen gives the terminal back: the main screen, the
// cursor, and line editing as it was.
func TestTerminalIsRestoredAfterAPanic(t *testing.T) {
	for _, child := range []string{"panic", "panic of a message"} {
		t.Run(child, func(t *testing.T) { terminalAfter(t, child) })
	}
}

func terminalAfter(t *testing.T, child string) {
	cmd := self(t, child)
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer master.Close()
	defer slave.Close()
	before, err := term.GetState(slave.Fd())
	if err != nil {
		t.Fatal(err)
	}
	cmd.Env = append(cmd.Env, "TERM=xterm-256color")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, slave, slave
	read := make(chan []byte, 1)
	go func() {
		var b bytes.Buffer
		buf := make([]byte, 4096)
		for !bytes.Contains(b.Bytes(), []byte("run: true")) {
			n, err := master.Read(buf)
			b.Write(buf[:n])
			if err != nil {
				break
			}
		}
		read <- b.Bytes()
	}()
	var exit *exec.ExitError
	if err := cmd.Run(); !errors.As(err, &exit) || exit.ExitCode() != 3 {
		t.Fatalf("the child ended with %v", err)
	}
	after, err := term.GetState(slave.Fd())
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(before, after) {
		t.Error("the terminal's settings are not what they were")
	}
	select {
	case out := <-read:
		for _, seq := range []string{"\x1b[?1049h", "\x1b[?1049l", "\x1b[?25h"} {
			if !bytes.Contains(out, []byte(seq)) {
				t.Errorf("no %q in what the terminal got", seq)
			}
		}
	case <-time.After(time.Minute):
		t.Error("the child's last words never came")
	}
}

// all reads until the other end is closed, which a terminal tells by an error.
func all(r io.Reader) []byte {
	out, _ := io.ReadAll(r)
	return out
}
