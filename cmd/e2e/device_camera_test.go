//go:build unix

package e2e

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/sharedfile"
)

// cameraTaken reports whether a process has the camera whose lock lies beside a
// journal.
func cameraTaken(t *testing.T, beside string) bool {
	t.Helper()
	files, err := filepath.Glob(beside + "-device-*")
	if err != nil || len(files) > 1 {
		t.Fatal(files, err)
	}
	if len(files) == 0 {
		return false
	}
	lock := sharedfile.NewLock(files[0])
	got, err := lock.TryLock()
	if err != nil {
		t.Fatal(err)
	}
	if got {
		_ = lock.Unlock()
	}
	return !got
}

func waitForCamera(t *testing.T, beside string) {
	t.Helper()
	for limit := time.Now().Add(time.Minute); !cameraTaken(t, beside); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(limit) {
			t.Fatal("the first sale never took the camera")
		}
	}
}

// One camera, one sale: a second process waits for it, then says so, and surely
// nothing was charged. A killed process frees it.
func TestOneCameraForAllProcesses(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	first := m.command("pay", "900.03", "--sim") // the customer walks away
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	waitForCamera(t, m.journalPath())
	if code := m.run("pay", "5.00", "--sim").code; code != 69 {
		t.Errorf("the second sale ended with %d, want 69", code)
	}
	all, err := m.open().List(context.Background(), flow.Filter{State: flow.NotSent})
	if err != nil || len(all) != 1 || all[0].Code != "DEVICE_BUSY" || all[0].TotalFee != 500 {
		t.Errorf("the journal says %+v, %v", all, err)
	}
	if err := first.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = first.Wait()
	if code := m.run("pay", "5.00", "--sim").code; code != 0 {
		t.Errorf("after the first was killed: exit code %d", code)
	}
}

// Two tills of a machine that name one journal, one of them by a link, have one
// camera.
func TestOneCameraThroughALink(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	if err := os.Symlink("sim-real.db", filepath.Join(m.home, "sim-link.db")); err != nil {
		t.Fatal(err)
	}
	pay := func(name, amount string) *exec.Cmd {
		file := filepath.Join(m.home, name+".toml")
		text := "[wechat]\nadapter = \"sim\"\n[device]\nadapter = \"sim\"\n[journal]\nurl = \"sim-" + name + ".db\"\n"
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return m.command("pay", amount, "--config", file)
	}
	first := pay("real", "900.03")
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	waitForCamera(t, filepath.Join(m.home, "sim-real.db"))
	if code := m.end(pay("link", "5.00")).code; code != 69 {
		t.Errorf("the sale through the link ended with %d, want 69", code)
	}
	_ = first.Process.Kill()
	_ = first.Wait()
}
