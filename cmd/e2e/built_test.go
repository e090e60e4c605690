package e2e

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// build makes the program itself, with build tags.
func build(path string, tags ...string) (string, error) {
	cmd := exec.Command("go", "build", "-tags", strings.Join(tags, ","), "-o", path, "facetill/cmd/facetill")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", errors.New(string(out))
	}
	return path, nil
}

// buildOnce builds it when it is first wanted, for all tests.
func buildOnce(tags ...string) func(testing.TB) string {
	once := sync.OnceValues(func() (string, error) {
		dir, err := os.MkdirTemp("", "facetill-e2e-")
		if err != nil {
			return "", err
		}
		return build(filepath.Join(dir, "facetill"), tags...)
	})
	return func(t testing.TB) string {
		t.Helper()
		exe, err := once()
		if err != nil {
			t.Fatal(err)
		}
		return exe
	}
}

var (
	built    = buildOnce()
	crashing = buildOnce("crashpoints") // with its named points to be killed at
)
