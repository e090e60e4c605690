package config

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzParse feeds any text, with a key somewhere in it: nothing may panic, the
// key may appear in no error, and what passes keeps its floors.
func FuzzParse(f *testing.F) {
	before, after, _ := strings.Cut(Example, "api_key_file = \"api_key.txt\"")
	f.Add(before, after, false)
	f.Add("", "", true)
	f.Add("x = \"\"\"", "\"\"", false)
	f.Add("[flow]\nconfirm_window = '''\n", "'''", false)
	f.Add("[wechat]\nadapter=\"sim\"\n[device]\nadapter=\"sim\"\n[merchant]", "", false)
	f.Add("[journal]\nurl = \"postgres://", "", true)
	f.Add("[merchant.merchant]\n\"merchant.app_id\" = [[1]]\n[[ui]]\n", "", false)
	f.Add("[[cashiers]]\nname = \"a\"\n[[cashiers]]\nnumber = \"7\"\n[[cashiers.cashiers]]\n[merchant]", "\n[[cashiers]]", true)
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, before, after string, sim bool) {
		text := before + "\napi_key = \"" + testKey + "\"" + after
		c, err := parse(text, filepath.Join(dir, FileName), 0o600, Options{Sim: sim, Getenv: noEnv})
		if err != nil {
			bad, ok := errors.AsType[*Invalid](err)
			if !ok || len(bad.Problems()) == 0 {
				t.Fatalf("an error without problems: %v", err)
			}
			if strings.Contains(err.Error(), testKey) {
				t.Fatalf("the key is shown: %v", err)
			}
			return
		}
		if c.Flow.ReverseAfter.Seconds() < 15 || c.Flow.ConfirmWindow.Seconds() < 30 || c.Flow.ConfirmWindow.Seconds() > 60 ||
			c.Device.FaceLimit < 1 || !sim && len(c.Merchant.APIKey.Reveal()) != apiKeyLength {
			t.Fatalf("a value outside its bounds passed: %+v", c)
		}
		if out, err := c.Show(); err != nil || strings.Contains(string(out), testKey) {
			t.Fatalf("show: %v", err)
		}
	})
}
