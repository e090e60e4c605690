//go:build !windows

package e2e

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"facetill/flow"
)

// Money rules 5.4 and 5.8: a call that follows another one's sale of its reference
// and is stopped by a signal knows nothing of its end, and says so within 2 s: 8,
// that another call goes on with it, and status as what to try. recover, which would
// leave it to the process that has it, is not advised. That sale goes on. A call that
// names it has come to it: what it says of its own end, 130, is said of a sale that may charge.
func TestSignalWhileAnothersSaleIsFollowed(t *testing.T) {
	t.Parallel()
	for amount, at := range map[string]flow.State{"900.10": flow.Opened, "900.11": flow.Confirming} { // 20 s at the camera; a password after 8 s
		t.Run(string(at), func(t *testing.T) {
			t.Parallel()
			m := newTill(t)
			pay := []string{"pay", amount, "--sim", "--ref", "K"}
			first := m.start(pay...)
			a := m.waitFor(string(at), func(a flow.Attempt) bool { return a.State == at })
			for _, format := range []string{"json", "text"} {
				second := startCommand(t, m.command(append(pay, "-o", format)...))
				time.Sleep(time.Second) // it follows, or is about to: the answer is the same
				began := time.Now()
				s := second.ends(syscall.SIGTERM)
				named := strings.Contains(s.out, string(a.OutTradeNo)) || strings.Contains(s.out+s.err, a.OutTradeNo.LastDigits(6))
				early := (s.code == 130 || s.code == -1) && !named || strings.Contains(s.err, "stopped by a signal before the journal ")
				if early { // it had not come to the reference yet, whatever it found open
					t.Logf("exit %d: too early", s.code)
					continue
				}
				if took := time.Since(began); took > 10*time.Second { // 2 s, and a machine that is busy
					t.Errorf("gone after %s", took)
				}
				if s.code != 8 || !strings.Contains(s.err, "another call of this reference") || !strings.Contains(s.err, "try: facetill status --sim K") || strings.Contains(s.err, "recover") {
					t.Errorf("%s: exit %d\n%s%s", format, s.code, s.out, s.err)
				}
				if format == "text" {
					continue
				}
				if r := s.result(t); r["outcome"] != "open" || r["exit_code"] != 8.0 || r["out_trade_no"] != string(a.OutTradeNo) || r["message"] == nil || r["hint"] != "facetill status --sim K" {
					t.Errorf("%v", r)
				}
			}
			if s := first.ends(); s.code != 0 || m.charges() != 1 {
				t.Errorf("the sale itself: exit %d, %d charges\n%s", s.code, m.charges(), s.err)
			}
		})
	}
}
