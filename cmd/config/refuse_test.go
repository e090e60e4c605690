package config

import (
	"strings"
	"testing"
)

// refusals are single faults in a file that is otherwise right. Each must be
// told once, with its line, its key and a hint, and nothing else with it.
var refusals = []struct {
	name     string
	old, new string
	at       string // the text whose line is told
	key      string
	says     string
}{
	{"unknown key", "#bell = true", "bel = true", "bel =", "ui.bel", "not a known key"},
	{"unknown table", "[log]", "[logs]", "[logs]", "logs", "not a known key"},
	{"key of another table", "#bell = true", "cashier = \"7\"", "cashier = \"7\"", "ui.cashier", "not a known key"},
	{"misspelt key", "#face_limit = \"1000.00\"", "faceLimit = \"1000.00\"", "faceLimit", "device.faceLimit", "did you mean face_limit?"},
	{"bare number as time span", "#confirm_window = \"45s\"", "confirm_window = 45", "confirm_window = 45", "flow.confirm_window", "without a unit"},
	{"time span that is none", "#scan_timeout = \"60s\"", "scan_timeout = \"60 sec\"", "scan_timeout", "flow.scan_timeout", `"60 sec"`},
	{"window below its floor", "#confirm_window = \"45s\"", "confirm_window = \"29s\"", "confirm_window", "flow.confirm_window", "below its floor of 30s"},
	{"window above its ceiling", "#confirm_window = \"45s\"", "confirm_window = \"61s\"", "confirm_window", "flow.confirm_window", "above its ceiling of 1m"},
	{"reversal too early", "#reverse_after = \"15s\"", "reverse_after = \"14999ms\"", "reverse_after", "flow.reverse_after", "below its floor of 15s"},
	{"reversal too late", "#reverse_after = \"15s\"", "reverse_after = \"2m\"", "reverse_after", "flow.reverse_after", "above its ceiling"},
	{"scan too short", "#scan_timeout = \"60s\"", "scan_timeout = \"9s\"", "scan_timeout", "flow.scan_timeout", "below its floor of 10s"},
	{"scan too long", "#scan_timeout = \"60s\"", "scan_timeout = \"181s\"", "scan_timeout", "flow.scan_timeout", "above its ceiling of 3m"},
	{"replay too short", "#ref_replay = \"30m\"", "ref_replay = \"59s\"", "ref_replay", "flow.ref_replay", "below its floor of 1m"},
	{"replay too long", "#ref_replay = \"30m\"", "ref_replay = \"25h\"", "ref_replay", "flow.ref_replay", "above its ceiling of 24h"},
	{"credential dies too early", "#credential_life = \"10m\"", "credential_life = \"4m59s\"", "credential_life", "flow.credential_life", "below its floor of 5m"},
	{"negative time span", "#timeout = \"10s\"", "timeout = \"-10s\"", "timeout = ", "wechat.timeout", "below its floor of 8s"},
	{"timeout too long", "#timeout = \"10s\"", "timeout = \"21s\"", "timeout = ", "wechat.timeout", "above its ceiling of 20s"},
	{"amount as number", "#face_limit = \"1000.00\"", "face_limit = 1000.00", "face_limit", "device.face_limit", "not a text"},
	{"amount of three decimals", "#face_limit = \"1000.00\"", "face_limit = \"10.005\"", "face_limit", "device.face_limit", "no amount"},
	{"amount of nothing", "#face_limit = \"1000.00\"", "face_limit = \"0.00\"", "face_limit", "device.face_limit", "is nothing"},
	{"text for a switch", "#bell = true", "bell = \"yes\"", "bell = \"yes\"", "ui.bell", "write true or false"},
	{"number for a text", "mch_id = \"1900000109\"", "mch_id = 1900000109", "mch_id = 19", "merchant.mch_id", "write a text in quotes"},
	{"table for a value", "[log]", "[log.file]", "[log.file]", "log.file", "text in quotes"},
	{"list of tables", "[log]", "[[log]]", "[[log]]", "log", "not a table"},
	{"no merchant", "mch_id = \"1900000109\"", "", "[merchant]", "merchant.mch_id", "is missing"},
	{"letters in mch_id", "mch_id = \"1900000109\"", "mch_id = \"19000O0109\"", "mch_id = ", "merchant.mch_id", "digits only"},
	{"sub_app_id alone", "#sub_app_id =", "sub_app_id =", "[merchant]", "merchant.sub_mch_id", "is missing"},
	{"sign type", "#sign_type = \"HMAC-SHA256\"", "sign_type = \"SHA1\"", "sign_type", "merchant.sign_type", `"SHA1"`},
	{"store id of 33 characters", "id = \"SH-0001\"", "id = \"0000-0000-0000-0000-0000-0000-0000\"", "id = \"0000", "store.id", "34 characters"},
	{"Chinese store id", "id = \"SH-0001\"", "id = \"门店1\"", "id = \"门店", "store.id", "ASCII"},
	{"emoji in the name", "name = \"示例门店\"", "name = \"店😀\"", "name = ", "store.name", "emoji"},
	{"area code", "#area_code = \"310101\"", "area_code = \"3101\"", "area_code", "store.area_code", "six digits"},
	{"adults before a terminal that says no age", "#adults_only = false", "adults_only = true", "adults_only", "store.adults_only", "no windows terminal says an age"},
	{"a text for a switch of the store", "#adults_only = false", "adults_only = \"yes\"", "adults_only", "store.adults_only", "write true or false"},
	{"no hour", "#day_starts = \"00:00\"", "day_starts = \"4:00\"", "day_starts", "store.day_starts", `"4:00", which is no time of day`},
	{"hour that no day has", "#day_starts = \"00:00\"", "day_starts = \"24:00\"", "day_starts", "store.day_starts", "no time of day"},
	{"minute that no hour has", "#day_starts = \"00:00\"", "day_starts = \"04:60\"", "day_starts", "store.day_starts", "no time of day"},
	{"afternoon", "#day_starts = \"00:00\"", "day_starts = \"12:01\"", "day_starts", "store.day_starts", "later than 12:00"},
	{"hour as a number", "#day_starts = \"00:00\"", "day_starts = 4", "day_starts", "store.day_starts", "is a number and not a text"},
	{"hour as a TOML time", "#day_starts = \"00:00\"", "day_starts = 04:00:00", "day_starts", "store.day_starts", "is a date and not a text"},
	{"a card that nobody limits", "#limit_pay = \"no_credit\"", "limit_pay = \"no_debit\"", "limit_pay", "store.limit_pay", `"no_debit"`},
	{"an invoice as a letter", "#receipt = false", "receipt = \"Y\"", "receipt = ", "store.receipt", "write true or false"},
	{"an attach that is no JSON", "#authinfo_attach = '{\"shop\":\"7\"}'", "authinfo_attach = 'shop 7'", "authinfo_attach", "device.authinfo_attach", "is no JSON object"},
	{"an attach that is a list", "#authinfo_attach = '{\"shop\":\"7\"}'", "authinfo_attach = '[1]'", "authinfo_attach", "device.authinfo_attach", "is no JSON object"},
	{"an attach that is too long", "#authinfo_attach = '{\"shop\":\"7\"}'", "authinfo_attach = '{\"a\":\"" + strings.Repeat("a", 1020) + "\"}'", "authinfo_attach", "device.authinfo_attach", "at most 1024 bytes"},
	{"blank in device_id", "device_id = \"SH-0001-01\"", "device_id = \"till 1\"", "device_id = ", "terminal.device_id", "without blanks"},
	{"PIN in the clear", "#manager_pin_hash = '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$RdescudvJCsgt3ub+b4dWRWJTmYY2jZ4HXDiwAPtIlk'",
		"manager_pin_hash = '4711'", "manager_pin_hash", "terminal.manager_pin_hash", "no argon2id hash"},
	{"unaffordable PIN hash", "#manager_pin_hash = '$argon2id$v=19$m=19456,t=2,", "manager_pin_hash = '$argon2id$v=19$m=9999999,t=2,",
		"manager_pin_hash", "terminal.manager_pin_hash", "no argon2id hash"},
	{"digit before scans", "#prefix = \"\\u0002\"", "prefix = \"~1\"", "prefix = ", "scanner.prefix", "'1'"},
	{"letter before scans", "#prefix = \"\\u0002\"", "prefix = \"n\"", "prefix = ", "scanner.prefix", "letters alone"},
	{"Enter behind scans", "#suffix = \"~\"", "suffix = \"\\r\"", "suffix = ", "scanner.suffix", "Enter"},
	{"long mark behind scans", "#suffix = \"~\"", "suffix = \"~~~~~~~~~\"", "suffix = ", "scanner.suffix", "9 characters"},
	{"Chinese mark behind scans", "#suffix = \"~\"", "suffix = \"码\"", "suffix = ", "scanner.suffix", "'码'"},
	{"http gateway", "#api_url = \"https://api.mch", "api_url = \"http://api.mch", "api_url", "wechat.api_url", "not https"},
	{"client address", "#client_ip = \"203.0.113.7\"", "client_ip = \"203.0.113\"", "client_ip", "wechat.client_ip", "IP address"},
	{"password in the proxy", "#proxy = \"http://till@", "proxy = \"http://till:pw@", "proxy = ", "wechat.proxy", "password in it"},
	{"proxy of another kind", "#proxy = \"http://till@", "proxy = \"socks5://till@", "proxy = ", "wechat.proxy", "is no proxy address"},
	{"variable not set", "#proxy_passwd_env = \"FACETILL_PROXY_PASSWORD\"", "proxy = \"http://p:1\"\nproxy_passwd_env = \"NOT_SET\"",
		"proxy_passwd_env", "wechat.proxy_passwd_env", "is not set"},
	{"missing trust root", "#ca_file = \"ca.pem\"", "ca_file = \"gone.pem\"", "ca_file = \"gone", "wechat.ca_file", "does not exist"},
	{"library by name", `library = 'C:\WxpayFace\WxpayFaceSDK.dll'`, "library = 'WxpayFaceSDK.dll'", "library = ", "device.library", "not absolute"},
	{"no library", `library = 'C:\WxpayFace\WxpayFaceSDK.dll'`, "", "[device]", "device.library", "is missing"},
	{"a face of another kind", "#face_authtype = \"FACEPAY\"", "face_authtype = \"FACE_AUTH\"", "face_authtype", "device.face_authtype", `"FACE_AUTH"`},
	{"a consent that is neither", "#auth_mode = \"\"", "auth_mode = \"2\"", "auth_mode", "device.auth_mode", `"2"`},
	{"a text for a switch of the SDK", "#ignore_update_pay_result = false", "ignore_update_pay_result = \"1\"", "ignore_update_pay_result", "device.ignore_update_pay_result", "write true or false"},
	{"dialect", "#dialect = \"windows\"", "dialect = \"linux\"", "dialect", "device.dialect", `"linux"`},
	{"sdk version", "#sdk_version = \"1.26\"", "sdk_version = \"latest\"", "sdk_version", "device.sdk_version", `"latest"`},
	{"rotation in degrees", "#camera_rotation = 0", "camera_rotation = 90", "camera_rotation", "device.camera_rotation", "from 0 to 3"},
	{"real gateway, simulated device", "#adapter = \"sdk\"", "adapter = \"sim\"", "adapter = \"sim\"", "device.adapter", "gateway is real"},
	{"journal in memory", "#url = \"facetill.db\"", "url = \":memory:\"", "url = \":mem", "journal.url", "neither a file nor postgres"},
	{"journal of another kind", "#url = \"facetill.db\"", "url = \"mysql://db/x\"", "url = \"mysql", "journal.url", "neither a file nor postgres"},
	{"password in the address", "#url = \"postgres://till@db", "url = \"postgres://till:pw@db", "url = \"postgres", "journal.url", "password in it"},
	{"password as parameter", "#url = \"postgres://till@db.example/facetill?", "url = \"postgres://till@db.example/facetill?password=pw&", "url = \"postgres", "journal.url", "password in it"},
	{"simulated journal for real sales", "#url = \"facetill.db\"", "url = \"sim.db\"", "url = \"sim", "journal.url", "kept for simulated sales"},
	{"language", "#language = \"zh-CN\"", "language = \"zh_TW\"", "language", "ui.language", `"zh_CN.UTF-8"`},
	{"theme", "#theme = \"auto\"", "theme = \"pink\"", "theme", "ui.theme", `"pink"`},
	{"rest at once", "#idle_after = \"5m\"", "idle_after = \"1s\"", "idle_after", "ui.idle_after", "below its floor"},
	{"log level", "#level = \"info\"", "level = \"all\"", "level", "log.level", `"all"`},
}

