//go:build !windows

package e2e

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/creack/pty"

	"facetill/flow"
	"facetill/flow/journal/sqlite"
)

// program is facetill in folders of its own; the test binary stands for it.
func program(t testing.TB, home string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command("facetill", args...)
	cmd.Env = append(os.Environ(), userFolders(home)...)
	return cmd
}

// exitOf runs a command to its end.
func exitOf(t testing.TB, cmd *exec.Cmd) int {
	t.Helper()
	err := cmd.Run()
	if exit, is := errors.AsType[*exec.ExitError](err); is {
		return exit.ExitCode()
	}
	if err != nil {
		t.Fatal(err)
	}
	return 0
}

// stopAt starts a sale, sends a signal when a fact with some text is out, and
// gives exit code and last line.
func stopAt(t *testing.T, cmd *exec.Cmd, fact string, signal os.Signal) (int, map[string]any) {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	last, sent := "", false
	for lines := bufio.NewScanner(out); lines.Scan(); {
		last = lines.Text()
		if !sent && strings.Contains(last, fact) {
			sent = true
			if err := cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
		}
	}
	if !sent {
		t.Fatalf("no line with %s; the last is %s", fact, last)
	}
	code := 0
	if exit, is := errors.AsType[*exec.ExitError](cmd.Wait()); is {
		code = exit.ExitCode()
	}
	var result map[string]any
	if err := json.Unmarshal([]byte(last), &result); err != nil {
		t.Fatalf("the last line is %q", last)
	}
	return code, result
}

// openDB opens the simulated journal of a home.
func openDB(t testing.TB, home string) *sqlite.Journal {
	t.Helper()
	j, err := sqlite.Open(context.Background(), filepath.Join(stateDir(home), "sim.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = j.Close() })
	return j
}

func onlyAttempt(t testing.TB, home string) flow.Attempt {
	t.Helper()
	all, err := openDB(t, home).List(context.Background(), flow.Filter{})
	if err != nil || len(all) != 1 {
		t.Fatalf("%d attempts, %v", len(all), err)
	}
	return all[0]
}

var stops = []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}

// Money rule 5.8: before submission a signal cancels the sale.
func TestSignalBeforeSubmission(t *testing.T) {
	t.Parallel()
	for _, signal := range stops {
		home := t.TempDir()
		cmd := program(t, home, "pay", "900.03", "--sim", "-o", "json") // the customer walks away
		code, result := stopAt(t, cmd, `"state":"opened"`, signal)
		if code != 130 || result["outcome"] != "cancelled" || result["exit_code"] != 130.0 {
			t.Errorf("%v: exit %d, %v", signal, code, result)
		}
		if a := onlyAttempt(t, home); a.State != flow.Cancelled || a.EndedBy != "signal" {
			t.Errorf("%v: the journal says %s, %s", signal, a.State, a.EndedBy)
		}
	}
}

// Money rule 5.8: after submission a signal decides nothing, and says open.
func TestSignalAfterSubmission(t *testing.T) {
	t.Parallel()
	for i, signal := range stops {
		home := t.TempDir()
		// The customer never enters the password.
		cmd := program(t, home, "pay", "900.13", "--sim", "-o", "json", "--ref", "r1", "--auth-code", "134567890123456701")
		code, result := stopAt(t, cmd, `"state":"confirming"`, signal)
		if code != 8 || result["outcome"] != "open" || result["exit_code"] != 8.0 || result["state"] != "confirming" {
			t.Errorf("%v: exit %d, %v", signal, code, result)
		}
		if a := onlyAttempt(t, home); a.State != flow.Confirming || !a.DecidedAt.IsZero() {
			t.Errorf("%v: the journal says %s, decided %v", signal, a.State, a.DecidedAt)
		}
		if i > 0 {
			continue
		}
		// What is open is told, stops its amount, and another amount on its reference.
		for _, args := range [][]string{{"status", "--sim"}, {"recover", "--sim", "--for", "100ms"},
			{"pay", "900.13", "--sim", "--auth-code", "134567890123456702"},
			{"pay", "1", "--sim", "--ref", "r1", "--auth-code", "134567890123456703"}} {
			var talk bytes.Buffer
			next := program(t, home, args...)
			next.Stderr = &talk
			if code := exitOf(t, next); code != 8 {
				t.Errorf("%v: exit %d, want 8: %s", args, code, talk.String())
			}
			if !strings.Contains(talk.String(), "open: ") {
				t.Errorf("%v does not say what is open: %s", args, talk.String())
			}
		}
	}
}

// A journal whose rows were changed by hand: a finding.
func TestVerifyFinds(t *testing.T) {
	home := t.TempDir()
	if err := plant(context.Background(), stateDir(home), "paid", "r1", 1280); err != nil {
		t.Fatal(err)
	}
	if code := exitOf(t, program(t, home, "journal", "verify", "--sim")); code != 0 {
		t.Fatalf("untouched: exit %d", code)
	}
	tamper(t, filepath.Join(stateDir(home), "sim.db"))
	cmd := program(t, home, "journal", "verify", "--sim", "-o", "json")
	var out bytes.Buffer
	cmd.Stdout = &out
	if code := exitOf(t, cmd); code != 9 || !strings.Contains(out.String(), `"problems":["attempt `) {
		t.Errorf("exit %d, want 9: %s", code, out.String())
	}
}

var built = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "facetill-cli-")
	if err != nil {
		return "", err
	}
	return build(filepath.Join(dir, "facetill"))
})

// build makes the program itself, with build tags.
func build(path string, tags ...string) (string, error) {
	cmd := exec.Command("go", "build", "-tags", strings.Join(tags, ","), "-o", path, "facetill/cmd/facetill")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", errors.New(string(out))
	}
	return path, nil
}

// A terminal that never answers is asked nothing: Bubble Tea's init would send
// queries and wait five seconds for the answers.
func TestSilentTerminal(t *testing.T) {
	exe, err := built()
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"--version"}, {"help", "exit-codes"}, {"pay", "-5"}} {
		cmd := exec.Command(exe, args...)
		cmd.Env = append(os.Environ(), userFolders(t.TempDir())...)
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
	home := t.TempDir()
	cmd := program(t, home, "--sim", "--lang", "en")
	cmd.Env = append(cmd.Env, "TERM=xterm-256color", "NO_COLOR=1")
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		t.Fatal(err)
	}
	defer tty.Close()
	screen := newScreen(tty)
	screen.wait(t, "Amount")
	screen.types("12.80")
	screen.wait(t, "pay by face")
	screen.press(t, "\r", "at the camera")
	screen.wait(t, "PAID")
	db := openDB(t, home)
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
