package e2e

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"

	"facetill/flow"
)

// Every call with -o json ends with one result line that has its exit code, and
// where that is 64 or 69 a word of the closed list. The harness holds both.
func TestEveryCallEndsWithItsResult(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	m.run("pay", "12.80", "--sim", "--ref", "r1")
	for args, code := range map[string]int{
		"version": 0, "--version": 0, "--help": 0, "help": 0, "help exit-codes": 0, "help json": 0, "help json --schema": 0,
		"pay --help": 0, "completion bash": 0, "config show --sim": 0, "config check --sim": 0, "sim --list": 0,
		"status r1 --sim": 0, "sales --sim": 0, "sales export --sim": 0, "receipt r1 --sim": 0, "day --sim": 0, "close --sim": 64, "close --print 1 --sim": 64, "close --print 0 --sim": 64, "recover --sim": 0,
		"journal verify --sim": 0, "doctor --sim": 0, "device rawdata --sim": 0, "device code 900.01 --sim": 4, "member --sim": 0,
		"frobnicate": 64, "pay": 64, "pay 1 --nonsense": 64, "pay -5 --sim": 64, "sales bogus --sim": 64, "journal": 64, "device": 64,
		"sales --from x --sim": 64, "sales --limit x --sim": 64, "status nothing-like-that --sim": 64, "receipt nobody --sim": 64,
		"resolve 1 --as paid --by Li --reason r --sim": 64, "resolve": 64, "refund": 64, "refund r1 --sim": 64, "refund nobody --reason r --by Li --sim": 64, "reverse": 64, "reverse r1 --reason r --by Li --sim": 64, "refund --help": 0, "help refunds": 0,
		"config check": 64, "config show": 64, "status": 64, "shift --sim": 64, "shift in": 64, "shift out --sim": 64, "shift over --sim": 64,
		"till --sim": 64, "display --sim": 64, "--sim": 64, "sim --speed 0": 64, "recover --sim --watch --for 1s": 64,
		"device serve --sim --listen here": 64, "device code 900.04 --sim": 69, "sim --listen 192.0.2.1:1": 69, "sim --listen here": 64,
	} {
		s := m.run(append(strings.Fields(args), "-o", "json")...)
		r := s.result(t)
		if s.code != code || r["exit_code"] != float64(code) {
			t.Errorf("%s: exit %d, %v, want %d; stderr: %s", args, s.code, r, code, s.err)
		}
		if word := strings.Fields(args)[0]; code == 0 && !strings.HasPrefix(word, "-") && !strings.Contains(args, "--help") && !strings.HasPrefix(r["command"].(string), word) {
			t.Errorf("%s: the result is %q's", args, r["command"])
		}
	}
}

// Servers and watchers end with their result line, too, when a signal ends them.
func TestResultOnASignal(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	m.leaveOpen("r1")
	for args, begun := range map[string]string{
		"sim --listen 127.0.0.1:0":                "serving",
		"device serve --sim --listen 127.0.0.1:0": "serving",
		"recover --watch --sim":                   "open: ",
	} {
		cmd := m.command(append(strings.Fields(args), "-o", "json")...)
		cmd.Dir = t.TempDir()
		p := startCommand(t, cmd)
		p.until(begun)
		s := p.ends(syscall.SIGTERM)
		if r := s.result(t); r["exit_code"] != float64(s.code) || !strings.HasPrefix(args, r["command"].(string)) {
			t.Errorf("%s: exit %d, %v", args, s.code, r)
		}
	}
	// A watch that still waits for a journal.
	n := newTill(t)
	p := n.start("recover", "--watch", "--sim", "-o", "json")
	p.until("waiting for the journal")
	if s := p.ends(syscall.SIGTERM); s.code != 0 || s.result(t)["command"] != "recover" {
		t.Errorf("exit %d, %v", s.code, s.out)
	}
}

// leaveOpen makes a sale whose customer never enters the password, and stops it
// after its request.
func (m *till) leaveOpen(ref string) {
	m.t.Helper()
	p := m.start("pay", "900.13", "--sim", "--ref", ref, "-o", "json", "--auth-code", "134567890123456709")
	p.until(`"state":"confirming"`)
	if s := p.ends(syscall.SIGTERM); s.code != 8 {
		m.t.Fatalf("exit %d: %s%s", s.code, s.out, s.err)
	}
}

// Facts name their sale and have one numbering, live and later: the journal's.
// What the journal does not keep has no number.
func TestFactsHaveOneNumbering(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	lines := m.run("pay", "12.80", "--sim", "--ref", "r1", "-o", "json").lines(t)
	later := map[string]string{} // fact by number
	for _, line := range m.run("status", "r1", "--timeline", "--sim", "-o", "json").lines(t) {
		if line["type"] == "fact" {
			later[fmt.Sprint(line["seq"])] = fmt.Sprint(line["fact"], line["out_trade_no"], line["ref"])
		}
	}
	for _, line := range append(m.run("sales", "--sim", "-o", "json").lines(t), lines...) {
		if line["simulated"] != true {
			t.Errorf("%v could be real money", line)
		}
	}
	last := lines[len(lines)-1]
	for _, line := range lines[:len(lines)-1] {
		if line["ref"] != "r1" || line["out_trade_no"] != last["out_trade_no"] {
			t.Errorf("whose fact is %v?", line)
		}
		if seq, has := line["seq"]; !has && line["fact"] != "request_begun" {
			t.Errorf("%v has no number", line)
		} else if has && later[fmt.Sprint(seq)] != fmt.Sprint(line["fact"], line["out_trade_no"], line["ref"]) {
			t.Errorf("%v, and in the timeline its number is of %s", line, later[fmt.Sprint(seq)])
		}
	}
	if len(later) != 5 { // opened, identified, intent, paid, told
		t.Errorf("the timeline has %v", later)
	}
}

// recover tells a program each attempt as it ends.
func TestRecoverTellsEachEnd(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	m.leaveOpen("r1")
	p := m.start("recover", "--watch", "--sim", "-o", "json")
	p.until(`"type":"attempt"`)
	s := p.ends(os.Interrupt)
	lines := s.lines(t)
	if first := lines[0]; first["ref"] != "r1" || first["outcome"] != "reversed" || first["state"] != string(flow.Reversed) {
		t.Errorf("%v", lines)
	}
	if r := s.result(t); s.code != 0 || r["count"] != 1.0 || r["open"] != 0.0 {
		t.Errorf("exit %d, %v", s.code, r)
	}
}
