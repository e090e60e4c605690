//go:build unix

package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"facetill/cmd/config/pin"
	"facetill/flow"
	"facetill/wx/sim"
)

// chargedUnknown is a home whose journal has an attempt that needs a person,
// while WeChat has charged it: the journal was lost and somebody wrote it anew.
func chargedUnknown(t *testing.T) (m *till, no flow.OutTradeNo) {
	m = newTill(t)
	out, err := m.command("pay", "12.80", "--sim", "--auth-code", "134567890123456701", "-o", "json").Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	var last struct {
		OutTradeNo flow.OutTradeNo `json:"out_trade_no"`
	}
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &last); err != nil {
		t.Fatal(err)
	}
	old, _ := filepath.Glob(filepath.Join(m.stateDir(), "sim.db*"))
	for _, f := range old {
		if err := os.RemoveAll(f); err != nil {
			t.Fatal(err)
		}
	}
	if err := leave(m.journalPath(), last.OutTradeNo, "needs_person", "R-1", 1280); err != nil {
		t.Fatal(err)
	}
	return m, last.OutTradeNo
}

// A person states that nothing was charged, and WeChat states that it was: each
// recover shouts, and changes nothing.
func TestRecoverShoutsAtAWrongWord(t *testing.T) {
	t.Parallel()
	m, no := chargedUnknown(t)
	if code := m.run("resolve", string(no), "--as", "not-charged", "--by", "Li", "--reason", "bank", "--sim").code; code != 0 {
		t.Fatalf("resolve: exit code %d", code)
	}
	for range 2 {
		cmd := m.command("recover", "--sim", "-o", "json")
		var talk strings.Builder
		cmd.Stderr = &talk
		out, err := cmd.Output()
		if code := cmd.ProcessState.ExitCode(); code != 9 {
			t.Fatalf("exit code %d (%v), want 9", code, err)
		}
		if !strings.Contains(talk.String(), "WECHAT SAYS OTHERWISE: "+string(no)) || !strings.Contains(string(out), `"type":"contradiction"`) {
			t.Errorf("stdout %s\nstderr %s", out, talk.String())
		}
	}
	if code := m.run("status", "R-1", "--sim").code; code != 9 {
		t.Errorf("status: exit code %d, want 9", code)
	}
}

// The manager's PIN guards what only a manager may say, and is asked for on a
// terminal alone.
func TestManagersPIN(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	hash, err := pin.Hash("4711")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(m.home, "facetill.toml")
	text := strings.NewReplacer("MCH", sim.DefaultMchID, "APP", sim.DefaultAppID, "KEY", sim.DefaultAPIKey, "HASH", hash).Replace(`
[merchant]
app_id = "APP"
mch_id = "MCH"
api_key = "KEY"
[store]
id = "SIM-1"
name = "Store"
[terminal]
device_id = "SIM-TILL-1"
manager_pin_hash = 'HASH'
[wechat]
adapter = "sim"
[device]
adapter = "sim"
[journal]
url = "sim.db"
`)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := leave(filepath.Join(m.home, "sim.db"), "", "undecided", "R-1", 1280); err != nil {
		t.Fatal(err)
	}
	if err := leave(filepath.Join(m.home, "sim.db"), "", "paid-yesterday", "Y-1", 500); err != nil {
		t.Fatal(err)
	}
	run := func(pin string, args ...string) int {
		cmd := m.command(append(args, "--config", file)...)
		cmd.Env = append(cmd.Env, "FACETILL_PIN="+pin)
		_, err := cmd.CombinedOutput()
		if err != nil && cmd.ProcessState == nil {
			t.Fatal(err)
		}
		return cmd.ProcessState.ExitCode()
	}
	no := numberOf(t, filepath.Join(m.home, "sim.db"), "R-1")
	word := []string{"resolve", no, "--as", "paid", "--by", "Li", "--reason", "bank"}
	for pin, want := range map[string]int{"": 64, "1234": 64} {
		if code := run(pin, word...); code != want {
			t.Errorf("PIN %q: exit code %d, want %d", pin, code, want)
		}
		if code := run(pin, "close", "--force"); code != want {
			t.Errorf("close --force with PIN %q: exit code %d, want %d", pin, code, want)
		}
	}
	if code := run("4711", "close", "--force"); code != 0 {
		t.Errorf("close --force: exit code %d", code)
	}
	if code := run("4711", word...); code != 0 {
		t.Errorf("resolve: exit code %d", code)
	}
	if code := run("", "close"); code != 9 {
		t.Errorf("close: exit code %d; nothing is open any more, and WeChat knows of no charge", code)
	}
}
