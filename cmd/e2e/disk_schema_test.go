//go:build !windows

package e2e

import (
	"bytes"
	"database/sql"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/creack/pty"
)

// A journal that a newer facetill wrote is refused by name by everything that
// opens one, and not touched.
func TestNewerSchema(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	m.fill()
	path := m.journalPath()
	changed(t, path, "UPDATE meta SET value = '99' WHERE key = 'schema'")
	before := bytesOf(t, path)
	number := "26112512000000000000000000000001"
	for _, args := range [][]string{
		{"pay", "1", "--auth-code", scannedCode(5)}, {"pay", "12.80", "--ref", "basket-1", "--auth-code", scannedCode(6)}, {"pay", "1"},
		{"status"}, {"status", "basket-1"}, {"sales"}, {"sales", "export"}, {"recover"}, {"recover", "--watch"}, {"journal", "verify"}, {"day"}, {"close"},
		{"resolve", number, "--as", "given", "--by", "x", "--reason", "x"},
	} {
		s := m.run(append(args, "--sim")...)
		if s.code != 64 || !strings.Contains(s.err, "newer facetill") || !s.refused(path) {
			t.Errorf("%v: want 64 with its name, %v", args, s)
		}
	}
	screen := m.command("--sim")
	screen.Env = append(screen.Env, "TERM=xterm-256color")
	tty, err := pty.Start(screen)
	if err != nil {
		t.Fatal(err)
	}
	text, _ := io.ReadAll(tty) // ends with EIO when the program has ended
	_ = screen.Wait()
	if screen.ProcessState.ExitCode() != 64 || !bytes.Contains(text, []byte("newer facetill")) {
		t.Errorf("the till ends with %d and %q", screen.ProcessState.ExitCode(), text)
	}
	if !bytes.Equal(before, bytesOf(t, path)) {
		t.Error("the journal was changed")
	}
	if n := m.charges(); n != 2 {
		t.Errorf("WeChat holds %d charges, 2 before", n)
	}
}

// changed alters a journal behind the program's back.
func changed(t testing.TB, path string, texts ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1) // what is attached is so to one connection
	for _, text := range texts {
		if _, err := db.Exec(text); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
}

// older writes a journal anew as the first version of facetill kept it.
func older(t testing.TB, path string) {
	t.Helper()
	schema := bytesOf(t, "../../flow/journal/migrations/0001.sql")
	old := path + ".old"
	texts := []string{"PRAGMA journal_mode = WAL", string(schema), fmt.Sprintf("ATTACH '%s' AS now", path),
		"INSERT INTO meta SELECT key, value FROM now.meta WHERE key = 'journal_id'", "INSERT INTO meta VALUES ('schema', '1')"}
	changed(t, old, texts[:2]...)
	db, err := sql.Open("sqlite", old)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, table := range []string{"attempt", "event", "halt", "heartbeat"} {
		var columns string
		if err := db.QueryRow("SELECT group_concat(name, ', ') FROM pragma_table_info($1)", table).Scan(&columns); err != nil {
			t.Fatal(err)
		}
		texts = append(texts, fmt.Sprintf("INSERT INTO %s (%s) SELECT %s FROM now.%s", table, columns, columns, table))
	}
	changed(t, old, texts[2:]...)
	_ = db.Close()
	for _, beside := range []string{"-wal", "-shm"} {
		_ = os.Remove(path + beside)
	}
	if err := os.Rename(old, path); err != nil {
		t.Fatal(err)
	}
}

// A journal of the first version is brought up to date by whatever opens it, with
// every sale as it was, and what it was is kept beside it.
func TestOlderSchema(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	m.fill()
	m.leftAll("refunded", "reversed", "unclaimed", "needs_person", "paid-yesterday")
	path := m.journalPath()
	before := m.run("sales", "--sim", "--limit", "0", "-o", "json")
	number := numberOf(t, path, "basket-1")
	older(t, path)
	kept := bytesOf(t, path)
	for _, first := range [][]string{{"sales", "--limit", "0", "-o", "json"}, {"journal", "verify"}, {"status", "basket-1"},
		{"pay", "12.80", "--ref", "basket-1", "--auth-code", scannedCode(7)}} {
		copies, err := filepath.Glob(path + ".before-schema-*")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range append(copies, path+"-wal", path+"-shm") {
			_ = os.Remove(file)
		}
		// A pay that takes its time asks about what is open beside its own sale, and the
		// witness has seen that fact.
		if err := os.RemoveAll(filepath.Join(filepath.Dir(path), "witness")); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, kept, 0o600); err != nil {
			t.Fatal(err)
		}
		if s := m.run(append(first, "--sim")...); s.code != 0 {
			t.Fatalf("%v: %v", first, s)
		}
		if after := m.run("sales", "--sim", "--limit", "0", "-o", "json"); after.code != 0 || after.out != before.out {
			t.Errorf("after %v: sales %s", first, unlike(after.out, before.out))
		}
		if s := m.run("journal", "verify", "--sim"); s.code != 0 {
			t.Errorf("after %v: %v", first, s)
		}
		s := m.run("pay", "12.80", "--sim", "-o", "json", "--ref", "basket-1", "--auth-code", scannedCode(8))
		if s.code != 0 || s.last(t)["out_trade_no"] != number || s.last(t)["replayed"] != true {
			t.Errorf("after %v: %v", first, s)
		}
		if copies, err := filepath.Glob(path + ".before-schema-*"); err != nil || len(copies) != 1 {
			t.Errorf("after %v: the copies are %q, %v", first, copies, err)
		}
	}
	if n := m.charges(); n != 2 {
		t.Errorf("WeChat holds %d charges, 2 before", n)
	}
}
