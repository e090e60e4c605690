//go:build !windows

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// makeRun is `make run` where the program is a script.
func makeRun(t *testing.T, script string) (out string, code int) {
	t.Helper()
	dir := t.TempDir()
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"Makefile": string(makefile), "facetill": "#!/bin/sh\n" + script + "\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("make", "--no-print-directory", "run", "GO=true", "BINARY=facetill")
	cmd.Dir = dir
	said, _ := cmd.CombinedOutput()
	return string(said), cmd.ProcessState.ExitCode()
}

// The power cut of F12 kills the till, and `make run` says how to go on instead of
// an error of make's. What else goes wrong stays one.
func TestMakeRunAfterAPowerCut(t *testing.T) {
	t.Parallel()
	out, code := makeRun(t, `echo "from the till" >&2; kill -9 $$`)
	if code != 0 || strings.Contains(out, "***") || strings.Contains(out, "Killed") {
		t.Errorf("exit %d:\n%s", code, out)
	}
	for _, want := range []string{"from the till", "F12", "make run"} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
	if out, code := makeRun(t, "exit 8"); code != 0 || strings.Contains(out, "***") || !strings.Contains(out, "make run") {
		t.Errorf("left with a sale open: exit %d:\n%s", code, out)
	}
	if out, code := makeRun(t, "exit 0"); code != 0 || strings.Contains(out, "F12") {
		t.Errorf("left as usual: exit %d:\n%s", code, out)
	}
	// The control: a till that cannot open is an error.
	if out, code := makeRun(t, "exit 64"); code == 0 || !strings.Contains(out, "***") {
		t.Errorf("a till that did not open: exit %d:\n%s", code, out)
	}
}
