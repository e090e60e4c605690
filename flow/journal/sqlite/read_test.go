package sqlite

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/journal"
)

// namesIn lists a folder.
func namesIn(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// A backup is read as it lies, whoever wrote it: nothing is made beside it, nothing
// written to it, and nothing that moves money is taken.
func TestReadAsItLies(t *testing.T) {
	ctx := context.Background()
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	dir := t.TempDir()
	j := at(t, filepath.Join(dir, "facetill.db"), filepath.Join(dir, "witness"))
	if _, err := j.Journal.Open(ctx, opened("1", "1")); err != nil {
		t.Fatal(err)
	}
	shelf := t.TempDir()
	if _, err := j.Backup(ctx, filepath.Join(shelf, "backup.db")); err != nil {
		t.Fatal(err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{"backup.db": bytesAt(t, filepath.Join(shelf, "backup.db")), "closed.db": bytesAt(t, filepath.Join(dir, "facetill.db"))}
	for _, name := range []string{"before-refunds.db", "before-reasons.db", "before-query-code.db"} {
		files[name] = bytesAt(t, filepath.Join("testdata", name))
	}
	for name, was := range files {
		path := filepath.Join(shelf, name)
		if err := errors.Join(os.WriteFile(path, was, 0o400), os.Chmod(shelf, 0o500)); err != nil {
			t.Fatal(err)
		}
		before := namesIn(t, shelf)
		r, err := Read(ctx, path, Options{Simulated: strings.HasPrefix(name, "before")})
		if err != nil {
			r, err = Read(ctx, path, Options{}) // as the world of it is
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		all, err := r.List(ctx, flow.Filter{})
		if err != nil || len(all) == 0 {
			t.Errorf("%s: %d attempts, %v", name, len(all), err)
		}
		if v, err := r.Verify(ctx); err != nil || len(v.Problems) > 0 || v.Attempts != len(all) {
			t.Errorf("%s: %+v, %v", name, v, err)
		}
		if name == "backup.db" {
			isCopy(t, r, "it is a backup of "+j.Path())
		} else if name == "closed.db" {
			isCopy(t, r, "it is read as it lies")
		}
		if done, err := r.Adopt(ctx, "Li", "it is mine"); done || err == nil {
			t.Errorf("%s: adopted %t, %v", name, done, err)
		}
		if err := errors.Join(r.Unchanged(), r.Close()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if !bytes.Equal(bytesAt(t, path), was) || !slices.Equal(namesIn(t, shelf), before) {
			t.Errorf("%s was written, or something beside it: %q", name, namesIn(t, shelf))
		}
		if left := namesIn(t, temp); len(left) > 0 {
			t.Errorf("%s: left over are %q", name, left)
		}
		if err := os.Chmod(shelf, 0o700); err != nil {
			t.Fatal(err)
		}
	}
}

// What is in use, gone or no journal is refused by name, and is as it was behind it.
func TestReadRefuses(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	j := at(t, filepath.Join(dir, "facetill.db"), "")
	backup, cut, newer := filepath.Join(dir, "backup.db"), filepath.Join(dir, "cut.db"), filepath.Join(dir, "newer.db")
	if _, err := j.Backup(ctx, backup); err != nil {
		t.Fatal(err)
	}
	whole := bytesAt(t, backup)
	text, empty := filepath.Join(dir, "text.db"), filepath.Join(dir, "empty.db")
	for path, b := range map[string][]byte{cut: whole[:len(whole)-100], text: []byte(strings.Repeat("no journal ", 100)), empty: nil, newer: whole} {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	e, err := modernc(newer)
	if err == nil {
		_, err = e.ExecContext(ctx, "UPDATE meta SET value = '99' WHERE key = 'schema'")
		_, again := e.ExecContext(ctx, "PRAGMA journal_mode = DELETE")
		err = errors.Join(err, again, e.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	before := namesIn(t, dir)
	for path, want := range map[string]error{j.Path(): ErrUsed, filepath.Join(dir, "none.db"): ErrNotThere, dir: ErrNoFile,
		cut: journal.ErrDamaged, text: journal.ErrDamaged, empty: journal.ErrDamaged, newer: journal.ErrNewer} {
		if r, err := Read(ctx, path, Options{}); !errors.Is(err, want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v, want %v", path, err, want)
			_ = r.Close()
		}
	}
	if now := namesIn(t, dir); !slices.Equal(before, now) {
		t.Errorf("%q became %q", before, now)
	}
	real := filepath.Join(dir, "real.db")
	sold, err := Open(ctx, real, Options{Create: true, Merchant: flow.Merchant{MchID: "1900000109"}})
	if err == nil {
		err = sold.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Read(ctx, real, Options{Simulated: true}); !errors.Is(err, journal.ErrWorld) {
		t.Errorf("the other world's: %v", err)
	}
}

// Who writes meanwhile is noticed.
func TestReadWhileItIsWritten(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "facetill.db")
	if err := at(t, path, "").Close(); err != nil {
		t.Fatal(err)
	}
	r, err := Read(ctx, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if err := r.Unchanged(); err != nil {
		t.Errorf("nobody wrote: %v", err)
	}
	j := at(t, path, "")
	if err := r.Unchanged(); !errors.Is(err, ErrUsed) {
		t.Errorf("while a till has it open: %v", err)
	}
	if _, err := j.Journal.Open(ctx, opened("1", "1")); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(j.Close(), os.Chtimes(path, time.Now(), time.Now().Add(time.Minute))); err != nil {
		t.Fatal(err)
	}
	if err := r.Unchanged(); !errors.Is(err, ErrChanged) {
		t.Errorf("behind its sale: %v", err)
	}
}
