//go:build !windows

package e2e

import (
	"context"
	"flag"
	"fmt"
	"os/exec"
	"slices"
	"testing"

	"facetill/flow"
)

// withFileLimit runs a program with files that cannot grow beyond some blocks.
func withFileLimit(t testing.TB, m *till, blocks int, args ...string) *exec.Cmd {
	t.Helper()
	cmd := m.command(append([]string{"-c", fmt.Sprintf(`ulimit -f %d && exec facetill "$@"`, blocks), "sh"}, args...)...)
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Fatal(err)
	}
	cmd.Path, cmd.Args[0] = shell, shell
	return cmd
}

var limitStep = flag.Int("limit-step", 40, "how many blocks of 512 bytes lie between two limits of TestFileLimit")

// The journal takes no more, wherever that happens in a sale: the process says
// what it knows, the money is never called unmoved when it moved, and all is
// well when there is room again.
func TestFileLimit(t *testing.T) {
	t.Parallel()
	// What is not charged would be asked about until its window ends.
	for name, amount := range map[string]string{"paid": "12.80", "answer lost, charged": "900.23"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			codes := map[int]int{}
			for blocks := 0; codes[0] < 2 && blocks < 20000; blocks += *limitStep {
				code, why := limitedSale(t, amount, blocks)
				codes[code]++
				if why != "" {
					t.Errorf("%d blocks: %s", blocks, why)
				}
			}
			t.Logf("exit codes: %v", codes)
			if codes[0] == 0 || codes[8] == 0 || codes[69] == 0 {
				t.Errorf("not every stage was reached: %v", codes)
			}
		})
	}
}

// limitedSale makes a sale with files of some blocks, and again when there is room.
func limitedSale(t *testing.T, amount string, blocks int) (code int, why string) {
	t.Helper()
	m := newTill(t)
	pay := []string{"pay", amount, "--sim", "-o", "json", "--ref", "basket", "--auth-code", scannedCode(1)}
	s := m.end(withFileLimit(t, m, blocks, pay...))
	charged := m.charges()
	switch {
	case !slices.Contains([]int{0, 8, 64, 69}, s.code) || s.crashed():
		return s.code, s.String()
	case s.code != 0 && s.code != 8 && charged > 0, s.code == 0 && charged != 1:
		return s.code, fmt.Sprintf("%d charges: %v", charged, s)
	}
	if why := roomAgain(t, m, pay, charged); why != "" {
		return s.code, fmt.Sprintf("after %v\n%s", s, why)
	}
	return s.code, ""
}

// roomAgain goes on with the sale when the journal can be written again.
func roomAgain(t *testing.T, m *till, pay []string, charged int) string {
	t.Helper()
	if charged > 0 {
		// A charge is found at once; what never arrived waits for the fences.
		if s := m.run("recover", "--sim"); s.code != 0 && s.code != 8 {
			return fmt.Sprintf("recover: %v", s)
		}
	}
	again := m.run(pay...)
	now := m.charges()
	switch {
	case now > 1:
		return fmt.Sprintf("%d charges: %v", now, again)
	case charged == 1 && (again.code != 0 || again.last(t)["outcome"] != "paid"):
		return fmt.Sprintf("charged, and the same reference says %v", again)
	case again.code == 0 && now != 1:
		return fmt.Sprintf("paid without a charge: %v", again)
	case again.code != 0 && again.code != 8:
		return fmt.Sprintf("the same reference: %v", again)
	}
	if s := m.run("journal", "verify", "--sim"); s.code != 0 {
		return fmt.Sprintf("verify: %v", s)
	}
	all, err := m.open().List(context.Background(), flow.Filter{State: flow.Paid})
	if err != nil || len(all) != now {
		return fmt.Sprintf("%d paid in the journal, %d charges, %v", len(all), now, err)
	}
	return ""
}
