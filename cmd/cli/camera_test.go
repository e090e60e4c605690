//go:build unix

package cli_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/journal"
)

// cameraTaken says whether a process has the camera of a home's till.
func cameraTaken(t *testing.T, home string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(stateDir(home), "sim.db-device-*"))
	if err != nil || len(files) > 1 {
		t.Fatal(files, err)
	}
	if len(files) == 0 {
		return false
	}
	lock := journal.NewFileLock(files[0])
	got, err := lock.TryLock()
	if err != nil {
		t.Fatal(err)
	}
	if got {
		_ = lock.Unlock()
	}
	return !got
}

// One camera, one sale: a second process waits for it, then says so, and surely
// nothing was charged. A killed process frees it.
func TestOneCameraForAllProcesses(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	first := program(t, home, "pay", "900.03", "--sim") // the customer walks away
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	for limit := time.Now().Add(time.Minute); !cameraTaken(t, home); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(limit) {
			t.Fatal("the first sale never took the camera")
		}
	}
	if code := exitOf(t, program(t, home, "pay", "5.00", "--sim")); code != 69 {
		t.Errorf("the second sale ended with %d, want 69", code)
	}
	all, err := openDB(t, home).List(context.Background(), flow.Filter{State: flow.NotSent})
	if err != nil || len(all) != 1 || all[0].Code != "DEVICE_BUSY" || all[0].TotalFee != 500 {
		t.Errorf("the journal says %+v, %v", all, err)
	}
	if err := first.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = first.Wait()
	if code := exitOf(t, program(t, home, "pay", "5.00", "--sim")); code != 0 {
		t.Errorf("after the first was killed: exit code %d", code)
	}
}
