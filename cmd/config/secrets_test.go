package config

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// keyLine is the example with another source of the API key.
func keyLine(t *testing.T, line string) string {
	return edit(t, Example, "\napi_key_file = \"api_key.txt\"\n", "\n"+line+"\n")
}

func TestAPIKeySources(t *testing.T) {
	env := func(name string) string { return map[string]string{"KEY": testKey, "SHORT": testKey[:31]}[name] }
	dir := shop(t)
	put(t, dir, "short.txt", testKey[:31]+"\n")
	put(t, dir, "two.txt", testKey+"\n\n")
	put(t, dir, "bom.txt", "\ufeff"+testKey)
	put(t, dir, "empty.txt", "\n")
	for _, c := range []struct{ name, line, says string }{
		{"environment", `api_key_env = "KEY"`, ""},
		{"inline", `api_key = "` + testKey + `"`, ""},
		{"none", ``, "exactly one of api_key_file, api_key_env, api_key"},
		{"two", "api_key_env = \"KEY\"\napi_key = \"" + testKey + "\"", "stands beside api_key_env"},
		{"file is gone", `api_key_file = "gone.txt"`, "gone.txt, which does not exist"},
		{"the key for its file", `api_key_file = "` + testKey + `"`, "a path of "},
		{"the key for its variable", `api_key_env = "` + testKey + `"`, "which is not set"},
		{"folder", `api_key_file = "."`, "is no file"},
		{"variable not set", `api_key_env = "OTHER"`, `"OTHER", which is not set`},
		{"31 characters in a file", `api_key_file = "short.txt"`, "a key of 31 bytes"},
		{"31 characters in a variable", `api_key_env = "SHORT"`, "a key of 31 bytes"},
		{"31 characters inline", `api_key = "` + testKey[1:] + `"`, "a key of 31 bytes"},
		{"two line breaks", `api_key_file = "two.txt"`, "a key of 33 bytes"},
		{"byte order mark", `api_key_file = "bom.txt"`, "byte order mark"},
		{"empty file", `api_key_file = "empty.txt"`, "which is empty"},
		{"number", `api_key = 12345678901234`, "write it in quotes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Load(put(t, dir, FileName, keyLine(t, c.line)), env)
			if c.says == "" {
				if err != nil || got.Merchant.APIKey.Reveal() != testKey {
					t.Errorf("the key was not taken: %v", err)
				}
				return
			}
			if found := problems(t, err); len(found) != 1 || !strings.Contains(found[0].Error(), c.says) {
				t.Errorf("got %v, want one problem that says %q", err, c.says)
			}
			if strings.Contains(err.Error(), testKey[1:31]) {
				t.Errorf("the key is shown: %v", err)
			}
		})
	}
}

func TestWorldReadableSecrets(t *testing.T) {
	for _, file := range []string{"api_key.txt", "apiclient_key.pem"} {
		for _, mode := range []fs.FileMode{0o640, 0o604, 0o620, 0o400} {
			dir := shop(t)
			if err := os.Chmod(filepath.Join(dir, file), mode); err != nil {
				t.Fatal(err)
			}
			_, err := loadIn(t, dir, Example)
			if runtime.GOOS == "windows" || mode == 0o400 {
				if err != nil {
					t.Errorf("%s with mode %o: %v", file, mode, err)
				}
				continue
			}
			if found := problems(t, err); len(found) != 1 || !strings.Contains(found[0].Problem, "other users") {
				t.Errorf("%s with mode %o: %v", file, mode, err)
			}
		}
	}
	// The certificate itself is public, the configuration without a key too.
	dir := shop(t)
	for file, text := range map[string]string{"apiclient_cert.pem": "x", FileName: Example} {
		if err := os.Chmod(put(t, dir, file, text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Load(filepath.Join(dir, FileName), noEnv); err != nil {
		t.Error(err)
	}
	inline := put(t, dir, FileName, keyLine(t, `api_key = "`+testKey+`"`))
	if err := os.Chmod(inline, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(inline, noEnv); runtime.GOOS != "windows" && !strings.Contains(fmt.Sprint(err), "chmod 600 this file") {
		t.Errorf("a key in a readable file: %v", err)
	}
}

func TestCertificateSources(t *testing.T) {
	dir := shop(t)
	pem := "\ncert_file = \"apiclient_cert.pem\"\nkey_file = \"apiclient_key.pem\"\n"
	for _, c := range []struct{ name, lines, says string }{
		{"p12", `p12_file = "apiclient_cert.p12"`, ""},
		{"none", ``, "no sale could be reversed"},
		{"certificate without key", `cert_file = "apiclient_cert.pem"`, "merchant.key_file is missing"},
		{"key without certificate", `key_file = "apiclient_key.pem"`, "merchant.cert_file is missing"},
		{"both", pem + `p12_file = "apiclient_cert.p12"`, "either the PEM pair or the p12"},
		{"p12 is gone", `p12_file = "gone.p12"`, "gone.p12, which does not exist"},
		{"password not set", "p12_file = \"apiclient_cert.p12\"\np12_password_env = \"NOT_SET\"", "which is not set"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := loadIn(t, dir, edit(t, Example, pem, "\n"+c.lines+"\n"))
			if c.says == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if found := problems(t, err); len(found) != 1 || !strings.Contains(found[0].Error(), c.says) {
				t.Errorf("got %v, want one problem that says %q", err, c.says)
			}
		})
	}
}
