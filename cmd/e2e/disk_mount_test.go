//go:build linux && mount

package e2e

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"facetill/flow"
	"facetill/flow/journal/sqlite"
)

// disk mounts a small file system of its own, which needs root.
func disk(t *testing.T, dir, size string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "mode=0700,size="+size); err != nil {
		t.Fatalf("mount a tmpfs: %v; run this as root", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
}

// fill leaves no byte on a disk.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for chunk := 1 << 20; chunk > 0; {
		if _, err := f.Write(make([]byte, chunk)); errors.Is(err, syscall.ENOSPC) {
			chunk /= 2
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// The disk becomes full while a customer types the password: how the sale ended
// is still written, into room that was kept for it. The next sale is refused
// before any money. With room again everything goes on.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	exe := built(t)
	m := newTill(t).of(exe)
	dir := filepath.Join(m.home, "disk")
	disk(t, dir, "8m")
	path, junk := filepath.Join(dir, "sim.db"), filepath.Join(dir, "junk")
	w := newWrongTill(m, path, 0)
	if s := w.run("pay", "12.80", "--auth-code", scannedCode(2)); s.code != 0 {
		t.Fatalf("the first sale: %v", s)
	}
	if s := w.typing(func() { fill(t, junk) }); s.code != 0 || s.last(t)["outcome"] != "paid" {
		t.Errorf("the disk became full: %v", s)
	}
	for _, args := range [][]string{{"pay", "5.00", "--auth-code", scannedCode(3)}, {"pay", "6.00", "--ref", "full", "--auth-code", scannedCode(4)}} {
		fill(t, junk)
		s := w.run(args...)
		if !slices.Contains([]int{64, 69}, s.code) && !(s.code == 8 && args[2] == "--ref") || !s.refused(path) ||
			!strings.Contains(s.err, "disk is full") || !strings.Contains(s.err, "free some space") {
			t.Errorf("%v on a full disk: %v", args, s)
		}
	}
	if n := m.charges(); n != 2 {
		t.Errorf("WeChat holds %d charges, want 2", n)
	}
	// To read needs a little room, too: it is told, or refused by name.
	for _, args := range [][]string{{"sales"}, {"journal", "verify"}, {"status", "typing"}} {
		if s := w.run(args...); s.code != 0 && !(s.refused(path) && strings.Contains(s.err, "disk is full")) {
			t.Errorf("%v on a full disk: %v", args, s)
		}
	}
	if err := os.Remove(junk); err != nil {
		t.Fatal(err)
	}
	roomOnDisk(t, w, path)
}

func roomOnDisk(t *testing.T, w *wrongTill, path string) {
	t.Helper()
	for i, args := range [][]string{{"pay", "5.00"}, {"pay", "6.00", "--ref", "full"}} {
		if s := w.run(append(args, "--auth-code", scannedCode(5+i))...); s.code != 0 {
			t.Errorf("%v with room again: %v", args, s)
		}
	}
	if s := w.run("journal", "verify"); s.code != 0 {
		t.Errorf("verify: %v", s)
	}
	if info, err := os.Stat(path + "-ballast"); err != nil || info.Size() == 0 {
		t.Errorf("no room is kept for the next time: %v, %v", info, err)
	}
	j, err := sqlite.Open(context.Background(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	all, err := j.List(context.Background(), flow.Filter{State: flow.Paid})
	if err != nil || len(all) != 4 || w.charges() != 4 {
		t.Errorf("%d sales in the journal, %d charges, %v", len(all), w.charges(), err)
	}
	for _, a := range all {
		if !a.Shown || a.Unclaimed {
			t.Errorf("%s of %s: told %t, unclaimed %t", a.OutTradeNo, a.TotalFee, a.Shown, a.Unclaimed)
		}
	}
}

// A disk that becomes read-only.
func TestReadOnlyDisk(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	disk(t, m.stateDir(), "8m")
	m.fill()
	sales := m.run("sales", "--sim", "--limit", "0", "-o", "json")
	remount := func(flags uintptr) {
		if err := syscall.Mount("tmpfs", m.stateDir(), "tmpfs", syscall.MS_REMOUNT|flags, ""); err != nil {
			t.Fatal(err)
		}
	}
	remount(syscall.MS_RDONLY)
	readOnly(t, m, sales.out, func(args ...string) said { return m.run(args...) })
	remount(0)
	if n := m.charges(); n != 2 {
		t.Errorf("WeChat holds %d charges, 2 before", n)
	}
	if s := m.run("pay", "7.00", "--sim", "--auth-code", scannedCode(14)); s.code != 0 {
		t.Errorf("writable again: %v", s)
	}
}

// A backup onto a full disk, or into a folder on one that may not be written, is refused by
// name, leaves nothing there and nothing undone here; with room it is made.
func TestBackupOntoAFullDisk(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	if s := m.run("pay", "12.80", "--sim", "--auth-code", scannedCode(2)); s.code != 0 {
		t.Fatal(s)
	}
	shelf := filepath.Join(m.home, "shelf")
	disk(t, shelf, "2m")
	junk, file := filepath.Join(shelf, "junk"), filepath.Join(shelf, "b.db")
	refused := func(why string) {
		t.Helper()
		s := m.run("journal", "backup", file, "--sim", "-o", "json")
		if s.code != 69 || !strings.Contains(s.err, why) {
			t.Errorf("%s: %v", why, s)
		}
		left, err := os.ReadDir(shelf)
		if err != nil || len(left) != 1 || left[0].Name() != "junk" {
			t.Errorf("%s: %v lie there, %v", why, left, err)
		}
	}
	fill(t, junk)
	refused("full")
	if err := os.Truncate(junk, 0); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("", shelf, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	refused("read-only")
	if err := syscall.Mount("", shelf, "", syscall.MS_REMOUNT, ""); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"journal", "backup", file, "--sim"}, {"journal", "verify", "--sim", "--journal", file}, {"journal", "verify", "--sim"}, {"pay", "5", "--sim", "--auth-code", scannedCode(3)}} {
		if s := m.run(args...); s.code != 0 {
			t.Errorf("%v: %v", args, s)
		}
	}
}
