package e2e

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"facetill/wx/sim"
)

// walk makes the steps of the documents one by one, each fed with what the one before
// printed, and returns the line of each.
func walk(t *testing.T, step func(stdin string, args ...string) said, amount string) (lines []map[string]any) {
	t.Helper()
	do := func(stdin string, args ...string) string {
		t.Helper()
		s := step(stdin, append(args, "-o", "json")...)
		all := s.lines(t)
		if s.code != 0 || len(all) != 2 {
			t.Fatalf("%v: %v", args, s)
		}
		lines = append(lines, all[0])
		return s.out
	}
	rawdata := do("", "device", "rawdata")
	authinfo := do(rawdata, "wx", "authinfo", "--rawdata", "-")
	face := do(authinfo, "device", "code", amount, "--authinfo", "-")
	paid := do(face, "wx", "micropay", "--auth-code", "-")
	do(paid, "wx", "query", "--out-trade-no", "-")
	do(authinfo, "device", "result", "SUCCESS", "--authinfo", "-")
	return lines
}

// wantWalk holds the lines of a walk: one number and amount all the way, and what is
// verified of each answer.
func wantWalk(t *testing.T, lines []map[string]any) {
	t.Helper()
	face, paid, query := lines[2], lines[3], lines[4]
	answer, _ := query["answer"].(map[string]any)
	if paid["out_trade_no"] != face["out_trade_no"] || query["out_trade_no"] != face["out_trade_no"] || paid["total_fee"] != face["total_fee"] ||
		answer["trade_state"] != "SUCCESS" || answer["total_fee"] != fmt.Sprint(face["total_fee"]) {
		t.Errorf("%v\n%v\n%v", face, paid, query)
	}
	for i, verified := range map[int]string{1: "[sign merchant]", 3: "[sign merchant order amount]", 4: "[sign merchant order amount]"} {
		if fmt.Sprint(lines[i]["verified"]) != verified || lines[i]["unverified"] != nil || lines[i]["in_journal"] != false || lines[i]["simulated"] != true {
			t.Errorf("%v: want %s verified", lines[i], verified)
		}
	}
}

// stepOf makes calls of a till with something on stdin.
func (m *till) stepOf(more ...string) func(string, ...string) said {
	return func(stdin string, args ...string) said {
		m.t.Helper()
		cmd := m.command(append(args, more...)...)
		cmd.Stdin = strings.NewReader(stdin)
		return m.end(cmd)
	}
}

// The documents' sequence is a script: rawdata, authinfo, face, micropay, query, result.
// Nothing of it is in the journal, and there is none.
func TestStepsAreAScript(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	lines := walk(t, m.stepOf("--sim"), "12.80")
	wantWalk(t, lines)
	if auth, _ := lines[1]["answer"].(map[string]any); auth["authinfo"] != lines[2]["authinfo"] || auth["authinfo"] == nil {
		t.Errorf("the face was taken with another authinfo: %v, %v", lines[1], lines[2])
	}
	if answer, _ := lines[3]["answer"].(map[string]any); answer["openid"] != "***" || fmt.Sprint(lines[3]["masked"]) != "[openid]" {
		t.Errorf("the payer is shown: %v", lines[3])
	}
	if _, err := os.Stat(m.journalPath()); err == nil {
		t.Error("the steps made a journal")
	}
	no := lines[3]["out_trade_no"].(string)
	step := m.stepOf("--sim")
	// Money back, by the same number; a second reverse after a refund is refused.
	for _, c := range []struct {
		args, says string
		code       int
	}{
		{"wx refund --out-refund-no R1 --total-fee 1280 --refund-fee 300 --out-trade-no " + no, `"refund_fee":"300"`, 0},
		{"wx refundquery --out-trade-no " + no, `"out_refund_no_0":"R1"`, 0},
		{"wx refundquery --out-refund-no R1", `"refund_status_0":"SUCCESS"`, 0},
		{"wx query --out-trade-no " + no, `"trade_state":"REFUND"`, 0},
		{"wx reverse --out-trade-no " + no, `"err_code":"TRADE_ERROR"`, 8},
		{"wx closeorder --out-trade-no " + no, `"err_code":"INVALID_REQUEST"`, 8},
		{"wx query --facepay --out-trade-no " + no, `"err_code":"ORDERNOTEXIST"`, 8},
		{"wx query --transaction-id 42", `"err_code":"ORDERNOTEXIST"`, 8},
		{"wx refundquery --out-trade-no 20260131001", `"err_code":"REFUNDNOTEXIST"`, 8},
		{"wx openid --auth-code 134567890123456702", `"openid":"oSIM`, 0},
		{"wx openid --auth-code " + scannedCode(3), `"openid":"oSIM`, 0},
		{"wx report --trades []", `"unverified":["sign","merchant"]`, 0},
		{"wx bill --bill-date 20200101", `"unverified":["rows"]`, 69},
	} {
		s := step("", append(strings.Fields(c.args), "-o", "json")...)
		if s.code != c.code || !strings.Contains(s.out, c.says) || !strings.Contains(s.out, `"in_journal":false`) {
			t.Errorf("%s: want %d with %s, %v", c.args, c.code, c.says, s)
		}
	}
}

