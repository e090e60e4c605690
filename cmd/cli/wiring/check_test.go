package wiring

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
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
		if err := till.CheckLog(context.Background()); (err != nil) != bad || bad && !strings.Contains(err.Error(), "log.file") {
			t.Errorf("%q: %v", path, err)
		}
	}
}

// An adapter that a shop may name is made, or refused with a reason: a till without
// a camera is what "none" alone means.
func TestEveryAdapterIsMade(t *testing.T) {
	adapter, _ := reflect.TypeFor[config.Device]().FieldByName("Adapter")
	for _, name := range strings.Fields(adapter.Tag.Get("is"))[1:] {
		c := config.Sim(t.TempDir())
		c.Device.Adapter = name
		caller, err := New(c).caller()
		if made := caller != nil || err != nil; made != (name != config.AdapterNone) {
			t.Errorf("device.adapter = %q makes %v, %v", name, caller, err)
		}
	}
}
