//go:build linux

package cli_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/wx/sim"
)

// crashing builds the program with its named points to be killed at.
func crashing(t *testing.T) string {
	t.Helper()
	exe, err := build(filepath.Join(t.TempDir(), "facetill"), "crashpoints")
	if err != nil {
		t.Fatal(err)
	}
	return exe
}

// TestKilledAtEveryPoint kills a real process by SIGKILL before and after each
// journal write and each gateway call of a sale, lets another process recover,
// and holds the journal against what WeChat remembers.
func TestKilledAtEveryPoint(t *testing.T) {
	exe := crashing(t)
	for _, c := range []struct {
		name, amount string
		charges      bool
	}{{"paid", "12.80", true}, {"declined", "900.15", false}, {"answer lost, charged", "900.23", true}} {
		points := pointsOf(t, exe, c.amount)
		if len(points) < 8 {
			t.Fatalf("%s has only the points %q", c.name, points)
		}
		for _, point := range points {
			t.Run(c.name+" "+point, func(t *testing.T) {
				t.Parallel()
				home := t.TempDir()
				killAt(t, exe, home, c.amount, point)
				recoverAndCheck(t, exe, home, c.charges)
			})
		}
	}
}

func crashingPay(t *testing.T, exe, home, amount string, env ...string) *exec.Cmd {
	cmd := exec.Command(exe, "pay", amount, "--sim", "-o", "json", "--ref", "killed", "--auth-code", "134567890123456701")
	cmd.Env = append(append(os.Environ(), userFolders(home)...), env...)
	return cmd
}

// pointsOf are the points that a sale passes which nobody kills.
func pointsOf(t *testing.T, exe, amount string) []string {
	t.Helper()
	home := t.TempDir()
	trace := filepath.Join(home, "trace")
	exitOf(t, crashingPay(t, exe, home, amount, "FACETILL_CRASH_TRACE="+trace))
	text, err := os.ReadFile(trace)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(text)), "\n")
}

func killAt(t *testing.T, exe, home, amount, point string) {
	t.Helper()
	cmd := crashingPay(t, exe, home, amount, "FACETILL_CRASH="+point)
	var out bytes.Buffer
	cmd.Stdout = &out
	exit, is := errors.AsType[*exec.ExitError](cmd.Run())
	if !is || exit.ExitCode() != -1 {
		t.Fatalf("not killed at %q: %v\n%s", point, exit, out.String())
	}
}

// recoverAndCheck lets another process go on, and holds its words against the
// book. What never arrived at WeChat is only proven dead after 20 minutes: it
// has to stay open.
func recoverAndCheck(t *testing.T, exe, home string, charges bool) {
	t.Helper()
	run := func(args ...string) int {
		cmd := exec.Command(exe, args...)
		cmd.Env = append(os.Environ(), userFolders(home)...)
		return exitOf(t, cmd)
	}
	if code := run("journal", "verify", "--sim"); code != 0 {
		t.Errorf("verify: exit %d", code)
	}
	run("recover", "--sim", "--for", "1500ms")
	all, err := openDB(t, home).List(context.Background(), flow.Filter{})
	if err != nil || len(all) > 1 {
		t.Fatalf("%d attempts, %v", len(all), err)
	}
	orders := bookOrders(t, filepath.Join(stateDir(home), "sim.book"))
	if len(all) == 0 {
		if len(orders) > 0 {
			t.Errorf("WeChat has %d orders of an attempt that is in no journal", len(orders))
		}
		return
	}
	a := all[0]
	held := heldOf(orders, a.OutTradeNo)
	switch code := run("status", "--sim"); {
	case held > 0 && !charges:
		t.Fatalf("the simulator charged a sale that it declines")
	case held > 0:
		// The process that knew of it is gone unless it had told it.
		if a.State != flow.Paid || a.Unclaimed == a.Told || (code == 0) != a.Told {
			t.Errorf("charged, and the journal says %s, unclaimed %v, told %v, status %d", a.State, a.Unclaimed, a.Told, code)
		}
	case a.State == flow.Paid:
		t.Errorf("paid, and WeChat holds nothing")
	case a.Open():
		if code != 8 {
			t.Errorf("%s, and status says %d", a.State, code)
		}
	case a.State != flow.Cancelled && a.State != flow.Refused && a.State != flow.NotSent && a.State != flow.Reversed:
		t.Errorf("nothing charged, and the journal says %s", a.State)
	}
	if len(orders) == 0 && !a.IntentAt.IsZero() && !a.Open() {
		t.Errorf("%s although the request may still be on its way", a.State)
	}
}

func heldOf(orders []sim.Order, no flow.OutTradeNo) (held int64) {
	for _, o := range orders {
		if o.OutTradeNo == string(no) {
			held += o.Held(time.Now())
		}
	}
	return held
}
