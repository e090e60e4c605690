//go:build linux

package e2e

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"facetill/flow"
)

// Four presses of one reference at once, each with a code of its own: one of
// them charges, the others wait for it and have its answer.
func TestFourPresses(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	if code := m.run("pay", "1", "--sim", "--auth-code", anyCode).code; code != 0 { // makes journal and book
		t.Fatalf("exit code %d", code)
	}
	before := len(m.orders())
	var wg sync.WaitGroup
	var mu sync.Mutex
	charged, replayed, numbers := 0, 0, map[any]bool{}
	for i := range 4 {
		cmd := m.command("pay", "900.11", "--sim", "--ref", "R-1", "-o", "json", "--auth-code", fmt.Sprintf("13456789012345680%d", i))
		wg.Go(func() {
			out, _ := cmd.Output()
			last := lastLine(out)
			mu.Lock()
			defer mu.Unlock()
			if code := cmd.ProcessState.ExitCode(); code != 0 || last["outcome"] != "paid" {
				t.Errorf("exit code %d, %v", code, last)
			}
			numbers[last["out_trade_no"]] = true
			if last["replayed"] == true {
				replayed++
			} else {
				charged++
			}
		})
	}
	wg.Wait()
	orders := m.orders()
	if charged != 1 || replayed != 3 || len(numbers) != 1 || len(orders) != before+1 {
		t.Errorf("%d charged, %d replayed, %d numbers, %d orders", charged, replayed, len(numbers), len(orders)-before)
	}
}

// A process that is paused between its intent and its request, and woken past
// send_by, sends nothing, knows it, and says so: 69.
func TestWokenPastSendBy(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	slowed := m.of(crashing(t))
	cmd := slowed.payKilled("12.80", "FACETILL_PAUSE=before pay 1")
	var out bytes.Buffer
	cmd.Stdout = &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	waitUntilStopped(t, cmd)
	time.Sleep(9 * time.Second) // send_by is 8 s behind the intent
	if err := cmd.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if code, last := cmd.ProcessState.ExitCode(), lastLine(out.Bytes()); code != 69 || last["outcome"] != "failed" || last["err_code"] != "SEND_BY" {
		t.Errorf("exit code %d, %v", code, last)
	}
	if orders := m.orders(); len(orders) != 0 {
		t.Errorf("%d orders reached WeChat", len(orders))
	}
	if a := m.only(); a.State != flow.NotSent {
		t.Errorf("the journal says %s", a.State)
	}
}

// waitUntilStopped waits for a process that stops itself.
func waitUntilStopped(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	for range 3000 {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", cmd.Process.Pid))
		if err != nil {
			t.Fatal(err)
		}
		if _, rest, _ := strings.Cut(string(stat), ") "); strings.HasPrefix(rest, "T") {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("it never stopped")
}

// S41: a press is suspended between the guard and its own row. Another press of the
// amount is charged and told meanwhile. Woken, the first is opened later, so it
// gives way at its intent: it is told as one that the guard turned away, 8 without
// numbers of its own, and not as a sale that somebody cancelled, 4.
func TestS41_StoppedInRun(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	slowed := m.of(crashing(t))
	if code := m.run("pay", "1", "--sim", "--auth-code", anyCode).code; code != 0 { // makes journal and book
		t.Fatalf("exit code %d", code)
	}
	slow := slowed.command("pay", "12.80", "--sim", "-o", "json", "--auth-code", "134567890123456701")
	slow.Env = append(slow.Env, "FACETILL_PAUSE=before open 1")
	var out bytes.Buffer
	slow.Stdout = &out
	if err := slow.Start(); err != nil {
		t.Fatal(err)
	}
	waitUntilStopped(t, slow)
	quick, err := m.command("pay", "12.80", "--sim", "-o", "json", "--auth-code", "134567890123456702").Output()
	charged := lastLine(quick)
	if err != nil || charged["outcome"] != "paid" {
		t.Fatalf("the other press: %v, %v", err, charged)
	}
	before := len(m.orders())
	if err := slow.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	_ = slow.Wait()
	last := lastLine(out.Bytes())
	if code := slow.ProcessState.ExitCode(); code != 8 || last["outcome"] != "open" || last["err_code"] != flow.CodePossibleDuplicate {
		t.Errorf("exit code %d, %v", code, last)
	}
	for _, name := range []string{"out_trade_no", "ref", "total_fee", "state", "transaction_id"} {
		if last[name] != nil {
			t.Errorf("it has a %s of its own: %v", name, last[name])
		}
	}
	if by, _ := last["stopped_by"].([]any); len(by) != 1 || by[0].(map[string]any)["out_trade_no"] != charged["out_trade_no"] {
		t.Errorf("stopped by %v, not by %v", last["stopped_by"], charged["out_trade_no"])
	}
	if orders := m.orders(); len(orders) != before {
		t.Errorf("%d orders reached WeChat, not %d", len(orders), before)
	}
}
