package e2e

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"facetill/flow"
)

// numbered returns the numbers of the facts of each attempt among lines, in the
// order in which they stand.
func numbered(t *testing.T, s said) map[string][]int {
	t.Helper()
	all := map[string][]int{}
	for _, line := range s.lines(t) {
		if no, seq := fmt.Sprint(line["out_trade_no"]), line["seq"]; line["type"] == "fact" && seq != nil {
			n, _ := seq.(float64)
			all[no] = append(all[no], int(n))
		}
	}
	return all
}

// followsAndBuries plays a call that follows another process's attempt at the camera,
// buries it when that process is killed, and makes the next one. false: it came to
// the reference when the other process was dead already.
func (m *till) followsAndBuries() (s said, dead flow.Attempt, is bool) {
	m.t.Helper()
	first := m.start("pay", "900.10", "--sim", "-o", "json", "--ref", "K") // 20 s at the camera
	dead = m.waitFor("the camera", isOpened)
	second := m.start("pay", "900.10", "--sim", "-o", "json", "--ref", "K")
	time.Sleep(3 * time.Second) // enough almost always, and nothing hangs on it
	if err := first.cmd.Process.Kill(); err != nil {
		m.t.Fatal(err)
	}
	first.ends()
	s = second.ends()
	for _, line := range s.lines(m.t) {
		is = is || line["out_trade_no"] == string(dead.OutTradeNo)
	}
	return s, dead, is
}

// The facts of either attempt have the numbers of the journal, those of status
// --timeline, none twice and none left out.
func TestFactsAreNumberedOverTwoAttempts(t *testing.T) {
	t.Parallel()
	for range 4 {
		m := newTill(t)
		s, dead, is := m.followsAndBuries()
		if !is {
			continue
		}
		if s.code != 0 {
			t.Fatalf("exit %d: %s%s", s.code, s.out, s.err)
		}
		paid := m.waitFor("the charge", func(a flow.Attempt) bool { return a.State == flow.Paid })
		live := numbered(t, s)
		for _, a := range []flow.Attempt{dead, paid} {
			no := string(a.OutTradeNo)
			want := numbered(t, m.run("status", no, "--sim", "-o", "json", "--timeline"))[no]
			if a.OutTradeNo == paid.OutTradeNo {
				want = want[:len(want)-1] // told comes after the result line
			} else {
				want = want[1:] // the first one was the other process's to tell
			}
			if !slices.Equal(live[no], want) {
				t.Errorf("%s, %s: live %v, in the journal %v\n%s", no, a.State, live[no], want, s.out)
			}
		}
		return
	}
	t.Error("no call followed")
}
