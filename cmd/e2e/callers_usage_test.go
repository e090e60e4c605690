package e2e

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"facetill/wx/sim"
	"facetill/wx/sim/certificates"
)

// What is no command is no command, whatever stands behind it.
func TestNoSuchCommand(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	for _, args := range []string{"bogus", "help bogus", "help bogus --sim", "help pay bogus", "help device bogus", "completion bogus", "completion bash bogus",
		"bogus --help", "weixin --help", "undo --help", "weixin -h", "--sim weixin --help", "device bogus --help", "sales bogus --help", "journal bogus -h",
		"help weixin", "weixin --version", "completion", "completion --sim", "help json --schema bogus", "help pay --schema", "help --schema", "json bogus"} {
		if s := m.run(strings.Fields(args)...); s.code != 64 || s.out != "" || !strings.Contains(s.err, "try: ") {
			t.Errorf("%s: exit %d, %q, %q", args, s.code, s.out, s.err)
		}
	}
	for _, args := range []string{"help", "--help", "-h", "pay --help", "help pay", "help wx", "help wx query", "help device code", "device --help", "device code --help", "sales export -h",
		"completion bash", "completion bash --help", "completion --help", "help completion", "help exit-codes", "help json", "help json --schema", "help help", "pay 12 --help"} {
		if s := m.run(strings.Fields(args)...); s.code != 0 || s.out == "" {
			t.Errorf("%s: exit %d, %q, %q", args, s.code, s.out, s.err)
		}
	}
}

// An argument or a value that is empty is wrong usage: a script's variable was
// not set, and nobody may guess what it meant.
func TestEmptyArguments(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	m.run("pay", "12.80", "--sim", "--ref", "r1", "--auth-code", "134567890123456701")
	for _, args := range [][]string{{"day", "--date", ""}, {"close", "--date", ""}, {"close", "--date="}, {"sales", "--from", ""}, {"sales", "--to", ""}, {"sales", "--state", ""},
		{"sales", "export", "--from", ""}, {"sales", "export", "--format", ""}, {"pay", "1", "--ref", ""}, {"pay", ""}, {"pay", "1", "--body", ""},
		{"pay", "1", "--attach", ""}, {"pay", "1", "--telephone", ""}, {"pay", "1", "--auth-code", ""}, {"status", ""}, {"receipt", ""},
		{"resolve", "", "--as", "paid"}, {"sales", "--lang", ""}, {"sales", "-o", ""}, {"sales", "--config", ""}, {"config", "init", ""},
		{"sim", "--listen", "", "--list"}, {"device", "code", "1", "--openid", ""}, {"help", ""}, {"status", "  "}, {"sales", "--state", " "}} {
		s := m.run(append(args, "--sim")...)
		if s.code != 64 || !strings.Contains(s.err, "empty") {
			t.Errorf("%q: exit %d, %s%s", args, s.code, s.out, s.err)
		}
	}
}

// What of a sale can be judged before it is refused before it, and the err_code
// says which part of the call it is.
func TestPayIsRefusedByItsPart(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	const code = "134567890123456701"
	for _, c := range []struct{ stdin, args, errCode string }{
		{code, "pay 1 --auth-code - --telephone 13800138000", "USAGE"},
		{code, "pay 1 --auth-code - --member", "USAGE"},
		{code, "pay 1 --face-code - --out-trade-no X12345 --telephone 13800138000", "USAGE"},
		{"", "pay -5", "AMOUNT"},
		{"", "pay 1.234", "AMOUNT"},
		{code, "pay 1 --face-code - --out-trade-no X%2345", "FIELD"},
		{"", "pay 1 --body " + strings.Repeat("x", 128), "TEXT"},
		{"", "pay 1 --telephone " + strings.Repeat("1", 21), "TEXT"},
		{"", "pay 1 --ref " + strings.Repeat("x", 65), "REFERENCE"},
		// What comes on stdin is read when the press is in a journal (money rule 5.3).
		{"{}", "pay 1 --face-code - --out-trade-no X12345", "PAYMENT_CODE"},
		{`{"out_trade_no":"X22345","face_code":"1"}`, "pay 1 --face-code - --out-trade-no X12345", "PAYMENT_CODE"},
		{"12", "pay 1 --auth-code -", "PAYMENT_CODE"},
	} {
		cmd := m.command(append(strings.Fields(c.args), "--sim", "-o", "json")...)
		cmd.Stdin = strings.NewReader(c.stdin)
		if s := m.end(cmd); s.code != 64 || s.result(t)["err_code"] != c.errCode {
			t.Errorf("%s: exit %d, %s%s", c.args, s.code, s.out, s.err)
		}
		if _, err := os.Stat(m.journalPath()); err == nil && c.errCode != "PAYMENT_CODE" {
			t.Errorf("%s made a journal", c.args)
		}
	}
	if s := m.run("sales", "--sim", "-o", "json"); !strings.Contains(s.out, `"count":0`) {
		t.Errorf("something was recorded: %s%s", s.out, s.err)
	}
}

