package streams

import (
	"strings"
	"testing"
)

// Case 34: a code that a shell of Windows pipes, marked, in UTF-16, with its line
// ends, is the code.
func TestPipedCode(t *testing.T) {
	const code = "130000000000010001"
	wide := func(text string) string {
		var b strings.Builder
		for _, c := range []byte(text) {
			b.WriteByte(c)
			b.WriteByte(0)
		}
		return b.String()
	}
	for name, in := range map[string]string{
		"plain": code, "a line": code + "\n", "CR LF": code + "\r\n", "blanks": " " + code + " \n", "marked": "\ufeff" + code + "\r\n",
		"marked twice": "\ufeff\ufeff" + code + "\n", "empty lines behind it": code + "\n\n\r\n", "the end of a DOS file": code + "\r\n\x1a",
		"a mark behind it": code + "\n\ufeff", "UTF-16": "\xff\xfe" + wide(code+"\r\n"), "UTF-16 unmarked": wide(code + "\r\n"), "UTF-16, no line": "\xff\xfe" + wide(code),
	} {
		if got, err := FirstLine(strings.NewReader(in)); err != nil || got != code {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	for name, in := range map[string]string{"nothing": "", "a mark alone": "\ufeff", "a marked empty line": "\ufeff\r\n", "UTF-16 mark": "\xff\xfe",
		"two codes": code + "\n" + code + "\n", "two in UTF-16": wide(code + "\n" + code)} {
		if got, err := FirstLine(strings.NewReader(in)); err == nil {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got, err := AllOf(strings.NewReader("\ufeff{\"cmd\":\"x\"}\r\n"), 100); err != nil || strings.TrimSpace(got) != `{"cmd":"x"}` {
		t.Errorf("%q, %v", got, err)
	}
}
