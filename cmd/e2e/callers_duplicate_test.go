package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/journal/sqlite"
)

// waitFor waits until the journal shows an attempt as a test wants it.
func (m *till) waitFor(what string, fits func(flow.Attempt) bool) flow.Attempt {
	m.t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if a, found := m.look(fits); found {
			return a
		}
	}
	m.t.Fatalf("the journal never shows %s", what)
	return flow.Attempt{}
}

// look reads the journal once, where it is there already.
func (m *till) look(fits func(flow.Attempt) bool) (flow.Attempt, bool) {
	j, err := sqlite.Open(context.Background(), m.journalPath(), sqlite.Options{})
	if err != nil {
		return flow.Attempt{}, false
	}
	defer j.Close()
	all, err := j.List(context.Background(), flow.Filter{})
	if i := slices.IndexFunc(all, fits); err == nil && i >= 0 {
		return all[i], true
	}
	return flow.Attempt{}, false
}

func isOpened(a flow.Attempt) bool { return a.State == flow.Opened }

// codes are the exit codes of calls, in order of size.
func codes(calls []said) (all []int) {
	for _, s := range calls {
		all = append(all, s.code)
	}
	slices.Sort(all)
	return all
}

// isStopped holds the lines of a call that was stopped against the rule: no
// numbers of its own, and those of the other sale under stopped_by.
func isStopped(t *testing.T, s said, other flow.Attempt) {
	t.Helper()
	r := s.result(t)
	if s.code != 8 || r["outcome"] != "open" || r["exit_code"] != 8.0 || r["err_code"] != "POSSIBLE_DUPLICATE" {
		t.Errorf("a stopped call ended with %d: %v\n%s", s.code, r, s.err)
	}
	for _, name := range []string{"ref", "out_trade_no", "transaction_id", "total_fee", "state", "started_at", "time_end"} {
		if r[name] != nil {
			t.Errorf("a stopped call has a %s: %v", name, r[name])
		}
	}
	by, _ := r["stopped_by"].([]any)
	for _, one := range by {
		if fields, _ := one.(map[string]any); fields["out_trade_no"] == string(other.OutTradeNo) && fields["total_fee"] == float64(other.TotalFee) && fields["state"] != nil {
			return
		}
	}
	t.Errorf("%s does not stand under stopped_by: %v", other.OutTradeNo, by)
}

// S41, case 21: the customer stands before the camera for 20 s, and the cashier
// presses again, and again: each from no delay at all to 2.5 s after the first
// press. One is charged, the others are stopped, whoever comes first.
func TestS41_PressedAgainWhileTheCustomerStandsThere(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	presses := []*live{m.start("pay", "900.10", "--sim", "-o", "json")}
	for range 5 {
		time.Sleep(500 * time.Millisecond) // the delay is the case; nothing hangs on its length
		presses = append(presses, m.start("pay", "900.10", "--sim", "-o", "json"))
	}
	var calls []said
	for _, r := range presses {
		calls = append(calls, r.ends())
	}
	if got := codes(calls); !slices.Equal(got, []int{0, 8, 8, 8, 8, 8}) || m.charges() != 1 {
		t.Fatalf("exit codes %v, %d charges\n%v", got, m.charges(), calls)
	}
	charged := m.waitFor("the charge", func(a flow.Attempt) bool { return a.State == flow.Paid })
	for _, s := range calls {
		if s.code == 8 {
			isStopped(t, s, charged)
		}
	}
}

// S41, case 21: two presses at the same moment, neither of which sees the other
// when it begins.
func TestS41_TwoPressesAtOnce(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	m.run("sales", "--sim") // no journal yet: the two race for it, too
	a, b := m.start("pay", "12.80", "--sim", "-o", "json"), m.start("pay", "12.80", "--sim", "-o", "json")
	calls := []said{a.ends(), b.ends()}
	if got := codes(calls); !slices.Equal(got, []int{0, 8}) || m.charges() != 1 {
		t.Errorf("exit codes %v, %d charges\n%v", got, m.charges(), calls)
	}
}

