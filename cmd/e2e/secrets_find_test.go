//go:build !windows

package e2e

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

// secrets are such values by what they are, and each in every form in which it
// could leave the program.
type secrets struct {
	values map[string]string   // by name: a secret may have several values
	forms  map[string][][]byte // by name
}

func newSecrets() *secrets { return &secrets{map[string]string{}, map[string][][]byte{}} }

// add takes one more secret. Short ones would be found everywhere by chance.
func (c *secrets) add(t testing.TB, name, value string) {
	t.Helper()
	if len(value) < 8 {
		t.Fatalf("the %s of %d bytes is too short to be looked for", name, len(value))
	}
	if slices.Contains(slicesOf(c.values), value) {
		return
	}
	name = fmt.Sprintf("%s #%d", name, len(c.values)+1)
	c.values[name] = value
	c.forms[name] = formsOf(value)
}

func slicesOf(m map[string]string) (all []string) {
	for _, v := range m {
		all = append(all, v)
	}
	return all
}

// formsOf are the ways to write a secret, and the two ends of a long one.
func formsOf(value string) (all [][]byte) {
	put := func(form string) {
		if form != "" && !slices.ContainsFunc(all, func(b []byte) bool { return string(b) == form }) {
			all = append(all, []byte(form))
		}
	}
	parts := []string{value}
	if len(value) >= 18 {
		parts = append(parts, value[:13], value[len(value)-13:])
	}
	for _, part := range parts {
		put(part)
		put(hex.EncodeToString([]byte(part)))
		put(strings.ToUpper(hex.EncodeToString([]byte(part))))
		for shift := range 3 {
			put(insideBase64(base64.RawStdEncoding, part, shift))
			put(insideBase64(base64.RawURLEncoding, part, shift))
		}
		put(url.QueryEscape(part))
		put(url.PathEscape(part))
		if quoted, err := json.Marshal(part); err == nil {
			put(strings.Trim(string(quoted), `"`))
		}
		var escaped bytes.Buffer
		if xml.EscapeText(&escaped, []byte(part)) == nil {
			put(escaped.String())
		}
		back := []rune(part)
		slices.Reverse(back)
		put(string(back))
		var wide []byte
		for _, u := range utf16.Encode([]rune(part)) {
			wide = append(wide, byte(u), byte(u>>8))
		}
		put(string(wide))
	}
	return all
}

// insideBase64 is what does not depend on its neighbours when a text begins so
// many bytes behind a multiple of three.
func insideBase64(e *base64.Encoding, part string, shift int) string {
	text := e.EncodeToString([]byte(strings.Repeat("\x00", shift) + part))
	return text[(shift*8+5)/6 : (shift+len(part))*8/6]
}

// in names the secrets that are in a text.
func (c *secrets) in(text []byte) (found []string) {
	for name, forms := range c.forms {
		for _, form := range forms {
			if i := bytes.Index(text, form); i >= 0 {
				found = append(found, fmt.Sprintf("%s as %q", name, text[max(0, i-40):min(len(text), i+len(form)+10)]))
				break
			}
		}
	}
	slices.Sort(found)
	return found
}

// capture is everything that was written somewhere.
type capture map[string][]byte

func (c capture) add(where string, text []byte) { c[where] = append(c[where], text...) }

// files takes in every file below a folder.
func (c capture) files(t testing.TB, root string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		c.add("file "+path, text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// leaks says where secrets were found.
func (c capture) leaks(secret *secrets) (all []string) {
	for where, text := range c {
		for _, found := range secret.in(text) {
			all = append(all, where+": "+found)
		}
	}
	slices.Sort(all)
	return all
}

// The control: a secret is found in whatever form, and nothing else is.
func TestSecretsAreFound(t *testing.T) {
	value := "hidden+P12/pass wörd=&<1>"
	secret := newSecrets()
	secret.add(t, "password", value)
	if found := secret.in([]byte("time=12:00 level=WARN msg=device error=\"no answer\"")); len(found) != 0 {
		t.Errorf("found in a clean line: %q", found)
	}
	quoted, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"raw": "error=" + value, "its beginning": "error=" + value[:15], "its end": value[5:],
		"hex": fmt.Sprintf("%x", value), "HEX": fmt.Sprintf("%X", value), "json": string(quoted),
		"query": url.Values{"p": {value}}.Encode(), "base64": base64.StdEncoding.EncodeToString([]byte(value)),
		"basic":      base64.StdEncoding.EncodeToString([]byte("till:" + value)),
		"base64 url": base64.URLEncoding.EncodeToString([]byte("a:" + value + ";")),
		"quoted":     fmt.Sprintf("%q", value[:13]),
	} {
		root := t.TempDir()
		if err := os.WriteFile(filepath.Join(root, "facetill.log"), []byte("level=DEBUG msg=found "+text+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		all := capture{}
		all.files(t, root)
		if found := all.leaks(secret); len(found) != 1 {
			t.Errorf("%s: found %q", name, found)
		}
	}
}
