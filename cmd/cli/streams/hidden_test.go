package streams

import (
	"errors"
	"io"
	"strings"
	"testing"
)

// What a person types at a prompt: keys, those that take one back, and those that leave it.
func TestTypedLine(t *testing.T) {
	for keys, want := range map[string]string{"4711\r": "4711", "4711\nrest": "4711", "47x\x7f11\r": "4711", "\x084\u5e97\x08711\r": "4711", "\r": ""} {
		if got, err := typedLine(strings.NewReader(keys)); got != want || err != nil {
			t.Errorf("%q: %q, %v", keys, got, err)
		}
	}
	for keys, want := range map[string]error{"47\x03": ErrLeft, "\x04": ErrLeft, "47": io.EOF, "": io.EOF} {
		if got, err := typedLine(strings.NewReader(keys)); got != "" || !errors.Is(err, want) {
			t.Errorf("%q: %q, %v", keys, got, err)
		}
	}
}
