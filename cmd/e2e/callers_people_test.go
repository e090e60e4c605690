package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"facetill/cmd/config/pin"
)

// cashiers writes a configuration with Li, whose number is 07, and Wang, 12. A PIN is the
// number twice.
func (m *till) cashiers() string {
	m.t.Helper()
	var text strings.Builder
	text.WriteString("[store]\nid = \"SIM-1\"\nname = \"Store\"\n[terminal]\ndevice_id = \"SIM-TILL-1\"\n")
	for name, number := range map[string]string{"Li": "07", "Wang": "12"} {
		hash, err := pin.Hash(number + number)
		if err != nil {
			m.t.Fatal(err)
		}
		fmt.Fprintf(&text, "[[cashiers]]\nname = %q\nnumber = %q\npin_hash = '%s'\n", name, number, hash)
	}
	if err := os.MkdirAll(m.stateDir(), 0o700); err != nil {
		m.t.Fatal(err)
	}
	file := filepath.Join(m.stateDir(), "till.toml") // the journal lies beside it
	if err := os.WriteFile(file, []byte(text.String()), 0o600); err != nil {
		m.t.Fatal(err)
	}
	return file
}

// Two processes of one lane change who is signed in at the same moment: one signs out
// while the other hands over. Whatever comes first, both are told what they did, and who
// is signed in behind it follows from that.
func TestTwoProcessesChangeTheShift(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	file := m.cashiers()
	begin := func(pin string, args ...string) func() said {
		cmd := m.command(append(args, "--sim", "--config", file, "-o", "json")...)
		cmd.Env = append(cmd.Env, "FACETILL_PIN="+pin)
		ended := make(chan said, 1)
		go func() { ended <- m.end(cmd) }()
		return func() said { return <-ended }
	}
	if s := begin("", "pay", "1", "--auth-code", "134567890123456701")(); s.code != 0 {
		t.Fatal(s)
	}
	for range 8 {
		if s := begin("0707", "shift", "in", "07")(); s.code != 0 {
			t.Fatal(s)
		}
		over, out := begin("1212", "shift", "handover", "12"), begin("", "shift", "out")
		handed, left := over(), out()
		in, _ := begin("", "shift")().result(t)["cashier"].(string)
		ended, _ := left.result(t)["cashier"].(string)
		want := map[string]bool{
			"0 64  Wang": true, // handed over, and the other one came too late
			"64 0 Li ":   true, // the other way round
			"0 0 Wang ":  true, // handed over, and then Wang signed out
		}
		if got := fmt.Sprintf("%d %d %s %s", handed.code, left.code, ended, in); !want[got] {
			t.Errorf("handover %d, out %d of %q, and %q is signed in:\n%s%s", handed.code, left.code, ended, in, handed.err, left.err)
		}
		if in != "" {
			if s := begin("", "shift", "out")(); s.code != 0 {
				t.Fatal(s)
			}
		}
	}
	if s := begin("", "journal", "verify")(); s.code != 0 {
		t.Error(s)
	}
}
