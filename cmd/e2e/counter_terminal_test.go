//go:build !windows

package e2e

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/creack/pty"
)

// onTerminal runs a command on a terminal and returns all that it wrote there,
// and its exit code. A screen is left by Ctrl+C as soon as it is there.
func onTerminal(t *testing.T, cmd *exec.Cmd) (string, int) {
	t.Helper()
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		t.Fatal(err)
	}
	defer tty.Close()
	limit := time.AfterFunc(30*time.Second, func() { _ = cmd.Process.Kill() })
	defer limit.Stop()
	leave := time.NewTicker(time.Second)
	defer leave.Stop()
	var screen atomic.Bool
	ended := make(chan struct{})
	defer close(ended)
	go func() {
		for {
			select {
			case <-ended:
				return
			case <-leave.C:
				if screen.Load() {
					_, _ = tty.WriteString("\x03")
				}
			}
		}
	}()
	var out bytes.Buffer
	buf := make([]byte, 4096)
	for {
		n, err := tty.Read(buf)
		out.Write(buf[:n])
		// One that is being left takes the key for the shell's: it would be killed.
		screen.Store(bytes.Contains(out.Bytes(), []byte("\x1b[?1049h")) && !bytes.Contains(out.Bytes(), []byte("\x1b[?1049l")))
		if err != nil {
			break // the other end is closed
		}
	}
	_ = cmd.Wait()
	return out.String(), cmd.ProcessState.ExitCode()
}

// terminal is a command with settings of its own in its environment.
func (m *till) terminal(settings string, args ...string) *exec.Cmd {
	cmd := m.command(args...)
	cmd.Env = append(cmd.Env, strings.Fields(settings)...)
	return cmd
}

// foreign is the first character that no ASCII terminal can show, "" where there
// is none.
func foreign(text string) string {
	for _, r := range text {
		if r > '~' {
			return string(r)
		}
	}
	return ""
}

// A terminal that cannot show the till is refused with what to set, before
// anything is written to it that it would show as rubbish.
func TestTerminalThatCannotShowTheTill(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		env, args string
		says      []string
	}{
		{"TERM=dumb LC_ALL=C.UTF-8", "till --sim", []string{"TERM", "dumb", "try: TERM=xterm-256color"}},
		{"TERM= LC_ALL=C.UTF-8", "till --sim", []string{"TERM", "try: TERM=xterm-256color"}},
		{"TERM=dumb LC_ALL=C.UTF-8", "display --sim", []string{"TERM", "dumb"}},
		{"TERM=xterm LC_ALL=zh_CN.GBK", "till --sim", []string{"zh_CN.GBK", "try: LC_ALL=zh_CN.UTF-8", "--lang en"}},
		{"TERM=xterm LC_ALL= LC_CTYPE= LANG=zh_CN.GB18030", "till --sim", []string{"zh_CN.GB18030", "LANG"}},
		{"TERM=xterm LC_ALL=C", "till --sim --lang zh-CN", []string{"LC_ALL", "UTF-8"}},
		{"TERM=xterm LC_ALL= LC_CTYPE= LANG=", "display --sim --lang zh-CN", []string{"UTF-8"}},
	} {
		t.Run(c.env+" "+c.args, func(t *testing.T) {
			t.Parallel()
			m := newTill(t)
			out, code := onTerminal(t, m.terminal(c.env, strings.Fields(c.args)...))
			if code != 64 || strings.ContainsRune(out, '\x1b') || foreign(out) != "" {
				t.Errorf("exit %d, %q", code, out)
			}
			for _, want := range c.says {
				if !strings.Contains(out, want) {
					t.Errorf("it does not say %q: %q", want, out)
				}
			}
			if _, err := os.Stat(m.journalPath()); err == nil {
				t.Error("a journal was made")
			}
		})
	}
}

// An English till on a terminal without UTF-8 is drawn in ASCII alone, and with
// NO_COLOR in no colour.
func TestTerminalOfASCII(t *testing.T) {
	t.Parallel()
	for _, env := range []string{"TERM=xterm-256color LC_ALL=C", "TERM=linux LC_ALL= LC_CTYPE=en_US.ISO-8859-1", "TERM=xterm LC_ALL=C NO_COLOR=1"} {
		t.Run(env, func(t *testing.T) {
			t.Parallel()
			m := newTill(t)
			out, code := onTerminal(t, m.terminal(env, "till", "--sim", "--lang", "en"))
			if f := foreign(out); code != 0 || f != "" || !strings.Contains(out, "Amount (yuan)") {
				t.Errorf("exit %d, %q in %q", code, f, out)
			}
			if strings.Contains(env, "NO_COLOR") && strings.Contains(out, "\x1b[38") {
				t.Errorf("colours: %q", out)
			}
		})
	}
	// The control: the same till with UTF-8 has more than ASCII.
	if out, _ := onTerminal(t, newTill(t).terminal("TERM=xterm-256color LC_ALL=C.UTF-8", "till", "--sim", "--lang", "en")); foreign(out) == "" {
		t.Errorf("the control is ASCII, too: %q", out)
	}
}

// What a command says on such a terminal is ASCII, too, and it says why it does
// not speak Chinese. A pipe has no charset: there UTF-8 is written as ever.
func TestWordsOnATerminalOfASCII(t *testing.T) {
	t.Parallel()
	for env, args := range map[string]string{"TERM=dumb LC_ALL=zh_CN.GBK": "pay 12.80 --sim", "TERM=dumb LC_ALL=C": "pay 12.80 --sim --lang zh-CN"} {
		m := newTill(t)
		out, code := onTerminal(t, m.terminal(env, strings.Fields(args)...))
		if code != 0 || foreign(out) != "" || !strings.Contains(out, "PAID  12.80") || !strings.Contains(out, "UTF-8") {
			t.Errorf("%s: exit %d, %q", env, code, out)
		}
	}
	m := newTill(t)
	cmd := m.terminal("LC_ALL=C", "pay", "12.80", "--sim", "--lang", "zh-CN")
	cmd.Stderr = io.Discard
	if s := m.end(cmd); s.code != 0 || !strings.Contains(s.out, "已支付") {
		t.Errorf("a pipe: exit %d, %q", s.code, s.out)
	}
}
