//go:build !windows

package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"facetill/cmd/cli/print/linetest"
)

// saidBy runs a command to its end.
func saidBy(t testing.TB, cmd *exec.Cmd) said {
	t.Helper()
	var out, talk bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &talk
	code := exitOf(t, cmd)
	if err := linetest.Call(cmd.Args, out.String(), code); err != nil {
		t.Errorf("%v: %v", cmd.Args, err)
	}
	return said{code, out.String(), talk.String()}
}

func (s said) String() string { return fmt.Sprintf("exit %d\n%s%s", s.code, s.out, s.err) }

// crashed says what shows that a process did not end by a way of its own: 1 and
// 2 are the runtime's (money rule 7.1).
func (s said) crashed() bool {
	return s.code < 0 || s.code == 1 || s.code == 2 || strings.Contains(s.err, "goroutine ")
}

// refused says that the process ended by itself, did nothing, and named the
// journal.
func (s said) refused(path string) bool {
	return !s.crashed() && s.code != 0 && strings.Contains(s.err, path) && !strings.Contains(s.err, "new journal")
}

// last is the result line.
func (s said) last(t testing.TB) map[string]any {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(s.out), "\n")
	var fields map[string]any
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &fields); err != nil {
		t.Fatalf("the last line of stdout is no JSON: %v\n%v", err, s)
	}
	return fields
}

// simulated is the journal of a home.
func journalOf(home string) string { return filepath.Join(stateDir(home), "sim.db") }

// scannedCode is the payment code of one customer who pays.
func scannedCode(n int) string { return fmt.Sprintf("1345678901234567%02d", n) }

// filledJournal makes sales by the program itself.
func filledJournal(t testing.TB, home string) {
	t.Helper()
	for i, sale := range []struct {
		amount, ref string
		want        int
	}{{"12.80", "basket-1", 0}, {"900.15", "basket-2", 3}, {"900.23", "basket-3", 0}} {
		s := saidBy(t, program(t, home, "pay", sale.amount, "--sim", "-o", "json", "--ref", sale.ref, "--auth-code", scannedCode(i)))
		if s.code != sale.want {
			t.Fatalf("%s: want %d, %v", sale.ref, sale.want, s)
		}
	}
}

// plantAll puts attempts into a home's journal, each with its state as reference.
func plantAll(t testing.TB, home string, states ...string) {
	t.Helper()
	for i, state := range states {
		if err := plant(context.Background(), stateDir(home), state, state, int64(5000+i)); err != nil {
			t.Fatal(err)
		}
	}
}

// chargesIn counts the charges that WeChat remembers of a home's till.
func chargesIn(t testing.TB, home string) int {
	t.Helper()
	return chargesAt(t, home, time.Now())
}

func chargesAt(t testing.TB, home string, now time.Time) (n int) {
	t.Helper()
	for _, o := range bookOrders(t, filepath.Join(stateDir(home), "sim.book")) {
		if o.Charged(now) {
			n++
		}
	}
	return n
}

func salesOf(t testing.TB, home string) *exec.Cmd {
	return program(t, home, "sales", "--sim", "--limit", "0", "-o", "json")
}