func TestRefusals(t *testing.T) {
	dir := shop(t)
	for _, r := range refusals {
		t.Run(r.name, func(t *testing.T) {
			text := edit(t, Example, r.old, r.new)
			_, err := loadIn(t, dir, text)
			found := problems(t, err)
			if len(found) != 1 {
				t.Fatalf("%d problems, want 1:\n%v", len(found), err)
			}
			p := found[0]
			line := lineOf(t, text, "\n"+r.at) + 1
			if p.Line != line || p.Field != r.key || !strings.Contains(p.Error(), r.says) || p.Try == "" {
				t.Errorf("got  %v\nwant line %d, key %s, %q and a hint", p, line, r.key, r.says)
			}
		})
	}
}

func TestAllProblemsAtOnce(t *testing.T) {
	text := edit(t, Example,
		"mch_id = \"1900000109\"", "mch_id = \"\"",
		"#confirm_window = \"45s\"", "confirm_window = 45",
		"#ref_scope = \"device\"", "ref_scope = \"shop\"",
		"#bell = true", "bel = 1",
		"[log]", "[log]\nlevel = \"all\"")
	_, err := loadIn(t, shop(t), text)
	var keys []string
	for _, p := range problems(t, err) {
		keys = append(keys, p.Field)
	}
	want := "merchant.mch_id flow.confirm_window flow.ref_scope ui.bel log.level"
	if got := strings.Join(keys, " "); got != want {
		t.Errorf("problems at %s, want %s in the sequence of the file", got, want)
	}
	if lines := strings.Count(err.Error(), "\n") + 1; lines != 5 || !strings.Contains(err.Error(), FileName+": line ") {
		t.Errorf("the error is not one line a problem with the file's name:\n%v", err)
	}
}

