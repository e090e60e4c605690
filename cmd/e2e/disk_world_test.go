//go:build !windows

package e2e

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

func (s said) String() string { return fmt.Sprintf("exit %d\n%s%s", s.code, s.out, s.err) }

// crashed says what shows that a process did not end by a way of its own: 1 and
// 2 are the runtime's (money rule 7.1).
func (s said) crashed() bool {
	return s.code < 0 || s.code == 1 || s.code == 2 || strings.Contains(s.err, "goroutine ")
}

// refused reports whether the process ended by itself, did nothing, and named the
// journal.
func (s said) refused(path string) bool {
	return !s.crashed() && s.code != 0 && strings.Contains(s.err, path) && !strings.Contains(s.err, "new journal")
}

// last is the result line.
func (s said) last(t testing.TB) map[string]any {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(s.out), "\n")
	var fields map[string]any
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &fields); err != nil {
		t.Fatalf("the last line of stdout is no JSON: %v\n%v", err, s)
	}
	return fields
}

// fill makes sales by the program itself.
func (m *till) fill() {
	m.t.Helper()
	for i, sale := range []struct {
		amount, ref string
		want        int
	}{{"12.80", "basket-1", 0}, {"900.15", "basket-2", 3}, {"900.23", "basket-3", 0}} {
		s := m.run("pay", sale.amount, "--sim", "-o", "json", "--ref", sale.ref, "--auth-code", scannedCode(i))
		if s.code != sale.want {
			m.t.Fatalf("%s: want %d, %v", sale.ref, sale.want, s)
		}
	}
}