// The script of the page is the README's, which is run.
func TestStepsPageIsRun(t *testing.T) {
	t.Parallel()
	text, n := readme(t), 0
	for line := range strings.Lines(newTill(t).run("help", "steps").out) {
		if strings.HasPrefix(line, "facetill ") {
			if n++; !strings.Contains(text, "./"+line) {
				t.Errorf("the README does not run %q", line)
			}
		}
	}
	if n != 6 {
		t.Errorf("the page has %d steps", n)
	}
}

// A step out of order is told what comes first, and nothing is sent.
func TestStepsOutOfOrder(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	step := m.stepOf("--sim")
	raw := step("", "device", "rawdata", "-o", "json").out
	auth := step(raw, "wx", "authinfo", "--rawdata", "-", "-o", "json").out
	plain := step(raw, "wx", "authinfo", "--rawdata", "-").out
	for _, c := range []struct{ stdin, args, first string }{
		{"", "wx authinfo --rawdata -", "facetill device rawdata"},
		{auth, "wx authinfo --rawdata -", "facetill device rawdata"},
		{raw, "device code 12.80 --authinfo -", "facetill wx authinfo --rawdata -"},
		{plain, "device code 12.80 --authinfo -", "pipe what the step before prints with -o json"},
		{raw, "device result SUCCESS --authinfo -", "facetill wx authinfo --rawdata -"},
		{auth, "wx micropay --auth-code -", "facetill device code AMOUNT"},
		{"", "wx micropay --auth-code " + scannedCode(1), "facetill device code AMOUNT"},
		{"", "wx query", "facetill wx micropay"},
		{raw + raw, "wx authinfo --rawdata -", "several answers"},
		{auth + auth, "device code 12.80 --authinfo -", "several answers"},
		{auth + auth, "pay 12.80 --out-trade-no 20260131001 --face-code -", "several answers"},
		{"", "wx micropay --total-fee 100 --total-fee 200", "--total-fee is given twice"},
		{auth, "wx query --out-trade-no -", "facetill wx micropay"},
	} {
		if s := step(c.stdin, strings.Fields(c.args)...); s.code != 64 || !strings.Contains(s.err, c.first) || s.out != "" && !strings.HasPrefix(c.args, "pay") {
			t.Errorf("%s: want 64 and %q, %v", c.args, c.first, s)
		}
	}
	if s := step("", "wx", "query", "--out-trade-no", "20260131001"); s.code != 8 || !strings.Contains(s.err, "facetill wx query --sim --out-trade-no 20260131001 --facepay") || strings.Contains(s.err, "wx micropay") {
		t.Errorf("a query of an order that is not there: %v", s)
	}
	// A customer who cancels brings no code, and one who does not pay no success.
	cancelled := step(auth, "device", "code", "900.01", "--authinfo", "-", "-o", "json")
	if s := step(cancelled.out, "wx", "micropay", "--auth-code", "-"); s.code != 64 || !strings.Contains(s.err, "getWxpayfaceCode answered USER_CANCEL") {
		t.Errorf("a face that was not taken: %v", s)
	}
	for i, code := range map[int]string{900_15: "NOTENOUGH", 900_13: "USERPAYING", 900_23: "CLOSED", 900_29: "BAD_SIGN", 900_32: "NOTENOUGH", 900_41: "WRONG_AMOUNT", 900_42: "WRONG_ORDER", 900_43: "UNSIGNED"} {
		s := step("", "wx", "micropay", "--out-trade-no", fmt.Sprint("20260131", i), "--total-fee", fmt.Sprint(i), "--auth-code", fmt.Sprintf("1345678901234%05d", i%100000), "-o", "json")
		if r := s.result(t); s.code != 8 || code != "CLOSED" && r["err_code"] != code {
			t.Errorf("%d: want 8 and %s, %v", i, code, s)
		}
	}
}

