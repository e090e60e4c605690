package sqlite

import (
	"os"
	"path/filepath"
	"testing"
)

// Money rule 5.9: an older state of the journal was put back in the same file, on a
// machine whose witness was put back, too, and had one customer there; the real
// one has had one as well. Both have as many facts, and not the same: by the
// witness of the one the other is a copy.
func TestACopyThatWentItsOwnWay(t *testing.T) {
	path, witness := filepath.Join(t.TempDir(), "shop", "a.db"), t.TempDir()
	customer := func(no, ref string) {
		t.Helper()
		j := at(t, path, witness)
		if err := j.Copied(); err != nil {
			t.Fatalf("before %s: %v", no, err)
		}
		if _, err := j.Open(t.Context(), opened(no, ref)); err != nil {
			t.Fatal(err)
		}
		_ = j.Close()
	}
	customer("1", "r")
	files, err := filepath.Glob(filepath.Join(witness, "*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("witnesses %v, %v", files, err)
	}
	put := func(file string, text []byte) {
		t.Helper()
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	older, saw := bytesAt(t, path), bytesAt(t, files[0])
	customer("2", "s")
	ours, sawOurs := bytesAt(t, path), bytesAt(t, files[0])
	put(path, older)
	put(files[0], saw)
	customer("3", "t")
	put(files[0], sawOurs)
	j := at(t, path, witness)
	isCopy(t, j, "a copy that went its own way")
	_ = j.Close()
	put(path, ours) // the control
	if j := at(t, path, witness); j.Copied() != nil {
		t.Errorf("the real one: %v", j.Copied())
	}
}