// config check asks who will have to work with the values: the journal's engine,
// WeChat's adapter with its certificate, the face device. It reports all of it
// at once, and touches nothing.
func TestConfigCheckAsksTheAdapters(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	if _, err := certificates.Load(filepath.Join(m.home, "creds"), sim.DefaultMchID, time.Now()); err != nil {
		t.Fatal(err)
	}
	put := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(m.home, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("key.txt", "SIMULATOR-ONLY-not-a-real-APIkey\n")
	put("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
	put("lib.so", "no library")
	const shop = `[merchant]
app_id = "wx5174600000000000"
mch_id = "1900017460"
api_key_file = "key.txt"
cert_file = "creds/apiclient_cert.pem"
key_file = "creds/apiclient_key.pem"
[store]
id = "S-1"
name = "Shop"
[terminal]
device_id = "D-1"
[wechat]
api_url = "https://127.0.0.1:1"
ca_file = "creds/ca.pem"
`
	none := "[device]\nadapter = \"none\"\n"
	for name, c := range map[string]struct {
		text string
		says []string // nothing: it is right
	}{
		"right":       {shop + none, nil},
		"postgres":    {shop + none + "[journal]\nurl = \"postgres://u@h/d\"\n", []string{"journal.url"}},
		"old sdk":     {"[wechat]\nadapter = \"sim\"\n[device]\nadapter = \"sim\"\nsdk_version = \"1.12\"\n", []string{"face_code_type"}},
		"old, type 0": {"[wechat]\nadapter = \"sim\"\n[device]\nadapter = \"sim\"\nsdk_version = \"1.12\"\nface_code_type = \"0\"\n", nil},
		"certificate": {strings.Replace(shop, "creds/apiclient_cert.pem", "broken.pem", 1) + none, []string{"broken.pem"}},
		"folder":      {shop + none + "[journal]\nurl = \"creds\"\n", []string{"journal"}},
		"all": {strings.Replace(shop, "creds/apiclient_cert.pem", "broken.pem", 1) + "[device]\nadapter = \"sdk\"\nlibrary = '" + filepath.Join(m.home, "lib.so") +
			"'\nsdk_version = \"1.12\"\n[journal]\nurl = \"postgres://u@h/d\"\n", []string{"broken.pem", "face_code_type", "lib.so", "journal.url"}},
	} {
		put(name+".toml", c.text)
		s := m.run("config", "check", "--config", name+".toml", "-o", "json")
		r := s.result(t)
		if (s.code == 0) != (c.says == nil) || s.code != 0 && (s.code != 64 || r["err_code"] != "CONFIG") {
			t.Errorf("%s: exit %d, %v", name, s.code, r)
		}
		for _, text := range c.says {
			if !strings.Contains(s.err, text) || !strings.Contains(r["message"].(string), text) {
				t.Errorf("%s does not name %s: %s", name, text, s.err)
			}
		}
		if name == "old sdk" { // and no sale begins with it
			if s := m.run("pay", "1", "--config", name+".toml"); s.code != 64 || !strings.Contains(s.err, "face_code_type") {
				t.Errorf("pay: exit %d, %s", s.code, s.err)
			}
		}
	}
	for _, made := range []string{"facetill.db", "sim.db"} {
		if _, err := os.Stat(filepath.Join(m.home, made)); err == nil {
			t.Errorf("config check made %s", made)
		}
	}
}

// Completion offers what can stand there, and never the files of a folder where
// no file can.
func TestCompletion(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	m.run("pay", "12.80", "--sim", "--ref", "basket-1", "--auth-code", "134567890123456701")
	m.leaveOpen("basket-2")
	const noFiles = 4
	directive := func(s said) int {
		t.Helper()
		words := strings.Fields(s.out)
		n, err := strconv.Atoi(strings.TrimPrefix(words[len(words)-1], ":"))
		if err != nil {
			t.Fatalf("%q: %v", s.out, err)
		}
		return n
	}
	for _, c := range []struct{ args, has, not string }{
		{"pay 1 -o ~", "json", "yaml"},
		{"--lang ~", "zh-CN", ""},
		{"resolve 1 --as ~", "give-back", ""},
		{"sales --state ~", "needs_person", ""},
		{"sales export --format ~", "csv", ""},
		{"status --sim ~", "basket-1", ""},
		{"receipt --sim bask~", "basket-2", ""},
		{"receipt --sim xyz~", "", "basket"},
		{"receipt --sim basket-1 ~", "", "basket"},
		{"resolve --sim ~", "26", "basket-1"}, // numbers, and of what is open alone
		{"pay ~", "", ""},
		{"pay 1 --ref ~", "", ""},
		{"sales --from ~", "", ""},
		{"recover --for ~", "", ""},
		{"device result ~", "SUCCESS", ""},
		{"device code 1 --face-authtype ~", "FACEPAY", ""},
		{"receipt x --width ~", "48", ""},
		{"help ~", "exit-codes", ""},
		{"help ~", "pay", "__complete"},
		{"day --date ~", "", ""},
		{"close --date ~", "", ""},
	} {
		args := strings.Split(c.args, " ")
		args[len(args)-1] = strings.TrimSuffix(args[len(args)-1], "~")
		s := m.run(append([]string{"__complete"}, args...)...)
		if directive(s)&noFiles == 0 || !strings.Contains(s.out, c.has) || c.not != "" && strings.Contains(s.out, c.not) {
			t.Errorf("%s: %q", c.args, s.out)
		}
	}
	for _, args := range []string{"--config ~", "sim --dir ~", "device serve --cert ~", "config init ~"} {
		args := strings.Split(strings.ReplaceAll(args, "~", ""), " ")
		if s := m.run(append([]string{"__complete"}, args...)...); directive(s)&noFiles != 0 {
			t.Errorf("%q: a file belongs there: %q", args, s.out)
		}
	}
}
