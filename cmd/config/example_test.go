package config

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"facetill/flow/golden"
)

func TestExampleLoadsAsShipped(t *testing.T) {
	dir := shop(t)
	c, err := loadIn(t, dir, Example)
	if err != nil {
		t.Fatal(err)
	}
	if c.Merchant.APIKey.Reveal() != testKey {
		t.Error("the API key is not the file's text without its line break")
	}
	if got, want := c.Journal.URL, filepath.Join(dir, "facetill.db"); got != want {
		t.Errorf("journal %s, want %s", got, want)
	}
	if c.Simulated() || c.Flow.ConfirmWindow.Duration != 45*time.Second || c.Flow.ReverseAfter.Duration != 15*time.Second ||
		c.Flow.ScanTimeout.Duration != time.Minute || c.Flow.RefReplay.Duration != 30*time.Minute ||
		c.WeChat.Timeout.Duration != 10*time.Second || c.Device.FaceLimit != 100000 || c.Device.FaceCodeType != "1" {
		t.Errorf("a default is wrong: %+v", c)
	}
	if c.WeChat.BackupURL != "https://api2.mch.weixin.qq.com" || c.WeChat.Body != c.Store.Name || c.Terminal.Lane != "SH-0001-01" {
		t.Errorf("a default that follows from another key is wrong: %+v", c)
	}
	if c.Merchant.P12Password.Reveal() != "1900000109" {
		t.Error("the p12 password is not mch_id by default")
	}
}

func TestTopLevelExampleIsTheEmbeddedOne(t *testing.T) {
	golden.File(t, "../../config.example.toml", Example)
}

var commentedKey = regexp.MustCompile(`(?m)^#([a-z0-9_]+ = )`)

// variants are the uncommented examples: each leaves out the lines that
// exclude what it keeps.
var variants = []struct {
	name    string
	without []string
	instead map[string]string
}{
	{name: "key file, PEM, SQLite", without: []string{
		"api_key_env", "api_key", "p12_file", "p12_password_env", "url = \"postgres", "password_file", "password_env", "host_exe",
	}},
	{name: "environment, p12, PostgreSQL by file", without: []string{
		"api_key_file", "api_key", "cert_file", "key_file", "url = \"facetill", "witness", "password_env", "in_process",
	}},
	{name: "in the file, p12, PostgreSQL by environment, bridge", without: []string{
		"api_key_file", "api_key_env", "cert_file", "key_file", "url = \"facetill", "witness", "password_file", "host_exe",
	}, instead: map[string]string{`adapter = "sdk"`: `adapter = "bridge"`}},
}

func TestExampleUncommentedLoads(t *testing.T) {
	env := func(name string) string {
		return map[string]string{
			"FACETILL_API_KEY": testKey, "FACETILL_P12_PASSWORD": "p12", "FACETILL_PROXY_PASSWORD": "proxy",
			"FACETILL_DEVICE_PROXY_PASSWORD": "device", "FACETILL_JOURNAL_PASSWORD": "journal",
		}[name]
	}
	kept := map[string]bool{}
	for _, v := range variants {
		t.Run(v.name, func(t *testing.T) {
			var lines []string
			for line := range strings.Lines(commentedKey.ReplaceAllString(Example, "$1")) {
				key, _, _ := strings.Cut(line, " = ")
				out := func(w string) bool { return key == w || strings.Contains(w, " ") && strings.HasPrefix(line, w) }
				if slices.ContainsFunc(v.without, out) {
					continue
				}
				kept[strings.TrimSpace(line)] = true
				lines = append(lines, line)
			}
			text := strings.Join(lines, "")
			for old, replacement := range v.instead {
				text = edit(t, text, old, replacement)
			}
			if _, err := Load(put(t, shop(t), FileName, text), env); err != nil {
				t.Error(err)
			}
		})
	}
	for line := range strings.Lines(commentedKey.ReplaceAllString(Example, "$1")) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' && !kept[line] {
			t.Errorf("no variant loads the line %q", line)
		}
	}
}

func TestEveryFieldStandsInTheExample(t *testing.T) {
	missing := func(example string) (names []string) {
		table, seen := "", map[string]bool{}
		for line := range strings.Lines(commentedKey.ReplaceAllString(example, "$1")) {
			line = strings.TrimSpace(line)
			if strings.HasPrefix(line, "[") {
				table = strings.Trim(line, "[]") + "."
			} else if key, _, ok := strings.Cut(line, " = "); ok && !strings.HasPrefix(line, "#") {
				seen[table+key] = true
			}
		}
		for _, key := range new(Config).keys() {
			if !seen[key.name] {
				names = append(names, key.name)
			}
		}
		return names
	}
	if names := missing(Example); len(names) > 0 {
		t.Errorf("the example does not explain %v", names)
	}
	t.Run("control", func(t *testing.T) {
		if names := missing(edit(t, Example, "#bell = true\n", "")); !slices.Equal(names, []string{"ui.bell"}) {
			t.Errorf("without the line of bell the missing keys are %v", names)
		}
	})
}

// What --sim opens needs no file: every key has its default, and no money is real.
func ExampleOpen() {
	home := func(name string) string {
		return map[string]string{"XDG_STATE_HOME": os.TempDir(), "HOME": os.TempDir()}[name]
	}
	c, err := Open(Options{Sim: true, Getenv: home})
	fmt.Println(c.Simulated(), c.Device.FaceLimit, err) // fen
	// Output: true 100000 <nil>
}
