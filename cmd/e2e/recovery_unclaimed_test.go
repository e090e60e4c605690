//go:build linux

package e2e

import (
	"strings"
	"testing"

	"facetill/flow"
)

// killed makes a call that is killed at a named point.
func (m *till) killed(point string, args ...string) said {
	m.t.Helper()
	cmd := m.of(crashing(m.t)).command(args...)
	cmd.Env = append(cmd.Env, "FACETILL_CRASH="+point)
	s := m.end(cmd)
	if s.code != -1 {
		m.t.Fatalf("not killed at %q: exit %d\n%s%s", point, s.code, s.out, s.err)
	}
	return s
}

// A charge that recover finds is one attempt for a program: it has one line, and
// counts once.
func TestRecoverCountsEachOnce(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	m.killed("after pay 1", "pay", "12.80", "--sim", "-o", "json", "--auth-code", "134567890123456701")
	s := m.run("recover", "--sim", "-o", "json")
	rows := map[any]int{}
	for _, line := range s.lines(t) {
		if line["type"] == "attempt" {
			rows[line["out_trade_no"]]++
		}
	}
	r := s.result(t)
	if s.code != 8 || r["open"] != 1.0 || r["count"] != 1.0 || len(rows) != 1 {
		t.Errorf("exit %d, %v", s.code, r)
	}
	for no, n := range rows {
		if n != 1 {
			t.Errorf("%v has %d lines", no, n)
		}
	}
}

// S43, case 23: killed between the result line and told. Every command sees at
// once that nobody knows whether the goods went, whichever comes first.
func TestS43_KilledBeforeTold(t *testing.T) {
	t.Parallel()
	for _, first := range [][]string{{"day"}, {"close"}, {"sales"}, {"status"}, {"recover"}, {"doctor"}} {
		m := newTill(t)
		s := m.killed("before append 3", "pay", "12.80", "--sim", "-o", "json", "--auth-code", "134567890123456701")
		if r := s.result(t); r["outcome"] != "paid" {
			t.Fatalf("the line was not out: %v", r)
		}
		want := map[string]int{"sales": 0, "doctor": 0}
		code := 8
		if c, other := want[first[0]]; other {
			code = c
		}
		s = m.run(append(first, "--sim", "-o", "json")...)
		if s.code != code && first[0] != "doctor" {
			t.Errorf("%v first: exit %d, want %d\n%s%s", first, s.code, code, s.out, s.err)
		}
		for _, l := range s.lines(t) {
			if l["type"] == "attempt" && (l["outcome"] != "open" || l["unclaimed"] != true) {
				t.Errorf("%v first: %v", first, l)
			}
		}
		for _, then := range []string{"recover", "day", "close", "status"} {
			if s := m.run(then, "--sim", "-o", "json"); s.code != 8 {
				t.Errorf("%v first, then %s: exit %d\n%s", first, then, s.code, s.out)
			}
		}
		no := m.waitFor("the charge", func(a flow.Attempt) bool { return a.State == flow.Paid && a.Unclaimed }).OutTradeNo
		if s := m.run("resolve", string(no), "--as", "given", "--by", "Li", "--reason", "the camera shows it", "--sim"); s.code != 0 {
			t.Errorf("given: exit %d\n%s", s.code, s.err)
		}
		if s := m.run("day", "--sim"); s.code != 0 {
			t.Errorf("after it: exit %d\n%s", s.code, s.err)
		}
	}
}

// A person gives back what nobody has looked at before.
func TestGiveBackBeforeAnybodyLooked(t *testing.T) {
	t.Parallel()
	for _, words := range [][]string{{"resolve", "--as", "give-back"}, {"reverse"}} {
		t.Run(words[0], func(t *testing.T) {
			t.Parallel()
			m := newTill(t)
			m.killed("before append 3", "pay", "12.80", "--sim", "-o", "json", "--auth-code", "134567890123456701")
			all := m.attempts()
			if len(all) != 1 {
				t.Fatalf("%d attempts", len(all))
			}
			s := m.run(append(words, string(all[0].OutTradeNo), "--by", "Li", "--reason", "nobody was there", "--sim")...)
			if s.code != 0 || m.attempts()[0].State != flow.Reversed {
				t.Errorf("exit %d, %s\n%s", s.code, m.attempts()[0].State, s.err)
			}
			if s := m.run("reverse", string(all[0].OutTradeNo), "--by", "Li", "--reason", "nobody was there", "--sim"); s.code != 5 {
				t.Errorf("the same again: exit %d\n%s", s.code, s.err)
			}
		})
	}
}

// A reversal whose process is killed is told by the same call again, which stays with it.
func TestReverseAgain(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	m.killed("before append 3", "pay", "12.80", "--sim", "-o", "json", "--auth-code", "134567890123456701")
	reverse := []string{"reverse", string(m.only().OutTradeNo), "--by", "Li", "--reason", "nobody was there", "--sim", "-o", "json"}
	m.killed("before append 2", reverse...)
	if a := m.only(); a.State != flow.Reversing {
		t.Fatalf("%s", a.State)
	}
	if s := m.run(reverse...); s.code != 5 || m.only().State != flow.Reversed {
		t.Errorf("the same again: exit %d, %s\n%s%s", s.code, m.only().State, s.out, s.err)
	}
}

// S63: a refund whose process is killed, wherever that is, is given back once: the next
// press is stopped by it, and recover ends it under the number that it began with.
func TestRefundKilled(t *testing.T) {
	t.Parallel()
	for _, point := range []string{"before append 1", "before append 2", "before refund 1", "after refund 1", "before append 3", "before append 4"} {
		t.Run(point, func(t *testing.T) {
			t.Parallel()
			m := newTill(t)
			m.run("pay", "12.80", "--ref", "a", "--sim", "--auth-code", "134567890123456701")
			refund := []string{"refund", "a", "--amount", "3", "--reason", "price", "--by", "Li", "--sim", "-o", "json"}
			m.killed(point, refund...)
			first := m.only().Refunds
			if begun := point != "before append 1"; len(first) != 0 != begun {
				t.Fatalf("%+v", first)
			}
			s := m.run(refund...)
			if want := min(8, 8*len(first)); s.code != want {
				t.Errorf("the next press: exit %d, want %d\n%s%s", s.code, want, s.out, s.err)
			}
			s = m.run("recover", "--sim", "-o", "json")
			open := len(first) > 0 && first[0].Outcome() == "open"
			if told := strings.Contains(s.out, `"type":"attempt"`); s.code != 0 || told != open {
				t.Errorf("recover: exit %d\n%s%s", s.code, s.out, s.err)
			}
			all, orders := m.only().Refunds, bookOrders(t, m.bookPath())
			if len(all) != 1 || !all[0].IsClaimed() || len(orders) != 1 || len(orders[0].Refunds) != 1 || orders[0].Refunds[0].OutRefundNo != all[0].Number {
				t.Errorf("%+v, and WeChat has %+v", all, orders)
			}
		})
	}
}
