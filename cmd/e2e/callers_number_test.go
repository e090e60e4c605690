package e2e

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"facetill/flow"
)

// A number that is brought and that WeChat has already, of a till whose journal
// this is not: nothing is sent under it, nothing is heard as this sale's charge,
// and the other one's money stays where it is.
func TestNumberThatIsAnotherTills(t *testing.T) {
	t.Parallel()
	one, two := newTill(t), newTill(t)
	if s := one.run("pay", "5.00", "--sim", "--ref", "a"); s.code != 0 {
		t.Fatal(s)
	}
	a := one.attempts()[0]
	book, err := os.ReadFile(filepath.Join(one.stateDir(), "sim.book"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(two.stateDir(), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(two.stateDir(), "sim.book"), book, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, amount := range []string{"5.00", "1.00"} { // it may be this customer's: nobody is told "not charged"
		cmd := two.command("pay", amount, "--sim", "--face-code", "-", "--out-trade-no", string(a.OutTradeNo), "--ref", "b", "-o", "json")
		cmd.Stdin = strings.NewReader("130057594900000002\n")
		s := two.end(cmd)
		if r := s.result(t); s.code != 8 || r["outcome"] != "open" || r["err_code"] != "ORDER_ELSEWHERE" || r["out_trade_no"] != nil || len(two.attempts()) != 0 {
			t.Errorf("%s yuan: exit %d, %v", amount, s.code, r)
		}
		if strings.Contains(s.err, "NOT CHARGED") || !strings.Contains(s.err, "facetill wx query --sim --out-trade-no "+string(a.OutTradeNo)) {
			t.Errorf("%s yuan: %s", amount, s.err)
		}
	}
	if two.held(a.OutTradeNo) != 500 || two.charges() != 1 {
		t.Errorf("WeChat holds %d of it, %d charges", two.held(a.OutTradeNo), two.charges())
	}
	cmd := two.command("pay", "5.00", "--sim", "--face-code", "-", "--out-trade-no", "NOBODYS-1", "-o", "json")
	cmd.Stdin = strings.NewReader("130057594900000002\n")
	if s := two.end(cmd); s.code != 0 {
		t.Errorf("a number of nobody's: exit %d, %s%s", s.code, s.out, s.err)
	}
}

// A paid sale that WeChat has revoked: the record alone is not told.
func TestStatusOfAPaymentThatWeChatRevoked(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	if s := m.run("pay", "5.00", "--sim", "--ref", "a"); s.code != 0 {
		t.Fatal(s)
	}
	m.becomes(m.attempts()[0], "REVOKED")
	s := m.run("status", "a", "--sim", "-o", "json")
	if r := s.result(t); s.code != 9 || r["outcome"] != "open" || r["wechat"] != "revoked" || !strings.Contains(s.err, "WECHAT SAYS OTHERWISE") {
		t.Errorf("exit %d, %v, %s", s.code, r, s.err)
	}
}

// A reference that is another sale's number means both: neither hides the other.
func TestReferenceThatIsANumber(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	if s := m.run("pay", "1.11", "--sim", "--ref", "one"); s.code != 0 {
		t.Fatal(s)
	}
	no := string(m.attempts()[0].OutTradeNo)
	if s := m.run("pay", "900.15", "--sim", "--ref", no); s.code != 3 {
		t.Fatal(s)
	}
	s := m.run("status", no, "--sim", "-o", "json")
	if r := s.result(t); s.code != 64 || r["err_code"] != "AMBIGUOUS" || strings.Count(s.out, `"type":"attempt"`) != 2 {
		t.Errorf("exit %d, %s", s.code, s.out)
	}
	if s := m.run("status", "one", "--sim"); s.code != 0 {
		t.Errorf("the other reference: exit %d, %s", s.code, s.err)
	}
}

// Money rule 5.10: a reference was refused twice, and none of its attempts blocks.
// status of the reference tells the last one, by its number, and not a list.
func TestStatusOfAReferenceTellsTheLast(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	for _, code := range []string{"134567890123456701", "134567890123456702"} {
		if s := m.run("pay", "900.17", "--sim", "--ref", "r1", "--auth-code", code); s.code != 3 {
			t.Fatalf("not refused: %d %s%s", s.code, s.out, s.err)
		}
	}
	all := m.attempts()
	slices.SortFunc(all, func(a, b flow.Attempt) int { return int(a.Seq - b.Seq) })
	first, last := all[0], all[len(all)-1]
	if first.OutTradeNo == last.OutTradeNo || first.Blocking() || last.Blocking() {
		t.Fatalf("%s %s, %s %s", first.OutTradeNo, first.State, last.OutTradeNo, last.State)
	}
	s := m.run("status", "r1", "--sim", "-o", "json")
	if r := s.result(t); s.code != 3 || r["out_trade_no"] != string(last.OutTradeNo) {
		t.Errorf("exit %d, %v, want %s\n%s", s.code, r, last.OutTradeNo, s.err)
	}
}
