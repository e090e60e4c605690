//go:build !windows

package e2e

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// started runs a command until a line with some text came on one of its streams.
func started(t *testing.T, home string, stderr bool, text string, args ...string) (line string, end func() int) {
	t.Helper()
	cmd := program(t, home, args...)
	pipe, err := cmd.StdoutPipe()
	if stderr {
		pipe, err = cmd.StderrPipe()
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	lines := bufio.NewScanner(pipe)
	for lines.Scan() {
		if line = lines.Text(); strings.Contains(line, text) {
			return line, func() int {
				_ = cmd.Process.Signal(syscall.SIGTERM)
				for lines.Scan() {
				}
				_ = cmd.Wait()
				return cmd.ProcessState.ExitCode()
			}
		}
	}
	t.Fatalf("%v ended without %q", args, text)
	return "", nil
}

// `facetill sim` is a WeChat Pay that a configured till uses over HTTPS.
func TestSimServes(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	line, end := started(t, home, false, "serving", "sim", "--listen", "127.0.0.1:0", "--dir", filepath.Join(home, "sim"), "-o", "json")
	var serving map[string]any
	if err := json.Unmarshal([]byte(line), &serving); err != nil {
		t.Fatal(err)
	}
	text := func(name string) string { s, _ := serving[name].(string); return s }
	config := `[merchant]
app_id = "` + text("appid") + `"
mch_id = "` + text("mch_id") + `"
p12_file = "` + text("p12_file") + `"
[wechat]
adapter = "sim"
api_url = "` + text("url") + `"
ca_file = "` + text("ca_file") + `"
[device]
adapter = "sim"
`
	file := filepath.Join(home, "till.toml")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := program(t, home, "pay", "12.80", "--config", file, "--auth-code", "134567890123456701", "-o", "json")
	var out, talk bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &talk
	if code := exitOf(t, cmd); code != 0 || !strings.Contains(out.String(), `"simulated":true`) {
		t.Errorf("exit %d\n%s%s", code, out.String(), talk.String())
	}
	if orders := bookOrders(t, filepath.Join(home, "sim", "sim.book")); len(orders) != 1 {
		t.Errorf("%d orders in the book", len(orders))
	}
	if code := end(); code != 0 {
		t.Errorf("the simulator ends with %d", code)
	}
}

// A journal that is not there yet is waited for.
func TestRecoverWatchWaits(t *testing.T) {
	t.Parallel()
	_, end := started(t, t.TempDir(), true, "waiting for the journal", "recover", "--watch", "--sim")
	if code := end(); code != 0 {
		t.Errorf("exit %d", code)
	}
}

// S23: while one process makes a sale, another asks for the same reference with
// a code of its own. It gets the first one's end, and its code is never sent.
func TestTwoProcessesOneReference(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	_, end := started(t, home, false, `"state":"opened"`, "pay", "12.80", "--sim", "--ref", "basket", "-o", "json") // its camera needs a second
	cmd := program(t, home, "pay", "12.80", "--sim", "--ref", "basket", "-o", "json", "--auth-code", "134567890123456701")
	var out bytes.Buffer
	cmd.Stdout = &out
	if code := exitOf(t, cmd); code != 0 || !strings.Contains(out.String(), `"replayed":true`) || !strings.Contains(out.String(), `"method":"face"`) {
		t.Errorf("exit %d\n%s", code, out.String())
	}
	end()
	orders := bookOrders(t, filepath.Join(stateDir(home), "sim.book"))
	if len(orders) != 1 || orders[0].Deliveries != 1 {
		t.Errorf("the book: %+v", orders)
	}
	if a := onlyAttempt(t, home); !a.Shown {
		t.Error("nobody recorded that PAID was told")
	}
}
