package streams

import (
	"errors"
	"io"
	"strings"
	"testing"
)

// What a person types at a prompt: keys, those that take one back, and those that leave it.
func TestTypedLine(t *testing.T) {
	for keys, want := range map[string]string{"4711\r": "4711", "4711\nrest": "4711", "47x\x7f11\r": "4711", "\x084\u5e97\x08711\r": "4711", "\r\n\r4711\r": "4711"} {
		if got, err := typedLine(strings.NewReader(keys), func() {}); got != want || err != nil {
			t.Errorf("%q: %q, %v", keys, got, err)
		}
	}
	asked := 0
	if got, err := typedLine(strings.NewReader("\r\x7f\r4711\r"), func() { asked++ }); got != "4711" || err != nil || asked != 2 {
		t.Errorf("%q, %v, asked again %d times", got, err, asked)
	}
	for keys, want := range map[string]error{"47\x03": ErrLeft, "\x04": ErrLeft, "47": io.EOF, "": io.EOF} {
		if got, err := typedLine(strings.NewReader(keys), func() {}); got != "" || !errors.Is(err, want) {
			t.Errorf("%q: %q, %v", keys, got, err)
		}
	}
}
