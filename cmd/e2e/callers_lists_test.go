package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/journal/sqlite"
	"facetill/wx/sim"
)

// plantSales puts n sales into the journal that ended before their request.
func (m *till) plantSales(n int) {
	m.plantNumbers(n, func(i int) string { return fmt.Sprintf("%032d", i+1) })
}

// plantAlike puts in n whose numbers end alike.
func (m *till) plantAlike(n int) {
	m.plantNumbers(n, func(i int) string { return fmt.Sprintf("%028d7777", i+1) })
}

func (m *till) plantNumbers(n int, number func(int) string) {
	m.t.Helper()
	if err := os.MkdirAll(m.stateDir(), 0o700); err != nil {
		m.t.Fatal(err)
	}
	merchant := flow.Merchant{AppID: sim.DefaultAppID, MchID: sim.DefaultMchID}
	j, err := sqlite.Open(context.Background(), m.journalPath(), sqlite.Options{Create: true, Merchant: merchant, Simulated: true})
	if err != nil {
		m.t.Fatal(err)
	}
	defer j.Close()
	for i := range n {
		no := flow.OutTradeNo(number(i))
		a, err := j.Open(context.Background(), flow.OrderOpened{Order: flow.Order{OutTradeNo: no, Merchant: merchant, Simulated: true,
			TotalFee: 100, Method: flow.MethodCode, Family: flow.FamilyMicropay, Lane: "SIM-TILL-1", OpenedAt: time.Now(),
			Sale: flow.SaleKey{MchID: merchant.MchID, Ref: number(i)}}})
		if err == nil {
			_, err = j.Append(context.Background(), a, flow.SaleCancelled{By: "cashier", At: time.Now()})
		}
		if err != nil {
			m.t.Fatal(err)
		}
	}
}

// Money rule 7.1: a list that is cut says so, on stderr and in its last line, and
// one for a program ends with its count.
func TestListThatIsCut(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	m.plantSales(55)
	lines := func(s said) int { return strings.Count(s.out, "\n") }
	const cut = "only the newest 50 are listed, and there are more"
	s := m.run("sales", "--sim")
	if s.code != 0 || lines(s) != 51 || !strings.Contains(s.out[strings.LastIndex(strings.TrimSpace(s.out), "\n"):], cut) || !strings.Contains(s.err, cut) {
		t.Errorf("%d lines, exit %d: %s", lines(s), s.code, s.err)
	}
	for args, want := range map[string]struct {
		rows int
		more any
	}{"sales": {50, true}, "sales --limit 0": {55, nil}, "sales --limit 55": {55, nil}, "sales --limit 54": {54, true},
		"sales export": {55, nil}, "sales export --limit 3": {3, true}, "sales --state paid": {0, nil}} {
		s := m.run(append(strings.Fields(args), "--sim", "-o", "json")...)
		if r := s.result(t); s.code != 0 || lines(s) != want.rows+1 || r["count"] != float64(want.rows) || r["more"] != want.more ||
			(want.more != nil) != strings.Contains(s.err, "there are more") {
			t.Errorf("%s: %d lines, %v, %s", args, lines(s), r, s.err)
		}
	}
	// CSV has rows alone: its count is on stderr.
	if s := m.run("sales", "export", "--sim"); lines(s) != 56 || !strings.Contains(s.err, "55 rows") || strings.Contains(s.err, "more") {
		t.Errorf("%d lines: %s", lines(s), s.err)
	}
	if s := m.run("sales", "export", "--limit", "7", "--sim"); lines(s) != 8 || !strings.Contains(s.err, "there are more") {
		t.Errorf("%d lines: %s", lines(s), s.err)
	}
	if s := m.run("sales", "export", "--format", "csv", "-o", "json", "--sim"); s.code != 64 {
		t.Errorf("csv and json: exit %d", s.code)
	}
	// What several numbers are meant by is a list, too, and no more than 20 are found.
	s = m.run("status", "0000", "--sim", "-o", "json")
	if r := s.result(t); s.code != 64 || r["err_code"] != "NOT_FOUND" {
		t.Errorf("%v", r)
	}
	m.plantAlike(25)
	s = m.run("status", "7777", "--sim", "-o", "json")
	if r := s.result(t); s.code != 64 || r["err_code"] != "AMBIGUOUS" || r["count"] != 20.0 || !strings.Contains(s.err, "there may be more") {
		t.Errorf("exit %d, %v", s.code, r)
	}
}

// The openid of a payer is told to the call that heard it, and to nobody else:
// no record, no replay, no text, no file has it.
func TestOpenIDIsLive(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	r := m.run("pay", "12.80", "--sim", "--ref", "r1", "-o", "json").result(t)
	openid, _ := r["openid"].(string)
	if !strings.HasPrefix(openid, "oSIM") || r["openid_tag"] == nil {
		t.Fatalf("%v", r)
	}
	if r := m.run("pay", "900.11", "--sim", "-o", "json").result(t); !strings.HasPrefix(fmt.Sprint(r["openid"]), "oSIM") { // found by a query
		t.Errorf("%v", r)
	}
	for _, args := range []string{"pay 12.80 --ref r1 -o json", "pay 12.80 --ref r1", "pay 13.80", "pay 13.80 --ref r1 -o json", "status r1 -o json",
		"status r1 --timeline -o json", "sales -o json", "sales export", "receipt r1", "day -o json", "close -o json", "recover -o json"} {
		if s := m.run(append(strings.Fields(args), "--sim")...); strings.Contains(s.out+s.err, "oSIM") {
			t.Errorf("%s prints the openid: %s%s", args, s.out, s.err)
		}
	}
	err := filepath.WalkDir(m.home, func(path string, d os.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || strings.HasSuffix(path, ".book") {
			return err
		}
		text, err := os.ReadFile(path)
		if strings.Contains(string(text), openid) {
			t.Errorf("%s holds the openid", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
