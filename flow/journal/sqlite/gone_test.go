package sqlite

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/journal/sqlite/wal"
)

// A journal whose name leads elsewhere while it is open begins nothing and tells
// nothing; what is under way is written to its own file.
func TestGoneWhileOpen(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // nobody takes an open file away there
	}
	ctx := context.Background()
	now := time.Date(2026, 11, 28, 4, 0, 0, 0, time.UTC)
	for what, spoil := range map[string]func(path string) error{
		"removed": os.Remove,
		"renamed": func(path string) error { return os.Rename(path, path+".away") },
		"replaced": func(path string) error {
			return errors.Join(os.WriteFile(path+".b", nil, 0o600), os.Rename(path+".b", path))
		},
		"replaced by a whole one": func(path string) error {
			whole, err := os.ReadFile(path)
			return errors.Join(err, os.WriteFile(path+".b", whole, 0o600), os.Rename(path+".b", path))
		},
		"emptied":     func(path string) error { return os.Truncate(path, 0) },
		"WAL removed": func(path string) error { return os.Remove(path + wal.Suffix) },
		"WAL cut":     func(path string) error { return os.Truncate(path+wal.Suffix, 32) },
		"WAL replaced": func(path string) error {
			return errors.Join(os.WriteFile(path+".b", nil, 0o600), os.Rename(path+".b", path+wal.Suffix))
		},
	} {
		path := filepath.Join(t.TempDir(), "a.db")
		j := at(t, path, "")
		_ = j.Close()
		j = at(t, path, "")
		a, err := j.Open(ctx, opened("1", "r"))
		a.Live.HasCode = true // else nothing could be submitted
		intent := []flow.Fact{flow.PayerIdentified{}, flow.IntentWritten{At: now, SendBy: now.Add(8e9), TimeExpire: now.Add(time.Minute),
			ConfirmBy: now.Add(45e9), FenceAt: now.Add(time.Hour)}}
		for _, facts := range [][]flow.Fact{intent, {flow.RequestBegun{}}} {
			if err == nil {
				a, err = j.Append(ctx, a, facts...)
			}
		}
		other, err2 := j.Open(ctx, opened("2", "s"))
		other.Live.HasCode = true
		if err := errors.Join(err, err2, spoil(path)); err != nil {
			t.Fatal(err)
		}
		_, begun := j.Open(ctx, opened("3", "x"))
		_, intended := j.Append(ctx, other, intent...)
		paid, err := j.Append(ctx, a, flow.ChargeProven{TransactionID: "42", TimeEnd: now, Source: "answer"})
		if what != "emptied" && what != "WAL cut" { // those are damaged, not gone
			if err != nil {
				t.Errorf("%s: the sale does not go on in its own file: %v", what, err)
				continue
			}
		} else if err != nil {
			paid = a
		}
		var told error
		if paid.State == flow.Paid {
			_, told = j.Append(ctx, paid, flow.Shown{})
		} else {
			told = flow.ErrGone
		}
		for name, err := range map[string]error{"a sale": begun, "an intent": intended, "told": told} {
			if !errors.Is(err, flow.ErrGone) {
				t.Errorf("%s, %s: %v", what, name, err)
			}
		}
	}
}

// paidAttempt sells one up to PAID, which is not told yet.
func paidAttempt(t *testing.T, j *Journal, no string) flow.Attempt {
	t.Helper()
	now := time.Date(2026, 11, 28, 4, 0, 0, 0, time.UTC)
	a, err := j.Open(context.Background(), opened(no, "r"+no))
	a.Live.HasCode = true // else nothing could be submitted
	for _, facts := range [][]flow.Fact{{flow.PayerIdentified{}, flow.IntentWritten{At: now, SendBy: now.Add(8e9), TimeExpire: now.Add(time.Minute),
		ConfirmBy: now.Add(45e9), FenceAt: now.Add(time.Hour)}}, {flow.RequestBegun{}}, {flow.ChargeProven{TransactionID: "42" + no, TimeEnd: now, Source: "answer"}}} {
		if err == nil {
			a, err = j.Append(context.Background(), a, facts...)
		}
	}
	if err != nil || a.State != flow.Paid {
		t.Fatal(a.State, err)
	}
	return a
}
