package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"facetill/flow/secret"
)

func TestShow(t *testing.T) {
	dir := shop(t)
	hash := "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$RdescudvJCsgt3ub+b4dWRWJTmYY2jZ4HXDiwAPtIlk"
	text := edit(t, Example,
		"\napi_key_file = \"api_key.txt\"\n", "\napi_key = \""+testKey+"\"\n",
		"#manager_pin_hash", "manager_pin_hash",
		"#url = \"postgres", "url = \"postgres",
		"#password_env = \"FACETILL_JOURNAL_PASSWORD\"", "password_env = \"DB\"",
		"#ref_replay = \"30m\"", "ref_replay = \"1h0m\"")
	c, err := Load(put(t, dir, FileName, text), func(string) string { return "db-Password-1" })
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.Show()
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{testKey, hash, "db-Password-1"} {
		if strings.Contains(string(out), secret) || strings.Contains(fmt.Sprintf("%v %+v %#v", c, c, c), secret) {
			t.Errorf("a secret is shown:\n%s", out)
		}
	}
	for _, line := range []string{
		"api_key = \"" + secret.Stars + "\"", "confirm_window = \"45s\"", "ref_replay = \"1h\"", "face_limit = \"1000.00\"",
		"api_url = \"https://api.mch.weixin.qq.com\"", "[device.bridge]", "lane = \"SH-0001-01\"",
	} {
		if !strings.Contains(string(out), line+"\n") {
			t.Errorf("no line %s in\n%s", line, out)
		}
	}
	// It is TOML, and has every key.
	var back Config
	meta, err := toml.Decode(string(out), &back)
	if err != nil || len(meta.Undecoded()) > 0 {
		t.Fatalf("%v, undecoded %v", err, meta.Undecoded())
	}
	for _, key := range c.keys() {
		if !meta.IsDefined(strings.Split(key.name, ".")...) {
			t.Errorf("%s is not shown", key.name)
		}
	}
}

// What is set has the names and values that Show prints.
func TestSetIsShown(t *testing.T) {
	c, err := loadIn(t, shop(t), Example)
	if err != nil {
		t.Fatal(err)
	}
	text, err := c.Show()
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	section := ""
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			section = strings.Trim(line, "[]") + "."
		} else if name, value, is := strings.Cut(line, " = "); is && !strings.HasPrefix(line, "#") && value != `""` {
			if text, err := strconv.Unquote(value); err == nil {
				value = text // a path of Windows has its backslashes once
			}
			want = append(want, section+name+" "+value)
		}
	}
	var got []string
	for name, value := range c.Set() {
		got = append(got, name+" "+value)
	}
	if !slices.Equal(got, want) {
		t.Errorf("set:\n%s\nshown:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
