package e2e

import (
	"strings"
	"testing"

	"facetill/wx/sim/book"
)

// A sale is reversed past the till, on WeChat's console. Whoever asks for it hears that:
// status and the same pay say 9 with the same words, and no refund of it begins. One that
// had begun already is ended by a person, and then nothing keeps the day open.
func TestReversedPastTheTill(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	m.left("paid", "b3", 510)
	m.becomes(m.only(), book.Revoked)
	says := "WECHAT SAYS OTHERWISE"
	pay := []string{"pay", "5.10", "--ref", "b3", "--sim", "-o", "json"}
	for _, args := range [][]string{{"status", "b3", "--sim", "-o", "json"}, pay, pay} {
		s := m.run(args...)
		if r := s.result(t); s.code != 9 || r["outcome"] != "open" || !strings.HasPrefix(r["message"].(string), says) || !strings.Contains(s.err, says) {
			t.Errorf("%s: exit %d, %v, %s", args[0], s.code, r, s.err)
		}
	}
	no := string(m.only().OutTradeNo)
	s := m.run("refund", no, "--reason", "price", "--by", "Li", "--sim", "-o", "json")
	if r := s.result(t); s.code != 64 || r["err_code"] != "REFUND_STATE" || !strings.Contains(s.err, "reversed outside this till") || len(m.only().Refunds) != 0 {
		t.Errorf("a refund: exit %d, %v, %+v", s.code, r, m.only().Refunds)
	}
}

// A refund that was begun when WeChat had already reversed the sale.
func TestRefundBegunOfWhatWasReversed(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	m.left("refund-begun", "b3", 510)
	a := m.only()
	settle := []string{"refund", string(a.OutTradeNo), "--settled", "R2", "--as", "otherwise", "--by", "Li", "--reason", "reversed there", "--sim", "-o", "json"}
	m.becomes(a, "")
	if s := m.run(settle...); s.code != 69 || m.only().Refunds[0].SettledAs != "" { // another order's answer is none
		t.Errorf("WeChat says nothing: exit %d, %s", s.code, s.err)
	}
	m.becomes(a, book.Revoked)
	s := m.run("status", "b3", "--sim", "-o", "json")
	if r := s.result(t); s.code != 8 || !strings.Contains(r["hint"].(string), "--settled R2 --as otherwise") || !strings.Contains(s.err, "WECHAT SAYS OTHERWISE") {
		t.Errorf("begun: exit %d, %v, %s", s.code, r, s.err)
	}
	if s := m.run("day", "--sim"); s.code != 8 {
		t.Errorf("the day: exit %d, %s", s.code, s.out)
	}
	if s := m.run(settle...); s.code != 0 {
		t.Errorf("settled: exit %d, %s", s.code, s.err)
	}
	if s := m.run("day", "--sim"); s.code != 0 {
		t.Errorf("the day behind it: exit %d, %s", s.code, s.out)
	}
	if s := m.run("recover", "--sim"); s.code != 0 {
		t.Errorf("recover: exit %d, %s", s.code, s.out)
	}
}
