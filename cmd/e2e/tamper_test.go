//go:build !windows

package e2e

import (
	"database/sql"
	"strings"
	"testing"

	_ "modernc.org/sqlite"
)

// tamper changes a row behind the journal's back.
func tamper(t testing.TB, path string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("UPDATE attempt SET total_fee = 1"); err != nil {
		t.Fatal(err)
	}
}

// A journal whose rows were changed by hand: a finding.
func TestVerifyFinds(t *testing.T) {
	m := newTill(t)
	m.left("paid", "r1", 1280)
	if code := m.run("journal", "verify", "--sim").code; code != 0 {
		t.Fatalf("untouched: exit %d", code)
	}
	tamper(t, m.journalPath())
	if s := m.run("journal", "verify", "--sim", "-o", "json"); s.code != 9 || !strings.Contains(s.out, `"problems":["attempt `) {
		t.Errorf("want 9: %v", s)
	}
}
