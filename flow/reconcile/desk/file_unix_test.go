//go:build unix

package desk_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"facetill/flow/field"
	"facetill/wx/bill"
)

// A device has no end and would fill the till's disk; what is larger than any bill is
// refused before it is copied, and nothing of either is left.
func TestFilesThatAreNoBill(t *testing.T) {
	r := newRig(t, "")
	huge := filepath.Join(t.TempDir(), "huge")
	if err := os.WriteFile(huge, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(huge, bill.MostBytes+1); err != nil {
		t.Fatal(err)
	}
	for path, is := range map[string]func(error) bool{"/dev/zero": isA[*field.Error], t.TempDir(): isA[*field.Error], huge: isA[*bill.Error]} {
		if _, err := r.CompareFile(t.Context(), path, time.Time{}, "Li"); !is(err) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if all, _ := os.ReadDir(r.folder); len(all) > 0 {
		t.Errorf("%v lie in the folder", all)
	}
}

// Whoever waits for a pipe into which nobody writes can be stopped: before it is open, and
// while it is read.
func TestAPipeIntoWhichNobodyWrites(t *testing.T) {
	r := newRig(t, "")
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.CompareFile(ctx, pipe, day, "Li"); !errors.Is(err, context.Canceled) {
		t.Errorf("before it is open: %v", err)
	}
	ctx, cancel = context.WithCancel(t.Context())
	go func() {
		to, err := os.OpenFile(pipe, os.O_WRONLY, 0) // returns when it is open for reading
		if err == nil {
			defer to.Close()
			_, err = to.WriteString(head)
		}
		if err != nil {
			t.Error(err)
		}
		cancel()
		<-t.Context().Done()
	}()
	if _, err := r.CompareFile(ctx, pipe, day, "Li"); !errors.Is(err, context.Canceled) {
		t.Errorf("while it is read: %v", err)
	}
	if all, _ := os.ReadDir(r.folder); len(all) > 0 {
		t.Errorf("%v lie in the folder", all)
	}
}
