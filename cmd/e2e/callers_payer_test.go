package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// serving starts a simulated WeChat, and returns what it says of itself.
func (m *till) serving() (*live, map[string]any) {
	m.t.Helper()
	server := m.start("sim", "--listen", "127.0.0.1:0", "--dir", filepath.Join(m.home, "sim"), "-o", "json")
	server.until("serving")
	var says map[string]any
	if err := json.Unmarshal([]byte(strings.SplitAfter(server.out.String(), "\n")[0]), &says); err != nil {
		m.t.Fatal(err)
	}
	return server, says
}

// A service provider's sub-merchant: the call that hears the proof of the charge
// from WeChat tells the payer's openid under both appids, with the answer of the
// request and with that of a query. Nobody tells them again: not a replay, no record.
func TestSubOpenIDLive(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	server, says := m.serving()
	file := m.configured(says, "")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	sub := strings.Replace(string(text), "[merchant]\n", "[merchant]\nsub_app_id = \"wx8888888888888888\"\nsub_mch_id = \"1900000109\"\n", 1)
	if err := os.WriteFile(file, []byte(sub), 0o600); err != nil {
		t.Fatal(err)
	}
	payers := map[string]bool{}
	for ref, amount := range map[string]string{"answer": "12.80", "query": "900.23"} { // the answer of 900.23 is lost
		pay := []string{"pay", amount, "--ref", ref, "--config", file, "-o", "json"}
		s := m.run(pay...)
		r := s.result(t)
		open, _ := r["openid"].(string)
		sub, _ := r["sub_openid"].(string)
		if s.code != 0 || !strings.HasPrefix(sub, "oSUB") || open == "" || open == sub {
			t.Errorf("%s: exit %d, openid %q, sub_openid %q\n%s", ref, s.code, open, sub, s.err)
		}
		payers[open], payers[sub] = true, true
		for _, args := range [][]string{pay, {"status", ref, "--config", file, "-o", "json", "--timeline"}} {
			s := m.run(args...)
			if r := s.result(t); s.code != 0 || r["openid"] != nil || r["sub_openid"] != nil || r["openid_tag"] == nil {
				t.Errorf("%v: exit %d, %v", args, s.code, r)
			}
		}
		if s := m.run("pay", amount, "--ref", ref+" text", "--config", file, "-o", "text"); s.code != 0 || strings.Contains(s.out, "oSUB") {
			t.Errorf("in text: exit %d, %s", s.code, s.out)
		}
	}
	server.ends(os.Interrupt)
	all := m.run("sales", "--config", file, "-o", "json").out + m.run("sales", "export", "--config", file).out
	for payer := range payers {
		if strings.Contains(all, payer) {
			t.Errorf("a list tells %s", payer)
		}
	}
}
