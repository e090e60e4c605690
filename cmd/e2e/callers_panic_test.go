//go:build linux

package e2e

import (
	"bytes"
	"strings"
	"testing"
)

// S2: the program panics, before or behind the request. Its exit code is none of
// ours, no result line is out that a POS could take for "no money", and the stack
// does not have the payment code. The next command finds what became of it.
func TestS02_Panic(t *testing.T) {
	exe := crashing(t)
	for _, point := range []string{"after append 2", "before pay 1", "after pay 1", "before append 3", "after append 3"} {
		t.Run(point, func(t *testing.T) {
			t.Parallel()
			m := newTill(t).of(exe)
			cmd := m.payKilled("900.23", "FACETILL_PANIC="+point)
			var out, talk bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &talk
			_ = cmd.Run()
			if code := cmd.ProcessState.ExitCode(); code != 2 {
				t.Errorf("exit code %d", code)
			}
			if strings.Contains(out.String(), `"type":"result"`) {
				t.Errorf("a panicking process says\n%s", out.String())
			}
			if !strings.Contains(talk.String(), "planted at "+point) {
				t.Errorf("it did not panic where it should:\n%s", talk.String())
			}
			if strings.Contains(talk.String(), anyCode) || strings.Contains(out.String(), anyCode) {
				t.Error("the payment code is in what it printed")
			}
			recoverAndCheck(t, m, true)
		})
	}
}
