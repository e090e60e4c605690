package sdk

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"facetill/device/wire"
)

// A credential across the end of what is logged of a long line is in neither half.
func TestLongLinesAreCutBetweenWords(t *testing.T) {
	const code = "130012345678901234"
	for at := maxLogLine - 2*len(code); at < maxLogLine+2; at++ {
		var log bytes.Buffer
		text := strings.Repeat("x,", at/2) + strings.Repeat(" ", at%2) + code + " and more\n" + readyLine + "127.0.0.1:1\nnext\n"
		ready := make(chan string, 1)
		listen(io.NopCloser(strings.NewReader(text)), ready, &log)
		got := log.String()
		if strings.Contains(got, code[:4]) || !strings.HasSuffix(got, "\nnext\n") || <-ready != "127.0.0.1:1" {
			t.Fatalf("at %d: %q", at, got[max(0, len(got)-80):])
		}
	}
}

// What stands inside a credential is what Mask takes for one.
func TestMaskAndInSecretAgree(t *testing.T) {
	for r := rune(1); r < 0x3000; r++ {
		masked := wire.Mask(strings.Repeat(string(r), 20)) != strings.Repeat(string(r), 20)
		if masked != wire.InSecret(r) {
			t.Errorf("%q: masked %t, inside %t", r, masked, wire.InSecret(r))
		}
	}
}
