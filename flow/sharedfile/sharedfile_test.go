package sharedfile

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// One lock has a file, and the next one gets it after it.
func ExampleLock() {
	dir, err := os.MkdirTemp("", "files")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	ours, theirs := NewLock(filepath.Join(dir, "camera")), NewLock(filepath.Join(dir, "camera"))
	fmt.Println(ours.TryLock())
	fmt.Println(theirs.TryLock())
	fmt.Println(ours.Unlock())
	fmt.Println(theirs.TryLock())
	fmt.Println(theirs.Unlock())
	// Output:
	// true <nil>
	// false <nil>
	// <nil>
	// true <nil>
	// <nil>
}

// An open file is locked for one descriptor, until it lets it go.
func TestWaitLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "book")
	var open [2]*os.File
	for i := range open {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		open[i] = f
	}
	if err := WaitLock(open[0]); err != nil {
		t.Fatal(err)
	}
	if got, err := TryLock(open[1]); got || err != nil {
		t.Errorf("a second lock: %t, %v", got, err)
	}
	if err := Unlock(open[0]); err != nil {
		t.Fatal(err)
	}
	if got, err := TryLock(open[1]); !got || err != nil {
		t.Errorf("a free file: %t, %v", got, err)
	}
}

// What was there stays where the new file cannot be put in its place, and
// nothing half-written is left beside it.
func TestReplace(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "token")
	for _, text := range []string{"one", "two"} {
		if err := Replace(path, []byte(text)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != text {
			t.Errorf("%q, %v; want %q", got, err, text)
		}
	}
	folder := filepath.Join(dir, "folder")
	if err := os.MkdirAll(filepath.Join(folder, "in use"), 0o700); err != nil {
		t.Fatal(err)
	}
	if Replace(folder, nil) == nil {
		t.Error("a folder was replaced")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 2 {
		t.Errorf("%v, %v lie there; want token and folder", left, err)
	}
}
