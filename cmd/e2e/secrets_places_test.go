package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// simulated is the smallest configuration of a trainee.
const simulated = "[wechat]\nadapter = \"sim\"\n[device]\nadapter = \"sim\"\n"

// configure writes a configuration into a folder of its own.
func (m *till) configure(text string) (dir, file string) {
	m.t.Helper()
	dir = filepath.Join(m.home, "shop")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		m.t.Fatal(err)
	}
	file = filepath.Join(dir, "facetill.toml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		m.t.Fatal(err)
	}
	return dir, file
}

// Case 54: a folder in which everybody may write is a warning of `config check`
// and a finding of `doctor`.
func TestOpenFolderIsTold(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		return // modes say nothing there
	}
	m := newTill(t)
	dir, file := m.configure(simulated)
	if s := m.run("config", "check", "--config", file); s.code != 0 || strings.Contains(s.err, "warning") {
		t.Errorf("nothing is wrong: %d, %s", s.code, s.err)
	}
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if s := m.run("config", "check", "--config", file); s.code != 0 || !strings.Contains(s.err, "warning") || !strings.Contains(s.err, dir) {
		t.Errorf("config check: %d, %s", s.code, s.err)
	}
	if s := m.run("doctor", "--config", file); s.code != 9 || !strings.Contains(s.out, "warn  configuration") || !strings.Contains(s.out, dir) {
		t.Errorf("doctor: %d, %s", s.code, s.out)
	}
}

// Case 53: what others may write does not say which library runs as the till.
func TestLibraryOfOthersIsRefused(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		return
	}
	m := newTill(t)
	dir, file := m.configure("")
	for _, key := range []string{"library", "host_exe"} {
		lib := filepath.Join(dir, key)
		if err := os.WriteFile(lib, []byte("x"), 0o755); err != nil {
			t.Fatal(err)
		}
		text := fmt.Sprintf("%s%s = '%s'\n", simulated, key, lib)
		for _, loose := range []string{file, lib, dir} {
			m.configure(text)
			info, err := os.Stat(loose)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(loose, info.Mode().Perm()|0o002); err != nil {
				t.Fatal(err)
			}
			for _, args := range [][]string{{"pay", "12.80"}, {"config", "check"}, {"sales"}} {
				if s := m.run(append(args, "--config", file)...); s.code != 64 || !strings.Contains(s.err, "device."+key) || !strings.Contains(s.err, loose) {
					t.Errorf("%s with %s open: %d, %s", args[0], loose, s.code, s.err)
				}
			}
			if err := os.Chmod(loose, info.Mode().Perm()); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// Case 34: a code that PowerShell pipes is charged.
func TestCodeFromPowerShell(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]string{"marked": "\ufeff130000000000010001\r\n", "UTF-16": "\xff\xfe" + wide("130000000000010002\r\n")} {
		m := newTill(t)
		cmd := m.command("pay", "12.80", "--sim", "--auth-code", "-", "-o", "json")
		cmd.Stdin = strings.NewReader(in)
		if s := m.end(cmd); s.code != 0 || s.result(t)["outcome"] != "paid" {
			t.Errorf("%s: %d, %s, %s", name, s.code, s.out, s.err)
		}
	}
}

// wide is a text in UTF-16, little end first.
func wide(text string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		b.WriteByte(c)
		b.WriteByte(0)
	}
	return b.String()
}

// Case 52: a place of the customer's display that is somebody else's is a finding
// of `doctor`, and the display itself does not believe it.
func TestDisplaysPlaceIsTold(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	place := filepath.Join(m.stateDir(), "display")
	if err := os.MkdirAll(m.stateDir(), 0o700); err != nil {
		t.Fatal(err)
	}
	if s := m.run("doctor", "--sim"); s.code != 0 {
		t.Errorf("nothing is wrong: %d, %s", s.code, s.out)
	}
	if err := os.WriteFile(place, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if s := m.run("doctor", "--sim"); s.code != 9 || !strings.Contains(s.out, "warn  display") || !strings.Contains(s.out, place) {
		t.Errorf("doctor: %d, %s", s.code, s.out)
	}
}
