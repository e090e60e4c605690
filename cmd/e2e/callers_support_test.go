//go:build !windows

package e2e

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// unpacked are the parts of an archive, by name.
func unpacked(t *testing.T, path string) map[string]string {
	t.Helper()
	archive, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	parts := map[string]string{}
	for _, f := range archive.File {
		var text bytes.Buffer
		r, err := f.Open()
		if err == nil {
			_, err = io.Copy(&text, r)
		}
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = text.String()
	}
	return parts
}

// An archive for support has all that tells what ails a till, also where the journal or
// the configuration is what ails it; it is private, whole, and never over something.
func TestSupportBundle(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	m.fill()
	to := filepath.Join(m.home, "support.zip")
	s := m.run("support-bundle", to, "--sim", "-o", "json")
	if r := s.result(t); s.code != 0 || r["path"] != to || r["simulated"] != true {
		t.Fatal(s)
	}
	if info, err := os.Stat(to); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	parts := unpacked(t, to)
	for name, says := range map[string]string{"about.txt": "give it to nobody else", "version.txt": "facetill ", "system.txt": "processors", "config.toml": "[merchant]",
		"doctor.txt": "checks, 0 findings", "journal.txt": "3 attempts", "facts.jsonl": `"fact":"paid"`, "log.txt": ""} {
		if text, is := parts[name]; !is || !strings.Contains(text, says) {
			t.Errorf("%s has no %q:\n%s", name, says, text)
		}
	}
	if s := m.run("support-bundle", to, "--sim"); s.code != 64 || !strings.Contains(s.err, to) {
		t.Errorf("over another one: %v", s)
	}
	if s := m.run("support-bundle", filepath.Join(m.home, "none", "s.zip"), "--sim"); s.code != 69 {
		t.Errorf("into a folder that is not there: %v", s)
	}
	if s := m.end(withFileLimit(t, m, 1, "support-bundle", filepath.Join(m.home, "big.zip"), "--sim")); s.code != 69 || s.crashed() {
		t.Errorf("onto a full disk: %v", s)
	}
	if left, _ := filepath.Glob(filepath.Join(m.home, "*.zip*")); len(left) != 1 {
		t.Errorf("left over: %v", left)
	}
	if err := os.WriteFile(m.journalPath(), []byte("no journal"), 0o600); err != nil {
		t.Fatal(err)
	}
	broken := filepath.Join(m.home, "broken.zip")
	if s := m.run("support-bundle", broken, "--sim"); s.code != 0 {
		t.Fatal(s)
	}
	if parts := unpacked(t, broken); !strings.Contains(parts["doctor.txt"], "bad   journal") || !strings.Contains(parts["facts.jsonl"], "not to be had") {
		t.Errorf("%v", parts)
	}
	bad := filepath.Join(m.home, "bad.toml")
	if err := os.WriteFile(bad, []byte("[merchant]\nmch = 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	m = m.of(m.exe)
	cmd := m.command("support-bundle", "--config", bad)
	cmd.Dir = m.home
	if s := m.end(cmd); s.code != 0 || !strings.Contains(s.out, filepath.Join(m.home, "facetill-support-")) {
		t.Fatalf("without a configuration: %v", s)
	} else if parts := unpacked(t, strings.Split(s.out, ": ")[0]); !strings.Contains(parts["doctor.txt"], "merchant.mch") || !strings.Contains(parts["config.toml"], "does not load") {
		t.Errorf("%v", parts)
	}
}
