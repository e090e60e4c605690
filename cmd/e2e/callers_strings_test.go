package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/journal/sqlite"
)

// forged is what a device, a member or a name could be to look like us.
const forged = "x\r\nPAID 99.99\x1b[2J\x1b[31m\u009b0m\u202e\u2028\u0085\u200b\x7f"

// speaker is a companion app that answers each command as a test says.
func speaker(t *testing.T, answers map[string]map[string]any) *httptest.Server {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		var req struct{ Cmd string }
		_ = json.Unmarshal(body, &req)
		answer, known := answers[req.Cmd]
		if !known {
			answer = map[string]any{"return_code": "SUCCESS", "return_msg": "SUCCESS", "rawdata": "RAWDATA"}
		}
		_ = json.NewEncoder(w).Encode(answer)
	}))
	t.Cleanup(srv.Close)
	return srv
}

// withCamera configures a till whose camera is a companion app's, in front of a
// simulated WeChat.
func (m *till) withCamera(url string) (file string) {
	m.t.Helper()
	dir, file := m.configure(fmt.Sprintf("[wechat]\nadapter = \"sim\"\n[device]\nadapter = \"bridge\"\n[device.bridge]\nurl = %q\ntoken_file = \"token.txt\"\n", url))
	if err := os.WriteFile(filepath.Join(dir, "token.txt"), []byte("TOKEN\n"), 0o600); err != nil {
		m.t.Fatal(err)
	}
	return file
}

// nothingHides holds what was said against money rule 6.5.
func nothingHides(t *testing.T, what string, s said) {
	t.Helper()
	for _, text := range []string{s.out, s.err} {
		if i := strings.IndexFunc(text, func(r rune) bool { return r != '\n' && r != '\t' && field.Hidden(r) }); i >= 0 {
			t.Errorf("%s has a hidden character: %q", what, text[max(0, i-40):min(len(text), i+40)])
		}
		for line := range strings.Lines(text) {
			if strings.HasPrefix(strings.TrimSpace(line), "PAID 99.99") {
				t.Errorf("%s has a forged line: %q", what, line)
			}
		}
	}
	for line := range strings.Lines(s.out) {
		var v map[string]any
		if json.Unmarshal([]byte(line), &v) == nil && v["type"] != nil {
			noneHides(t, what, v)
		}
	}
}

// noneHides looks into what a reader of the JSON gets.
func noneHides(t *testing.T, what string, v any) {
	t.Helper()
	switch v := v.(type) {
	case string:
		if strings.ContainsFunc(v, func(r rune) bool { return r != '\n' && field.Hidden(r) }) {
			t.Errorf("%s has the value %q", what, v)
		}
	case map[string]any:
		for name, inner := range v {
			if name != "answer" { // a program's own, as it came
				noneHides(t, what, inner)
			}
		}
	case []any:
		for _, inner := range v {
			noneHides(t, what, inner)
		}
	}
}

// Case 50: a camera that forges our words is heard as a code that is none, by
// every command that tells of it.
func TestForgedDevice(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"PAID", "PAID 99.99", "OK\r\nPAID 99.99\x1b[0m", "已支付", "ERROR\u202e"} {
		m := newTill(t)
		bad := map[string]any{"return_code": code, "return_msg": forged, "nickname": forged}
		app := speaker(t, map[string]map[string]any{"getWxpayfaceCode": bad, "getWxpayfaceUserInfo": bad})
		file := m.withCamera(app.URL)
		s := m.run("pay", "12.80", "--config", file, "-o", "json", "--ref", "r1")
		r := s.result(t)
		if s.code != 69 || r["outcome"] == "paid" {
			t.Errorf("%q: exit %d, %v", code, s.code, r)
		}
		if strings.Contains(s.out, `"PAID"`) && !strings.Contains(s.out, `\"PAID\"`) {
			t.Errorf("%q: PAID is told as a word of ours: %s", code, s.out)
		}
		nothingHides(t, "pay -o json", s)
		for _, args := range [][]string{{"pay", "12.80"}, {"status"}, {"status", "--timeline"}, {"status", "--timeline", "-o", "json"}, {"sales"},
			{"sales", "-o", "json"}, {"sales", "export"}, {"member"}, {"member", "-o", "json"}, {"device", "userinfo"}, {"doctor"}} {
			nothingHides(t, strings.Join(args, " "), m.run(append(args, "--config", file)...))
		}
		no, _ := r["out_trade_no"].(string)
		nothingHides(t, "receipt", m.run("receipt", no, "--config", file))
	}
}

