//go:build !windows

package e2e

import (
	"bytes"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// Ctrl+C, Ctrl+D and a signal end a command that asks for a PIN at once, and the terminal
// shows keys again.
func TestPromptForAPINEnds(t *testing.T) {
	for name, end := range map[string]string{"Ctrl+C": "47\x03", "Ctrl+D": "\x04", "a signal": "", "Enter": "4711\r", "Enter twice": "\r4711\r"} {
		cmd := newTill(t).command("config", "pin")
		tty, err := pty.Start(cmd)
		if err != nil {
			t.Fatal(err)
		}
		limit := time.AfterFunc(30*time.Second, func() { _ = cmd.Process.Kill() })
		var out bytes.Buffer
		for buf := make([]byte, 4096); ; {
			n, err := tty.Read(buf)
			if err != nil {
				break
			}
			prompted := bytes.Contains(out.Bytes(), []byte(": "))
			if out.Write(buf[:n]); prompted || !bytes.Contains(out.Bytes(), []byte(": ")) {
				continue
			}
			if end == "" {
				_ = cmd.Process.Signal(syscall.SIGTERM)
			}
			_, _ = tty.WriteString(end)
		}
		_ = cmd.Wait()
		limit.Stop()
		tty.Close()
		want := 130
		if strings.HasPrefix(name, "Enter") {
			want = 0
		}
		if asked := bytes.Count(out.Bytes(), []byte(": ")); name == "Enter twice" && asked < 2 { // nothing typed is no PIN, and no wrong one
			t.Errorf("asked %d times", asked)
		}
		if code := cmd.ProcessState.ExitCode(); code != want || bytes.Contains(out.Bytes(), []byte("47")) && want != 0 {
			t.Errorf("%s: exit code %d, %s", name, code, out.String())
		}
	}
}