// An authinfo that was made from another device's rawdata is one that WeChat gives and the
// terminal does not take: it is told what to fetch anew.
func TestStepsOfAnotherDevice(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	step := m.stepOf("--sim")
	raw := step("", "device", "rawdata", "-o", "json").out
	foreign := step("SIMRAW0123456789abcdef0001", "wx", "authinfo", "--rawdata", "-", "-o", "json")
	if foreign.code != 0 {
		t.Fatalf("WeChat cannot know whose rawdata it is: %v", foreign)
	}
	for _, args := range []string{"code 12.80", "userinfo", "result SUCCESS"} {
		s := step(foreign.out, append(strings.Fields("device "+args), "--authinfo", "-", "-o", "json")...)
		if s.code != 69 || s.result(t)["err_code"] != "PARAM_ERROR" || !strings.Contains(s.err, "AuthInfo License Error") || !strings.Contains(s.err, "try: facetill device rawdata") {
			t.Errorf("%s: %v", args, s)
		}
	}
	// Of a release before this one, and of this device, it is taken.
	for _, auth := range []string{"SIMC0AqAZq4RBDmQEzS6hAkTkoCbTZ6TW3m8hCNZ5YmFrM=", step(raw, "wx", "authinfo", "--rawdata", "-", "-o", "json").out} {
		if s := step(auth, "device", "code", "12.80", "--authinfo", "-", "-o", "json"); s.code != 0 {
			t.Errorf("%s: %v", auth, s)
		}
	}
}

// What the terminal's own scanner read is a scanned code, for the till and by hand.
func TestStepsOfTheScanner(t *testing.T) {
	t.Parallel()
	step := newTill(t).stepOf("--sim")
	scanned := func(serial int) string {
		return fmt.Sprintf(`{"schema":1,"type":"device","cmd":"startCodeScanner","answer":{"return_code":"SUCCESS","code_msg":%q}}`+"\n"+`{"type":"result","command":"device scanner start","exit_code":0}`+"\n", scannedCode(serial))
	}
	for stdin, args := range map[string]string{
		scanned(41): "pay 8.00 --auth-code -", scanned(42): "wx micropay --auth-code - --out-trade-no 20260131009 --total-fee 800",
	} {
		if s := step(stdin, strings.Fields(args)...); s.code != 0 {
			t.Errorf("%s: %v", args, s)
		}
	}
	face := `{"schema":1,"type":"device","cmd":"getWxpayfaceCode","answer":{"return_code":"SUCCESS","face_code":"x"}}`
	for _, stdin := range []string{face, scanned(43) + scanned(44), "{"} {
		if s := step(stdin, "pay", "8.00", "--auth-code", "-", "-o", "json"); s.code != 64 || s.result(t)["err_code"] != "STDIN" {
			t.Errorf("%s: %v", stdin, s)
		}
	}
}

// A face is of one sale: under another number, or for another amount, the simulator refuses
// it as WeChat does, whoever edits what was piped, and also where the till mints the number.
func TestStepsFaceIsOfOneSale(t *testing.T) {
	t.Parallel()
	step := newTill(t).stepOf("--sim")
	face := step("", "device", "code", "8.00", "-o", "json")
	var line struct {
		OutTradeNo string `json:"out_trade_no"`
		Answer     struct {
			FaceCode string `json:"face_code"`
		} `json:"answer"`
	}
	if err := json.Unmarshal([]byte(strings.SplitN(face.out, "\n", 2)[0]), &line); err != nil || face.code != 0 {
		t.Fatal(err, face)
	}
	for _, args := range []string{"--out-trade-no 20260131001 --total-fee 800", "--total-fee 900 --out-trade-no " + line.OutTradeNo} {
		s := step(line.Answer.FaceCode, strings.Fields("wx micropay -o json --auth-code - "+args)...)
		if s.code != 8 || s.result(t)["err_code"] != "PARAM_ERROR" {
			t.Errorf("%s: %v", args, s)
		}
	}
	if s := step(line.Answer.FaceCode, "pay", "8.00", "--auth-code", "-", "-o", "json"); s.code == 0 || strings.Contains(s.out, `"outcome":"paid"`) {
		t.Errorf("a face was charged as a code: %v", s)
	}
	if s := step(face.out, "wx", "micropay", "--auth-code", "-"); s.code != 0 {
		t.Errorf("its own sale: %v", s)
	}
}