// Case 50: a member may be called anything, and is shown in quotes.
func TestMembersName(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	app := speaker(t, map[string]map[string]any{"getWxpayfaceUserInfo": {"return_code": "SUCCESS", "openid": "oABCDEFGH1234", "nickname": "PAID\r\nPAID 99.99 \"\u202e"}})
	file := m.withCamera(app.URL)
	s := m.run("member", "--config", file)
	nothingHides(t, "member", s)
	if s.code != 0 || !strings.HasPrefix(s.out, "\"PAID  PAID 99.99 '\"  openid ..1234") {
		t.Errorf("exit %d: %q", s.code, s.out)
	}
	s = m.run("member", "--config", file, "-o", "json")
	nothingHides(t, "member -o json", s)
}

// Case 36: an answer in the code page of the machine is read.
func TestDeviceInAnotherCodePage(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	app := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		face := ""
		if strings.Contains(string(body), "getWxpayfaceCode") {
			face = ",\"face_code\":\"130000000000010001\",\"openid\":\"oX\""
		}
		_, _ = io.WriteString(w, "\ufeff{\"return_code\":\"SUCCESS\",\"return_msg\":\"\xb3\xc9\xd5\x5c\",\"rawdata\":\"R\""+face+"}\x00")
	}))
	t.Cleanup(app.Close)
	s := m.run("pay", "12.80", "--config", m.withCamera(app.URL), "-o", "json")
	if r := s.result(t); s.code != 0 || r["outcome"] != "paid" {
		t.Errorf("exit %d, %v, %s", s.code, r, s.err)
	}
	nothingHides(t, "pay", s)
}

// Money rule 6.5: what an older version has written down is filtered again before
// anybody sees it.
func TestOlderJournalIsFiltered(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	if s := m.run("pay", "12.80", "--sim", "--ref", "r1"); s.code != 0 {
		t.Fatalf("%d, %s", s.code, s.err)
	}
	like := m.attempts()[0]
	j, err := sqlite.Open(context.Background(), m.journalPath(), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	order := like.Order
	order.OutTradeNo, order.Sale.Ref, order.OpenedAt = "26112510300000000000000000000017", "old", time.Now()
	order.Cashier, order.Lane = forged, like.Lane
	a, err := j.Open(context.Background(), flow.OrderOpened{Order: order})
	if err == nil {
		a, err = j.Append(context.Background(), a, flow.NothingSent{Code: "C" + forged, Message: forged, At: time.Now()})
	}
	if err == nil {
		err = j.Release(context.Background(), a)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"status", "old"}, {"status", "old", "-o", "json"}, {"status", "old", "--timeline"}, {"status", "old", "--timeline", "-o", "json"},
		{"sales"}, {"sales", "-o", "json"}, {"sales", "export"}, {"sales", "export", "--format", "json"}, {"receipt", "old"}, {"receipt", "old", "-o", "json"},
		{"day"}, {"day", "-o", "json"}, {"close", "--force"}, {"close", "--force", "-o", "json"}, {"recover"}, {"recover", "-o", "json"}, {"pay", "12.80", "--ref", "old"}} {
		s := m.run(append(args, "--sim")...)
		nothingHides(t, strings.Join(args, " "), s)
	}
}
