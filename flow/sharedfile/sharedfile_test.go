package sharedfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
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

// A new file is whole or not there, its owner's, and never over another one.
func TestCreate(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "new")
	fails := func(err error) func(io.Writer) error {
		return func(w io.Writer) error { _, _ = io.WriteString(w, "half"); return err }
	}
	full := errors.New("the disk is full")
	if err := Create(path, fails(full)); !errors.Is(err, full) {
		t.Errorf("a write that fails: %v", err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Errorf("left over: %v, %v", entries, err)
	}
	if err := Create(path, fails(nil)); err != nil {
		t.Fatal(err)
	}
	if err := Create(path, func(io.Writer) error { t.Error("it is written"); return nil }); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over another one: %v", err)
	}
	meanwhile := func(io.Writer) error { return os.WriteFile(filepath.Join(dir, "other"), []byte("theirs"), 0o600) }
	if err := Create(filepath.Join(dir, "other"), meanwhile); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over one that came meanwhile: %v", err)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "other")); err != nil || string(text) != "theirs" {
		t.Errorf("theirs is %q, %v", text, err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2 {
		t.Errorf("left over: %v, %v", entries, err)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}
