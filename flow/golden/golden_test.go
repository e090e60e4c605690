package golden

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// heard takes what a test says of itself.
type heard struct {
	testing.TB
	said string
}

func (h *heard) Helper()                           {}
func (h *heard) Errorf(format string, args ...any) { h.said += fmt.Sprintf(format, args...) }

// A file that is missing or differs says which command writes it, and where the
// first difference is.
func TestFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.golden")
	for _, c := range []struct{ file, got, says string }{
		{"", "a\nb\n", "no such file"}, {"a\nb\n", "a\nb\n", ""}, {"a\nb\n", "a\nc\n", "line 2"}, {"a\nb\n", "a\n", "line 2"}, {"a", "a\nb", "line 2"},
	} {
		if c.file != "" {
			if err := os.WriteFile(path, []byte(c.file), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		h := &heard{TB: t}
		File(h, path, c.got)
		if (h.said == "") != (c.says == "") || !strings.Contains(h.said, c.says) || h.said != "" && !strings.Contains(h.said, "make golden") {
			t.Errorf("%q against %q: %q", c.got, c.file, h.said)
		}
	}
}
