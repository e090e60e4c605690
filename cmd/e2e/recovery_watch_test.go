//go:build !windows

package e2e

import (
	"context"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"facetill/flow"
	"facetill/flow/journal/sqlite"
)

// watcher is the command line that `help service` gives to a service manager, on
// the simulators of a till.
func watcher(t *testing.T, till *till) *exec.Cmd {
	t.Helper()
	page := till.run("help", "service").out
	m := regexp.MustCompile(`(?m)^ *ExecStart=/usr/local/bin/facetill (.*) --config /etc/facetill/facetill.toml$`).FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("there is no unit file: %s", page)
	}
	if !strings.Contains(page, "-Argument '"+m[1]+" --config C:") {
		t.Errorf("the recipe for Windows does not run %q", m[1])
	}
	return till.command(append(strings.Fields(m[1]), "--sim")...)
}

// The service of that page waits for a journal, drives what dead processes leave,
// and says when the system stops it that something is open. Others see its
// heartbeat.
func TestWatchAsAService(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	service := watcher(t, m)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	service.Stderr = w
	if err := service.Start(); err != nil {
		t.Fatal(err)
	}
	_ = w.Close()
	talk := newScreen(r)
	talk.wait(t, "waiting for the journal")
	for _, left := range []string{"opened", "confirming"} {
		m.left(left, left, 300)
	}
	db := m.open()
	talk.waitFor(t, func(string) bool { return stateOf(t, db, "opened") == flow.Cancelled })
	talk.waitFor(t, func(string) bool {
		all, err := db.Find(context.Background(), "confirming")
		return err == nil && all[0].Epoch > 1
	})
	talk.waitFor(t, func(string) bool { // a heartbeat
		beat, err := db.LastBeat(context.Background())
		return err == nil && !beat.IsZero()
	})
	if err := service.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	_ = service.Wait()
	if code := service.ProcessState.ExitCode(); code != 8 {
		t.Errorf("the service ended with %d; something is open, want 8", code)
	}
}

func stateOf(t testing.TB, db *sqlite.Journal, ref string) flow.State {
	t.Helper()
	all, err := db.Find(context.Background(), ref)
	if err != nil || len(all) != 1 {
		t.Fatalf("%d attempts of %s, %v", len(all), ref, err)
	}
	return all[0].State
}