// Case 25: what stops a call is never told as its result.
func TestStoppedHasNoNumbersOfItsOwn(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	first := m.start("pay", "900.10", "--sim", "-o", "json", "--ref", "order-7")
	a := m.waitFor("the first customer", isOpened)
	isStopped(t, m.run("pay", "900.10", "--sim", "-o", "json"), a)
	// A number that no sale has was mistyped.
	if named := m.run("pay", "900.10", "--sim", "-o", "json", "--new", "26112512000000000000000000000001"); named.code != 64 {
		t.Errorf("a number of no sale: exit %d", named.code)
	}
	// A bare --new does not cover what a living process has before its camera.
	isStopped(t, m.run("pay", "900.10", "--sim", "-o", "json", "--new"), a)
	if s := m.run("pay", "900.10", "--sim", "-o", "json", "--auth-code", "134567890123456701", "--new", string(a.OutTradeNo)); s.code != 0 {
		t.Errorf("beside the sale that was shown: exit %d\n%s%s", s.code, s.out, s.err)
	}
	if s := first.ends(); s.code != 0 {
		t.Errorf("the first customer: exit %d\n%s", s.code, s.err)
	}
}

// S42, case 22: the process of a reference is killed at the camera, and the POS
// sends the same call three times at once. All three are told the one outcome.
func TestS42_KilledAtTheCameraThreePresses(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	first := m.start("pay", "900.10", "--sim", "-o", "json", "--ref", "K")
	m.waitFor("the camera", isOpened) // 20 s: nobody who looks now and then misses it
	if err := first.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	first.ends()
	var presses []*live
	for range 3 {
		presses = append(presses, m.start("pay", "900.10", "--sim", "-o", "json", "--ref", "K"))
	}
	var calls []said
	for _, r := range presses {
		calls = append(calls, r.ends())
	}
	if got := codes(calls); !slices.Equal(got, []int{0, 0, 0}) || m.charges() != 1 {
		t.Fatalf("exit codes %v, %d charges\n%v", got, m.charges(), calls)
	}
	no := ""
	for _, s := range calls {
		r := s.result(t)
		if no == "" {
			no = fmt.Sprint(r["out_trade_no"])
		}
		if r["outcome"] != "paid" || r["out_trade_no"] != no {
			t.Errorf("told %v of %v", r["outcome"], r["out_trade_no"])
		}
	}
}

// Case 26: a reference is its sale: declined, declined, paid is paid.
func TestStatusOfAReferenceIsItsLastAttempt(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	for range 2 {
		if s := m.run("pay", "900.15", "--sim", "-o", "json", "--ref", "K", "--auth-code", "134567890123456701"); s.code != 3 {
			t.Fatalf("exit %d: %s", s.code, s.err)
		}
	}
	if s := m.run("pay", "12.80", "--sim", "-o", "json", "--ref", "K", "--auth-code", "134567890123456702"); s.code != 0 {
		t.Fatalf("exit %d: %s", s.code, s.err)
	}
	s := m.run("status", "K", "--sim", "-o", "json")
	if r := s.result(t); s.code != 0 || r["outcome"] != "paid" || r["ref"] != "K" {
		t.Errorf("exit %d: %v\n%s", s.code, r, s.err)
	}
}

// Case 28: what can be judged before the camera is judged before it: 64, and
// nothing is recorded.
func TestJudgedBeforeTheCamera(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	for _, args := range [][]string{
		{"--attach", "😀"}, {"--body", "   "}, {"--body", " x"}, {"--telephone", "abc"}, {"--goods-tag", "a\tb"},
		{"--body", strings.Repeat("汉", 43)}, {"--telephone", "1"},
	} {
		s := m.run(append([]string{"pay", "12.80", "--sim", "-o", "json"}, args...)...)
		if r := s.result(t); s.code != 64 || r["out_trade_no"] != nil {
			t.Errorf("%q: exit %d: %v", args, s.code, r)
		}
	}
	cmd := m.command("pay", "12.80", "--sim", "-o", "json", "--face-code", "-", "--out-trade-no", "1234")
	cmd.Stdin = strings.NewReader("134567890123456701\n")
	if s := m.end(cmd); s.code != 64 {
		t.Errorf("a number of four digits: exit %d: %s", s.code, s.out)
	}
	if _, err := os.Stat(m.journalPath()); err == nil && len(m.attempts()) > 0 {
		t.Errorf("%d attempts are recorded", len(m.attempts()))
	}
}

