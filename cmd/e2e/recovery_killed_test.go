//go:build linux

package e2e

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/wx/sim/book"
)

// TestKilledAtEveryPoint kills a real process by SIGKILL before and after each
// journal write and each gateway call of a sale, lets another process recover,
// and holds the journal against what WeChat remembers.
func TestKilledAtEveryPoint(t *testing.T) {
	exe := crashing(t)
	for _, c := range []struct {
		name, amount string
		charges      bool
	}{{"paid", "12.80", true}, {"declined", "900.15", false}, {"answer lost, charged", "900.23", true}} {
		points := pointsOf(newTill(t).of(exe), c.amount)
		if len(points) < 8 {
			t.Fatalf("%s has only the points %q", c.name, points)
		}
		for _, point := range points {
			t.Run(c.name+" "+point, func(t *testing.T) {
				t.Parallel()
				m := newTill(t).of(exe)
				killAt(t, m, c.amount, point)
				recoverAndCheck(t, m, c.charges)
			})
		}
	}
}

// payKilled is a sale that is killed, paused or traced as its environment says.
func (m *till) payKilled(amount string, env ...string) *exec.Cmd {
	cmd := m.command("pay", amount, "--sim", "-o", "json", "--ref", "killed", "--auth-code", anyCode)
	cmd.Env = append(cmd.Env, env...)
	return cmd
}

// pointsOf are the points that a sale passes which nobody kills.
func pointsOf(m *till, amount string) []string {
	m.t.Helper()
	trace := filepath.Join(m.home, "trace")
	m.end(m.payKilled(amount, "FACETILL_CRASH_TRACE="+trace))
	text, err := os.ReadFile(trace)
	if err != nil {
		m.t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(text)), "\n")
}

func killAt(t *testing.T, m *till, amount, point string) {
	t.Helper()
	cmd := m.payKilled(amount, "FACETILL_CRASH="+point)
	var out bytes.Buffer
	cmd.Stdout = &out
	exit, is := errors.AsType[*exec.ExitError](cmd.Run())
	if !is || exit.ExitCode() != -1 {
		t.Fatalf("not killed at %q: %v\n%s", point, exit, out.String())
	}
	// Told is the last act (money rule 5.3): whoever reads it knows that the line
	// was out, and a caller without that line has not been told.
	all, err := m.open().List(context.Background(), flow.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		if a.Shown && !strings.Contains(out.String(), `"outcome":"paid"`) {
			t.Errorf("killed at %q: told is recorded, and the result line is not out:\n%s", point, out.String())
		}
	}
}

// recoverAndCheck lets another process go on, and holds its words against the
// book. What never arrived at WeChat is only proven dead after 20 minutes: it
// has to stay open.
func recoverAndCheck(t *testing.T, m *till, charges bool) {
	t.Helper()
	run := func(args ...string) int { return m.run(args...).code }
	if code := run("journal", "verify", "--sim"); code != 0 {
		t.Errorf("verify: exit %d", code)
	}
	if charged := m.orders(); len(charged) > 0 && charged[0].Charged(time.Now()) {
		run("recover", "--sim") // ends by itself: a charge is found at once
	} else {
		run("recover", "--sim", "--for", "500ms") // whatever it has reached by then
	}
	status := run("status", "--sim") // it goes on with what is open, and then says what it is
	all, err := m.open().List(context.Background(), flow.Filter{})
	if err != nil || len(all) > 1 {
		t.Fatalf("%d attempts, %v", len(all), err)
	}
	orders := m.orders()
	if len(all) == 0 {
		if len(orders) > 0 {
			t.Errorf("WeChat has %d orders of an attempt that is in no journal", len(orders))
		}
		return
	}
	if why := disagreement(all[0], orders, status, charges); why != "" {
		t.Error(why)
	}
}

// disagreement says where the journal's word and the code of status do not
// agree with what WeChat remembers.
func disagreement(a flow.Attempt, orders []book.Order, status int, charges bool) string {
	held := heldOf(orders, a.OutTradeNo)
	switch {
	case held > 0 && !charges:
		return "the simulator charged a sale that it declines"
	case held > 0:
		// The process that knew of it is gone, unless it had told it.
		if a.State != flow.Paid || a.Unclaimed == a.Shown || (status == 0) != a.Shown {
			return fmt.Sprintf("charged, and the journal says %s, unclaimed %v, told %v, status %d", a.State, a.Unclaimed, a.Shown, status)
		}
	case a.State == flow.Paid:
		return "paid, and WeChat holds nothing"
	case a.Open():
		if status != 8 {
			return fmt.Sprintf("%s, and status says %d", a.State, status)
		}
	case len(orders) == 0 && !a.IntentAt.IsZero() && a.State != flow.NotSent:
		return fmt.Sprintf("%s although the request may still be on its way", a.State)
	case !slices.Contains([]int{3, 4, 5, 69}, status):
		return fmt.Sprintf("%s, and status says %d", a.State, status)
	}
	return ""
}

// The control: each kind of lie is found, and the truth passes.
func TestDisagreementControl(t *testing.T) {
	now := time.Now()
	charged := []book.Order{{OutTradeNo: "1", TotalFee: 1280, Family: "micropay", Code: book.FingerprintOf("1"), CreatedAt: now.Add(-time.Second)}}
	if heldOf(charged, "1") != 1280 {
		t.Fatalf("the order holds %d", heldOf(charged, "1"))
	}
	attempt := func(s flow.State, intent time.Time) flow.Attempt {
		return flow.Attempt{Order: flow.Order{OutTradeNo: "1"}, State: s, IntentAt: intent}
	}
	unclaimed, told := attempt(flow.Paid, now), attempt(flow.Paid, now)
	unclaimed.Unclaimed, told.Shown = true, true
	for _, c := range []struct {
		name    string
		a       flow.Attempt
		orders  []book.Order
		status  int
		charges bool
		agree   bool
	}{
		{"unclaimed", unclaimed, charged, 8, true, true},
		{"told", told, charged, 0, true, true},
		{"open", attempt(flow.Submitting, now), nil, 8, true, true},
		{"cancelled", attempt(flow.Cancelled, time.Time{}), nil, 4, true, true},
		{"charged and refused", attempt(flow.Refused, now), charged, 3, true, false},
		{"charged and cancelled", attempt(flow.Cancelled, time.Time{}), charged, 4, true, false},
		{"unclaimed, and status says paid", unclaimed, charged, 0, true, false},
		{"charged against the scenario", told, charged, 0, false, false},
		{"paid without a charge", told, nil, 0, true, false},
		{"open, and status says not charged", attempt(flow.Submitting, now), nil, 69, true, false},
		{"given up too early", attempt(flow.Reversed, now), nil, 5, true, false},
	} {
		if why := disagreement(c.a, c.orders, c.status, c.charges); (why == "") != c.agree {
			t.Errorf("%s: %q", c.name, why)
		}
	}
}

func heldOf(orders []book.Order, no flow.OutTradeNo) (held int64) {
	for _, o := range orders {
		if o.OutTradeNo == string(no) {
			held += o.Held(time.Now())
		}
	}
	return held
}