func TestNotTOML(t *testing.T) {
	for name, text := range map[string]string{
		"open text":     "[merchant]\napi_key = \"" + testKey,
		"key unquoted":  "[merchant]\napi_key = " + testKey,
		"digits first":  "[merchant]\napi_key = 0" + testKey,
		"defined twice": "[ui]\nbell = true\nbell = false",
		"UTF-16":        "\xff\xfe[\x00u\x00i\x00]\x00",
		"table in list": "[[merchant]]\nmch_id = \"1\"",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := loadIn(t, shop(t), text)
			if p := problems(t, err)[0]; p.Line == 0 || p.Try == "" {
				t.Errorf("no line or no hint: %v", p)
			}
			if strings.Contains(err.Error(), testKey[:4]) {
				t.Errorf("a piece of the key is shown: %v", err)
			}
		})
	}
}

func TestBridge(t *testing.T) {
	dir := shop(t)
	base := edit(t, Example, "#adapter = \"sdk\"", "adapter = \"bridge\"")
	for _, c := range []struct{ name, lines, key, says string }{
		{"complete", "url = \"https://10.0.0.7:8443\"\ntoken_file = \"bridge_token.txt\"\nca_file = \"bridge_ca.pem\"", "", ""},
		{"http to this machine", "url = \"http://127.0.0.1:8443\"\ntoken_file = \"bridge_token.txt\"", "", ""},
		{"no address", "token_file = \"bridge_token.txt\"", "device.bridge.url", "is missing"},
		{"no certificate", "url = \"https://10.0.0.7:8443\"\ntoken_file = \"bridge_token.txt\"", "device.bridge.ca_file", "is missing"},
		{"no token", "url = \"https://10.0.0.7:8443\"\nca_file = \"bridge_ca.pem\"", "device.bridge.token_file", "is missing"},
		{"token is gone", "url = \"https://10.0.0.7:8443\"\nca_file = \"bridge_ca.pem\"\ntoken_file = \"gone.txt\"", "device.bridge.token_file", "does not exist"},
		{"http to another machine", "url = \"http://10.0.0.7:8443\"\ntoken_file = \"bridge_token.txt\"", "device.bridge.url", "face codes pass through it"},
		{"no scheme", "url = \"10.0.0.7:8443\"\ntoken_file = \"bridge_token.txt\"", "device.bridge.url", "is no address"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := loadIn(t, dir, edit(t, base, "\n[device.bridge]\n", "\n[device.bridge]\n"+c.lines+"\n"))
			if c.key == "" {
				if err != nil || got.Device.Bridge.Token.Reveal() != "not empty" {
					t.Errorf("refused or without its token: %v", err)
				}
				return
			}
			if p := problems(t, err); len(p) != 1 || p[0].Field != c.key || !strings.Contains(p[0].Problem, c.says) {
				t.Errorf("got %v, want one problem at %s that says %q", err, c.key, c.says)
			}
		})
	}
}

func TestTablesInOtherForms(t *testing.T) {
	dir := t.TempDir()
	sim := "wechat.adapter = \"sim\"\ndevice = { adapter = \"sim\", proxy = {} }\n"
	c, err := loadIn(t, dir, sim+"flow.confirm_window = \"50s\"\n[log]\n")
	if err != nil || c.Flow.ConfirmWindow.String() != "50s" {
		t.Errorf("dotted keys, inline and empty tables: %v", err)
	}
	_, err = loadIn(t, dir, sim+"ui = 3\n\"flow.ref_scope\" = \"store\"\n")
	p := problems(t, err)
	if len(p) != 2 || p[0].Field != "ui" || p[0].Line != 3 || p[1].Line != 4 || !strings.Contains(p[1].Problem, "not a known key") {
		t.Errorf("a value for a table and a quoted dot: %v", err)
	}
}