// Case 32: the same face code under the same number again, without a reference:
// the outcome of that number.
func TestSameNumberAgain(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		amount, outcome string
		code            int
	}{{"12.80", "paid", 0}, {"900.15", "declined", 3}} {
		m := newTill(t)
		for i := range 2 {
			cmd := m.command("pay", c.amount, "--sim", "-o", "json", "--face-code", "-", "--out-trade-no", "FACE20261128000001")
			cmd.Stdin = strings.NewReader("134567890123456701\n")
			s := m.end(cmd)
			if r := s.result(t); s.code != c.code || r["outcome"] != c.outcome || r["out_trade_no"] != "FACE20261128000001" || (r["replayed"] == true) != (i == 1) {
				t.Errorf("call %d: exit %d: %v\n%s", i+1, s.code, r, s.err)
			}
		}
	}
}

// Case 31: a face code of family "0" is charged with the openid that came with
// it, so `pay --face-code -` takes the whole answer of `device code`.
func TestFaceCodeWithItsOpenID(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	server := m.start("sim", "--listen", "127.0.0.1:0", "--dir", filepath.Join(m.home, "sim"), "-o", "json")
	server.until("serving")
	var serving map[string]any
	if err := json.Unmarshal([]byte(strings.SplitAfter(server.out.String(), "\n")[0]), &serving); err != nil {
		t.Fatal(err)
	}
	file := m.configured(serving, "")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, append(text, "face_code_type = \"0\"\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	for i, form := range [][]string{{"-o", "json"}, nil} {
		no := fmt.Sprintf("FACE2026112800000%d", i)
		taken := m.run(append([]string{"device", "code", "12.80", "--out-trade-no", no, "--config", file}, form...)...)
		if taken.code != 0 {
			t.Fatalf("no face: exit %d\n%s%s", taken.code, taken.out, taken.err)
		}
		pay := m.command("pay", "12.80", "--config", file, "-o", "json", "--face-code", "-", "--out-trade-no", no, "--ref", no)
		pay.Stdin = strings.NewReader(taken.out)
		s := m.end(pay)
		if r := s.result(t); s.code != 0 || r["outcome"] != "paid" || r["method"] != "face" || r["out_trade_no"] != no {
			t.Errorf("%v: exit %d: %v\n%s", form, s.code, r, s.err)
		}
	}
	// Without it, it is refused before anything is recorded.
	pay := m.command("pay", "12.80", "--config", file, "-o", "json", "--face-code", "-", "--out-trade-no", "FACE20261128000009")
	pay.Stdin = strings.NewReader("6d0a4c1a-1111-2222-3333-444444444444\n")
	if s := m.end(pay); s.code != 64 || !strings.Contains(s.err, "openid") {
		t.Errorf("without an openid: exit %d\n%s%s", s.code, s.out, s.err)
	}
	// The answer that was taken for another number is another number's.
	other := m.command("pay", "12.80", "--config", file, "-o", "json", "--face-code", "-", "--out-trade-no", "FACE20261128000010")
	other.Stdin = strings.NewReader(`{"type":"device","cmd":"getWxpayfaceCode","out_trade_no":"FACE20261128000011","answer":{"return_code":"SUCCESS","face_code":"x","openid":"o"}}`)
	if s := m.end(other); s.code != 64 {
		t.Errorf("the answer of another number: exit %d\n%s", s.code, s.err)
	}
	server.ends(os.Interrupt)
}

// configured writes a configuration for a `facetill sim` that serves.
func (m *till) configured(serving map[string]any, url string) (file string) {
	m.t.Helper()
	text := func(name string) string { s, _ := serving[name].(string); return s }
	if url == "" {
		url = text("url")
	}
	file = filepath.Join(m.home, "facetill.toml")
	config := "[merchant]\napp_id = \"" + text("appid") + "\"\nmch_id = \"" + text("mch_id") + "\"\np12_file = \"" + text("p12_file") +
		"\"\n[wechat]\nadapter = \"sim\"\napi_url = \"" + url + "\"\nca_file = \"" + text("ca_file") + "\"\n[device]\nadapter = \"sim\"\n"
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		m.t.Fatal(err)
	}
	return file
}
