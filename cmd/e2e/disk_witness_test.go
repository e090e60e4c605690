//go:build !windows

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// must ends the test where its own preparations fail.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// stale sells twice with a journal and puts the state between the two back into
// the same file. The second sale was told: its goods are gone.
func (m *till) stale() (of string) {
	m.t.Helper()
	if err := os.MkdirAll(m.stateDir(), 0o700); err != nil {
		m.t.Fatal(err)
	}
	path := filepath.Join(m.stateDir(), "sim-shop.db") // WeChat's book lies beside
	of = m.withJournal(path)
	var older []byte
	for n, ref := range []string{"first", "basket"} {
		if s := m.run("pay", "5", of, "--ref", ref, "--auth-code", "134567890123456789"[:17]+string(rune('1'+n))); s.code != 0 {
			m.t.Fatalf("%s: exit %d\n%s", ref, s.code, s.err)
		}
		if n == 0 {
			var err error
			if older, err = os.ReadFile(path); err != nil {
				m.t.Fatal(err)
			}
		}
	}
	if err := os.WriteFile(path, older, 0o600); err != nil {
		m.t.Fatal(err)
	}
	return of
}

// S46: an older copy lies in the journal's own file, and the sale that it lacks is
// repeated by its reference. It is not charged again by a user with another HOME,
// by a process that has none, or when the witness was emptied or is gone.
func TestS46_OlderCopyWithoutItsWitness(t *testing.T) {
	t.Parallel()
	witness := func(m *till) string {
		all, err := filepath.Glob(filepath.Join(m.stateDir(), "witness", "*"))
		if err != nil || len(all) != 1 {
			t.Fatalf("the witness is %q, %v", all, err)
		}
		return all[0]
	}
	for what, spoil := range map[string]func(m *till) (caller *till){
		"another HOME":     func(*till) *till { return newTill(t) },
		"emptied":          func(m *till) *till { must(t, os.Truncate(witness(m), 0)); return m },
		"gone":             func(m *till) *till { must(t, os.RemoveAll(filepath.Dir(witness(m)))); return m },
		"gone, other HOME": func(m *till) *till { must(t, os.Remove(witness(m))); return newTill(t) },
	} {
		m := newTill(t)
		of := m.stale()
		caller := spoil(m)
		before := m.charges()
		for range 2 {
			s := caller.run("pay", "5", of, "--ref", "basket", "--auth-code", "134567890123456780")
			if s.code != 64 || !strings.Contains(s.err, "journal adopt") || m.charges() != before {
				t.Errorf("%s: exit %d, %d charges, %d before\n%s", what, s.code, m.charges(), before, s.err)
			}
		}
		if s := caller.run("doctor", of); s.code != 9 || !strings.Contains(s.out, "journal adopt") {
			t.Errorf("%s: doctor: exit %d\n%s", what, s.code, s.out)
		}
		if s := caller.run("journal", "adopt", of, "--by", "Li", "--reason", "looked up at WeChat"); s.code != 0 {
			t.Errorf("%s: adopt: exit %d\n%s", what, s.code, s.err)
		}
		if s := caller.run("pay", "5", of, "--ref", "next", "--auth-code", "134567890123456780"); s.code != 0 {
			t.Errorf("%s: adopted: exit %d\n%s", what, s.code, s.err)
		}
	}
}

// A journal without a witness sells, and its caller hears of it.
func TestWithoutAWitness(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	must(t, os.MkdirAll(m.stateDir(), 0o700))
	must(t, os.WriteFile(filepath.Join(m.stateDir(), "witness"), nil, 0o600))
	of := m.withJournal(filepath.Join(m.stateDir(), "sim-shop.db"))
	for _, code := range []string{"134567890123456781", "134567890123456782"} {
		s := m.run("pay", "5", of, "--auth-code", code, "--new")
		if s.code != 0 || strings.Count(s.err, "witness cannot be written") != 1 || !strings.Contains(s.err, "[journal] witness") {
			t.Errorf("pay: exit %d\n%s", s.code, s.err)
		}
	}
	if s := m.run("doctor", of); !strings.Contains(s.out, "witness cannot be written") {
		t.Errorf("doctor: exit %d\n%s", s.code, s.out)
	}
}
