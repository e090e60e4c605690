package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"facetill/flow/field"
)

// testKey is an API key that must appear in no error and no print.
const testKey = "Zq7secret0Zq7secret1Zq7secret2Zq"

func noEnv(string) string { return "" }

// shop is a folder with the files that the example names.
func shop(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	put(t, dir, "api_key.txt", testKey+"\r\n")
	for _, name := range []string{
		"apiclient_cert.pem", "apiclient_key.pem", "apiclient_cert.p12",
		"ca.pem", "bridge_token.txt", "bridge_ca.pem", "journal_password.txt",
	} {
		put(t, dir, name, "not empty\n")
	}
	return dir
}

func put(t testing.TB, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// edit replaces one text in the example, which must have it exactly once.
func edit(t testing.TB, text string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if n := strings.Count(text, pairs[i]); n != 1 {
			t.Fatalf("the text has %q %d times, want once", pairs[i], n)
		}
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	return text
}

// lineOf is the line on which a text stands.
func lineOf(t testing.TB, text, want string) int {
	t.Helper()
	before, _, ok := strings.Cut(text, want)
	if !ok {
		t.Fatalf("no line has %q", want)
	}
	return strings.Count(before, "\n") + 1
}

// Load reads and checks one file.
func Load(path string, getenv Getenv) (*Config, error) { return load(path, Options{Getenv: getenv}) }

// loadIn writes text as the configuration of a folder and loads it.
func loadIn(t testing.TB, dir, text string) (*Config, error) {
	t.Helper()
	return Load(put(t, dir, FileName, text), noEnv)
}

// problems are those of an error that must be *Invalid.
func problems(t testing.TB, err error) []*field.Error {
	t.Helper()
	bad, ok := errors.AsType[*Invalid](err)
	if !ok {
		t.Fatalf("got error %v, want *Invalid", err)
	}
	return bad.Problems()
}
