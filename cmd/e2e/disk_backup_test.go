//go:build !windows

package e2e

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"facetill/flow"
	"facetill/flow/journal/sqlite"
)

// A backup is made while a sale runs, is private and whole, and overwrites
// nothing. Put in the journal's place, in the same file even, it is known for
// what it is until a person adopts it; then what was open is found.
func TestBackupAndRestore(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	m.sold()
	to := filepath.Join(m.home, "backup.db")
	sale := m.start("pay", "900.11", "--sim", "--ref", "basket", "--auth-code", "134567890123456789")
	sale.until("confirming")
	s := m.run("journal", "backup", to, "--sim", "-o", "json")
	if r := s.result(t); s.code != 0 || r["path"] != to || r["of"] != m.journalPath() || r["attempts"] != 2.0 {
		t.Fatalf("backup: exit %d, %v\n%s", s.code, r, s.err)
	}
	if info, err := os.Stat(to); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the backup is %v, %v", info.Mode(), err)
	}
	if s := m.run("journal", "backup", to, "--sim"); s.code != 64 || !strings.Contains(s.err, to) {
		t.Errorf("a second one over it: exit %d\n%s", s.code, s.err)
	}
	if s := m.run("journal", "backup", filepath.Join(m.home, "none", "b.db"), "--sim"); s.code != 69 {
		t.Errorf("into a folder that is not there: exit %d\n%s", s.code, s.err)
	}
	if parts, _ := filepath.Glob(filepath.Join(m.home, "*.part-*")); len(parts) > 0 {
		t.Errorf("left over: %v", parts)
	}
	if s := sale.ends(); s.code != 0 {
		t.Fatalf("the sale beside it: exit %d\n%s", s.code, s.err)
	}
	text, err := os.ReadFile(to)
	if err == nil {
		err = os.WriteFile(m.journalPath(), text, 0o600)
	}
	if err == nil {
		err = os.RemoveAll(filepath.Join(m.stateDir(), "witness")) // the mark alone has to do
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"recover"}, {"pay", "8", "--auth-code", "134567890123456788"}} {
		if s := m.run(append(args, "--sim")...); s.code != 64 || !strings.Contains(s.err, "it is a backup of "+m.journalPath()) {
			t.Errorf("%v on it: exit %d\n%s", args, s.code, s.err)
		}
	}
	if s := m.run("journal", "verify", "--sim"); s.code != 0 {
		t.Errorf("verify: exit %d\n%s%s", s.code, s.out, s.err)
	}
	if s := m.run("journal", "adopt", "--sim", "--by", "Li", "--reason", "the disk broke"); s.code != 0 {
		t.Errorf("adopt: exit %d\n%s", s.code, s.err)
	}
	if s := m.run("recover", "--sim"); s.code != 8 || !strings.Contains(s.out, "unclaimed") || m.charges() != 2 {
		t.Errorf("recover after it: exit %d, %d charges\n%s", s.code, m.charges(), s.out)
	}
}

// A trainee's configuration that is pointed at the shop's journal, through a link
// and a name that passes, is refused by name, also when nothing is open.
func TestTraineeDoesNotShareAJournal(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	dir, file := m.configure(simulated + "[journal]\nurl = 'sim-lane.db'\n")
	shop := filepath.Join(dir, "facetill.db")
	j, err := sqlite.Open(t.Context(), shop, sqlite.Options{Create: true, Merchant: flow.Merchant{MchID: "1900000109"}})
	if err == nil {
		err = errors.Join(j.Close(), os.Symlink(shop, filepath.Join(dir, "sim-lane.db")))
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"pay", "5", "--auth-code", "134567890123456789"}, {"status"}, {"sales"}, {"recover"},
		{"journal", "adopt", "--by", "Li", "--reason", "it is mine"}} {
		if s := m.run(append(args, "--config", file)...); s.code != 64 || !strings.Contains(s.err, shop) || !strings.Contains(s.err, "the other world") {
			t.Errorf("%v: exit %d, want 64 with its name\n%s", args, s.code, s.err)
		}
	}
}
