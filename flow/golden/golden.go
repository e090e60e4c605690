// Package golden holds what a test drew or wrote against a file of the tree. With
// the flag -update, which it adds to the tests that import it, it writes the file
// instead: `make golden` does so for all of them, pictures included.
//
// It is for tests alone, and knows nothing of what is in the files. Whether a
// difference is right is for who commits it.
package golden

import (
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Hint tells whoever sees a difference what to do.
const Hint = "`make golden` writes it anew: read the difference before you commit it"

// Update reports whether files are written and not compared.
func Update() bool { return *update }

// File compares a text with a file, or writes it there.
func File(t testing.TB, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Errorf("%v; %s", err, Hint)
		return
	}
	if string(want) == got {
		return
	}
	w, g := strings.Split(string(want), "\n"), strings.Split(got, "\n")
	n := 0
	for n < min(len(w), len(g)) && w[n] == g[n] {
		n++
	}
	t.Errorf("%s, line %d:\n got %q\nwant %q\n%s", path, n+1, at(g, n), at(w, n), Hint)
}

func at(lines []string, n int) string {
	if n < len(lines) {
		return lines[n]
	}
	return ""
}
