package e2e

import (
	"bufio"
	"strings"
	"syscall"
	"testing"

	"facetill/flow"
	"facetill/wx/sim/book"
)

// contradicted is a till on which a person said that a sale was not charged, and
// WeChat has charged it.
func contradicted(t *testing.T) (*till, flow.Attempt) {
	t.Helper()
	m := newTill(t)
	a := m.needsPerson("r1")
	if s := m.run("resolve", string(a.OutTradeNo), "--as", "not-charged", "--by", "Li", "--reason", "bank", "--sim"); s.code != 0 {
		t.Fatalf("resolve: %d %s%s", s.code, s.out, s.err)
	}
	m.charge(a)
	return m, a
}

// S47: `recover --for` asks about what persons said also where driving took all of
// the time that it was given; `close --force` passes over what is open, and tells
// WeChat's word before it says the day is not over. What is open besides makes the others 8.
func TestS47_WhereSomethingIsOpenBesides(t *testing.T) {
	t.Parallel()
	m, a := contradicted(t)
	otherwise := "WECHAT SAYS OTHERWISE: " + string(a.OutTradeNo)
	m.leaves("r2", true)
	for _, c := range []struct {
		args string
		code int
	}{{"recover --for 1s", 8}, {"recover --for 1s -o json", 8}, {"day", 8}, {"day -o json", 8}, {"close", 8}, {"close --force", 9}, {"close --force -o json", 9}, {"status r1", 9}} {
		s := m.run(append(strings.Fields(c.args), "--sim")...)
		if s.code != c.code || strings.Count(s.err, otherwise) != 1 {
			t.Errorf("%s: exit %d, want %d: %s%s", c.args, s.code, c.code, s.out, s.err)
		}
		if !strings.Contains(c.args, "json") {
			continue
		}
		if r := s.result(t); r["exit_code"] != float64(c.code) || r["otherwise"] != 1.0 || r["open"] != 1.0 {
			t.Errorf("%s: %v", c.args, r)
		}
		if strings.HasPrefix(c.args, "day") && s.result(t)["sales"] != 1.0 {
			t.Errorf("%s: the day has no sum: %s", c.args, s.out)
		}
	}
}

// S47: `recover --watch` says it while it runs, and its code says it when the
// system stops it.
func TestS47_TheWatchSaysItAsWell(t *testing.T) {
	t.Parallel()
	m, a := contradicted(t)
	cmd := m.command("recover", "--watch", "--sim")
	talk, err := cmd.StderrPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	said := bufio.NewScanner(talk)
	for said.Scan() && !strings.Contains(said.Text(), "WECHAT SAYS OTHERWISE: "+string(a.OutTradeNo)) {
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for said.Scan() {
	}
	_ = cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != 9 {
		t.Errorf("exit %d, want 9", code)
	}
}

// A reversal that was proven and that WeChat belies, and a paid sale that WeChat
// calls dead: status is 9 each time that it is asked, and changes nothing.
func TestWhatWeChatBeliesIsToldEachTime(t *testing.T) {
	t.Parallel()
	m, a := refusedThenCharged(t)
	if s := m.run("recover", "--sim"); s.code != 0 || m.attempts()[0].State != flow.Reversed {
		t.Fatalf("recover: %d %s%s", s.code, s.out, s.err)
	}
	m.charge(a)
	if s := m.run("pay", "1.00", "--sim", "--ref", "r2", "--auth-code", "134567890123456702"); s.code != 0 {
		t.Fatalf("pay: %d %s%s", s.code, s.out, s.err)
	}
	for _, b := range m.attempts() {
		if b.State == flow.Paid {
			m.becomes(b, book.Revoked)
		}
	}
	before := m.attempts()
	for _, ref := range []string{"r1", "r2"} {
		var first said
		for n := range 3 {
			s := m.run("status", ref, "--sim", "-o", "json")
			if r := s.result(t); s.code != 9 || r["outcome"] != "open" || !strings.Contains(s.err, "WECHAT SAYS OTHERWISE") {
				t.Errorf("%s, asked for the %d. time: exit %d %s%s", ref, n+1, s.code, s.out, s.err)
			}
			if n == 0 {
				first = s
			} else if s != first {
				t.Errorf("%s: %v, and before %v", ref, s, first)
			}
		}
	}
	for n, after := range m.attempts() {
		if after.Version != before[n].Version || after.State != before[n].State {
			t.Errorf("asking changed it: %+v, before %+v", after, before[n])
		}
	}
}

// Where all that is open waits for a person, doctor names the command that takes
// a person's word, and not the one that would wait for nothing.
func TestDoctorSendsToAPerson(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	a := m.needsPerson("r1")
	s := m.run("doctor", "--sim")
	if s.code != 9 || !strings.Contains(s.out, "facetill resolve "+string(a.OutTradeNo)) || strings.Contains(s.out, "facetill recover") {
		t.Errorf("exit %d\n%s%s", s.code, s.out, s.err)
	}
	m.leaves("r2", true)
	s = m.run("doctor", "--sim")
	if s.code != 9 || !strings.Contains(s.out, "facetill resolve "+string(a.OutTradeNo)) || !strings.Contains(s.out, "facetill recover") ||
		!strings.Contains(s.out, "1 attempts are open and wait for a person") || !strings.Contains(s.out, "1 attempts are open and nobody looks") {
		t.Errorf("exit %d\n%s%s", s.code, s.out, s.err)
	}
}
