//go:build !windows

package e2e

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A backup is read with --journal by whatever only reads: it tells what it has, as of
// then, asks nobody, and lies there as before. What sells or moves money refuses the flag
// by name, and so does whatever needs a journal of its own.
func TestABackupIsRead(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	m.fill()
	shelf := filepath.Join(m.home, "shelf")
	backup := filepath.Join(shelf, "backup.db")
	if err := os.Mkdir(shelf, 0o700); err != nil {
		t.Fatal(err)
	}
	if s := m.run("close", "--date", "2020-01-31", "--sim"); s.code != 0 {
		t.Fatal(s)
	}
	sale := m.start("pay", "900.11", "--sim", "--ref", "open", "--auth-code", "134567890123456789")
	sale.until("confirming")
	if s := m.run("journal", "backup", backup, "--sim"); s.code != 0 {
		t.Fatal(s)
	}
	if s := sale.ends(); s.code != 0 { // paid by now, and not in the backup
		t.Fatal(s)
	}
	was := bytesOf(t, backup)
	read := func(want int, says string, args ...string) {
		t.Helper()
		s := m.run(append(args, "--sim", "--journal", backup)...)
		if s.code != want || !strings.Contains(s.out, says) || !strings.Contains(s.err, "it is a backup of "+m.journalPath()) || !strings.Contains(s.err, "WeChat is not asked") {
			t.Errorf("%v: want %d with %q, %v", args, want, says, s)
		}
	}
	read(0, "basket-1", "sales")
	read(0, "basket-1", "sales", "export")
	read(0, `"ref":"basket-1"`, "sales", "export", "-o", "json")
	read(0, "PAID", "status", "basket-1")
	read(8, `"outcome":"open"`, "status", "open", "-o", "json")
	read(8, "confirming", "status", "open", "--timeline")
	read(0, "12.80", "receipt", "basket-1")
	read(8, "913.03", "day")
	read(0, "4 attempts", "journal", "verify")
	read(0, "Close 1 of 2020-01-31", "close", "--print", "1", "--lines")
	var files []string
	entries, err := os.ReadDir(shelf)
	for _, e := range entries {
		files = append(files, e.Name())
	}
	if err != nil || !slices.Equal(files, []string{"backup.db"}) || string(bytesOf(t, backup)) != string(was) {
		t.Errorf("beside the backup lie %q, %v", files, err)
	}
	for _, args := range [][]string{{"pay", "5", "--auth-code", "134567890123456788"}, {"recover"}, {"reverse", "basket-1", "--by", "Li", "--reason", "x"},
		{"refund", "basket-1", "--by", "Li", "--reason", "return"}, {"resolve", "1", "--as", "paid", "--by", "Li", "--reason", "x"}, {"close"}, {"till"}, {}, {"doctor"},
		{"settle", "basket-1", "--as", "cash", "--by", "Li"}, {"journal", "backup", filepath.Join(shelf, "b.db")}, {"journal", "adopt", "--by", "Li", "--reason", "x"}} {
		if s := m.run(append(args, "--sim", "--journal", backup)...); s.code != 64 || !strings.Contains(s.err, "--journal is for what only reads") {
			t.Errorf("%v: %v", args, s)
		}
	}
	if m.charges() != 3 {
		t.Errorf("%d charges", m.charges())
	}
	for path, says := range map[string]string{filepath.Join(shelf, "none.db"): "no such file", shelf: "folder", filepath.Join(m.home, "text"): "header"} {
		if path == filepath.Join(m.home, "text") {
			if err := os.WriteFile(path, []byte(strings.Repeat("x", 4096)), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if s := m.run("sales", "--sim", "--journal", path); s.code != 64 || !strings.Contains(s.err, path) || !strings.Contains(s.err, says) {
			t.Errorf("%s: %v", path, s)
		}
	}
	// A journal that a till has open is not read as it lies.
	sale = m.start("pay", "900.11", "--sim", "--auth-code", "134567890123456785")
	sale.until("confirming")
	if s := m.run("sales", "--sim", "--journal", m.journalPath()); s.code != 64 || !strings.Contains(s.err, "make a backup") {
		t.Errorf("of a journal in use: %v", s)
	}
	if s := sale.ends(); s.code != 0 {
		t.Error(s)
	}
}
