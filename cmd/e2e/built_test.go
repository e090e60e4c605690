package e2e

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"
)

// build makes the program itself, with build tags.
func build(path string, tags ...string) (string, error) {
	cmd := exec.Command("go", "build", "-ldflags=-s -w", "-tags", strings.Join(tags, ","), "-o", path, "facetill/cmd/facetill")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", errors.New(string(out))
	}
	return path, nil
}

// programs is the folder of what was built. It ends with the tests.
var programs string

// buildOnce builds it when it is first wanted, for all tests.
func buildOnce(tags ...string) func(testing.TB) string {
	once := sync.OnceValues(func() (string, error) {
		return build(filepath.Join(programs, strings.Join(tags, "-"), "facetill"), tags...)
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

// asReleased has calls of "facetill" made to the program itself, which begins in two
// thirds of the time that the test binary takes. Where races are looked for it stays the
// test binary, which sees them.
func asReleased() error {
	if info, _ := debug.ReadBuildInfo(); slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"}) {
		return nil
	}
	name := "facetill"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	if _, err := build(filepath.Join(programs, name)); err != nil {
		return err
	}
	return os.Setenv("PATH", programs+string(os.PathListSeparator)+os.Getenv("PATH"))
}

var (
	built    = buildOnce()
	crashing = buildOnce("crashpoints") // with its named points to be killed at
)
