//go:build !windows

package e2e

import (
	"bytes"
	"os"
	"strings"
	"syscall"
	"testing"

	"facetill/flow"
)

var stops = []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}

// Money rule 5.8: before submission a signal cancels the sale.
func TestSignalBeforeSubmission(t *testing.T) {
	t.Parallel()
	for _, signal := range stops {
		m := newTill(t)
		cmd := m.command("pay", "900.03", "--sim", "-o", "json") // the customer walks away
		p := startCommand(t, cmd)
		p.until(`"state":"opened"`)
		s := p.ends(signal)
		result := s.result(t)
		if s.code != 130 || result["outcome"] != "cancelled" || result["exit_code"] != 130.0 {
			t.Errorf("%v: exit %d, %v", signal, s.code, result)
		}
		if a := m.only(); a.State != flow.Cancelled || a.EndedBy != "signal" {
			t.Errorf("%v: the journal says %s, %s", signal, a.State, a.EndedBy)
		}
	}
}

// Money rule 5.8: after submission a signal decides nothing, and says open.
func TestSignalAfterSubmission(t *testing.T) {
	t.Parallel()
	for i, signal := range stops {
		m := newTill(t)
		// The customer never enters the password.
		cmd := m.command("pay", "900.13", "--sim", "-o", "json", "--ref", "r1", "--auth-code", "134567890123456701")
		p := startCommand(t, cmd)
		p.until(`"state":"confirming"`)
		s := p.ends(signal)
		result := s.result(t)
		if s.code != 8 || result["outcome"] != "open" || result["exit_code"] != 8.0 || result["state"] != "confirming" {
			t.Errorf("%v: exit %d, %v", signal, s.code, result)
		}
		if a := m.only(); a.State != flow.Confirming || !a.DecidedAt.IsZero() {
			t.Errorf("%v: the journal says %s, decided %v", signal, a.State, a.DecidedAt)
		}
		if i > 0 {
			continue
		}
		// What is open is told, stops its amount, and another amount on its reference.
		for _, args := range [][]string{{"status", "--sim"}, {"recover", "--sim", "--for", "100ms"},
			{"pay", "900.13", "--sim", "--auth-code", "134567890123456702"},
			{"pay", "1", "--sim", "--ref", "r1", "--auth-code", "134567890123456703"}} {
			var talk bytes.Buffer
			next := m.command(args...)
			next.Stderr = &talk
			if code := m.end(next).code; code != 8 {
				t.Errorf("%v: exit %d, want 8: %s", args, code, talk.String())
			}
			if !strings.Contains(talk.String(), "open: ") {
				t.Errorf("%v does not say what is open: %s", args, talk.String())
			}
		}
	}
}