// What a terminal refuses has its reason, and what to try.
func TestDeviceRefusalsSayWhy(t *testing.T) {
	t.Parallel()
	step := newTill(t).stepOf("--sim")
	for _, c := range []struct{ args, says, try string }{
		{`call {"cmd":"makeCoffee"}`, "makeCoffee: PARAM_ERROR: unknown cmd", "facetill help fields"},
		{`call {"cmd":"getWxpayfaceCode"}`, "appid is missing", "facetill help fields"},
	} {
		s := step("", append([]string{"device"}, strings.SplitN(c.args, " ", 2)...)...)
		if s.code != 69 || !strings.Contains(s.err, c.says) || !strings.Contains(s.err, "try: "+c.try) {
			t.Errorf("%s: want 69 with %q and %q, %v", c.args, c.says, c.try, s)
		}
	}
}

// shopAt writes a configuration of a real gateway, with more lines for [wechat].
func shopAt(t *testing.T, m *till, wechat string) string {
	t.Helper()
	file := filepath.Join(m.home, "facetill.toml")
	for name, text := range map[string]string{"key.txt": sim.DefaultAPIKey, "facetill.toml": fmt.Sprintf(`
[merchant]
app_id = %q
mch_id = %q
api_key_file = "key.txt"
cert_file = "creds/apiclient_cert.pem"
key_file = "creds/apiclient_key.pem"
[store]
id = "S-1"
name = "店"
[terminal]
device_id = "D-1"
[device]
adapter = "none"
[wechat]
%s
`, sim.DefaultAppID, sim.DefaultMchID, wechat)} {
		if err := os.WriteFile(filepath.Join(m.home, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return file
}

// Where the configuration leads to WeChat, or to anything that is not shown to be a
// simulator, what moves money is refused before a byte is sent, with the command that
// does it by all rules. The control: a call that only asks does connect.
func TestStepsMoveNoRealMoney(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	creds := m.start("sim", "--listen", "127.0.0.1:0", "--dir", filepath.Join(m.home, "creds"), "-o", "json")
	serving := creds.line(`"serving"`)
	var at struct{ URL string }
	if err := json.Unmarshal([]byte(serving), &at); err != nil {
		t.Fatalf("%s: %v", serving, err)
	}
	var connected atomic.Int32
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ln.Close() })
	go func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			connected.Add(1)
			c.Close()
		}
	}()
	calls := map[string]string{ // with --config behind the words of the command
		"micropay --out-trade-no 20260131001 --total-fee 1280 --auth-code " + scannedCode(1): "facetill pay",
		"facepay --json -":                   "facetill pay",
		"reverse --out-trade-no 20260131001": "facetill reverse",
		"refund --out-trade-no 20260131001 --out-refund-no R1 --total-fee 100 --refund-fee 100": "facetill refund",
		"closeorder --out-trade-no 20260131001":                                                 "facetill reverse",
	}
	proxy, ca := fmt.Sprintf("proxy = \"http://%s\"\n", ln.Addr()), "ca_file = \"creds/ca.pem\"\n"
	for name, wechat := range map[string]string{
		"WeChat":                           proxy,
		"WeChat with a simulator's CA":     proxy + ca,
		"a server that nobody vouches for": proxy + fmt.Sprintf("api_url = %q\n", at.URL),
	} {
		file := shopAt(t, m, wechat)
		before := connected.Load()
		for args, instead := range calls {
			s := m.run(append(append([]string{"wx"}, strings.Fields(args)...), "--config", file, "-o", "json")...)
			if r := s.result(t); s.code != 64 || r["err_code"] != "REAL_MONEY" || !strings.Contains(s.err, "try: "+instead+" --config "+file) {
				t.Errorf("%s: %s: want 64 and %s, %v", name, args, instead, s)
			}
		}
		if connected.Load() != before {
			t.Errorf("%s: something was sent", name)
		}
		if s := m.run("wx", "query", "--out-trade-no", "20260131001", "--config", file); s.code != 8 || connected.Load() == before {
			t.Errorf("control: %s: %v", name, s)
		}
	}
	// facetill sim, shown by its own authority.
	file := shopAt(t, m, ca+fmt.Sprintf("api_url = %q\n", at.URL))
	s := m.run("wx", "micropay", "--out-trade-no", "20260131001", "--total-fee", "1280", "--auth-code", scannedCode(1), "--config", file, "-o", "json")
	if s.code != 0 || !strings.Contains(s.out, `"simulated":true`) || !strings.Contains(s.out, `"transaction_id":"42`) {
		t.Errorf("facetill sim: %v", s)
	}
	if s := m.run("wx", "reverse", "--out-trade-no", "20260131001", "--config", file); s.code != 0 || !strings.Contains(s.err, "nothing of this call is in the journal") {
		t.Errorf("facetill sim: %v", s)
	}
}
