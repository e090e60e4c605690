package wiring

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"facetill/cmd/config"
)

// A log that can never be written is found by config check: no sale says so.
func TestConfigCheckLooksAtTheLog(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, bad := range map[string]bool{"": false, file: false, filepath.Join(dir, "new", "a.log"): false,
		dir: true, filepath.Join(file, "a.log"): true, filepath.Join(file, "b", "a.log"): true} {
		till := &Till{Config: &config.Config{Log: config.Log{File: path}}}
		if err := till.checkLog(context.Background()); (err != nil) != bad || bad && !strings.Contains(err.Error(), "log.file") {
			t.Errorf("%q: %v", path, err)
		}
	}
}
