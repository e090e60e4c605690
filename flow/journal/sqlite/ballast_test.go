package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/journal"
)

// fullDisk opens a journal on a disk that is full while its ballast lies there.
func fullDisk(t *testing.T, o Options) (j *Journal, room *uint64, heard *[]error) {
	t.Helper()
	room, heard = new(uint64), new([]error)
	*room = 1 << 40
	o.Create, o.Warn = true, func(err error) { *heard = append(*heard, err) }
	j, err := Open(context.Background(), filepath.Join(t.TempDir(), "a.db"), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = j.Close() })
	j.ballast.room = func(string) (uint64, error) { return *room, nil }
	j.commit = func(tx *sql.Tx) error {
		if _, err := os.Stat(j.path + ballastSuffix); err == nil || !o.Ballast {
			return errors.Join(tx.Rollback(), errors.New("database or disk is full (13)"))
		}
		return tx.Commit()
	}
	return j, room, heard
}

// On a full disk the end of a sale under way is written all the same, and no
// sale begins until there is room again.
func TestBallast(t *testing.T) {
	ctx := context.Background()
	j, room, heard := fullDisk(t, Options{Ballast: true})
	commit := j.commit
	j.commit = (*sql.Tx).Commit
	a, err := j.Open(ctx, opened("1", "r"))
	if err != nil {
		t.Fatal(err)
	}
	other, err := j.Open(ctx, opened("2", "s"))
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(j.path + ballastSuffix); err != nil || info.Size() != ballastSize || j.LowSpace() {
		t.Fatalf("no ballast: %v", err)
	}
	*room, j.commit = 0, commit
	if _, err := j.Append(ctx, other, story(0, time.Now())[:2]...); err == nil || !strings.Contains(err.Error(), "free some space") || j.LowSpace() {
		t.Errorf("an intent took the ballast: %v", err)
	}
	if a, err = j.Append(ctx, a, flow.SaleCancelled{By: "cashier"}); err != nil || a.State != flow.Cancelled {
		t.Fatalf("the end of a sale on a full disk: %v", err)
	}
	if len(*heard) != 1 || !strings.Contains((*heard)[0].Error(), "disk is full") || !j.LowSpace() {
		t.Errorf("the ballast went in silence: %v, low %t", *heard, j.LowSpace())
	}
	for what, begin := range map[string]func() error{
		"a sale":    func() error { _, err := j.Open(ctx, opened("3", "t")); return err },
		"an intent": func() error { _, err := j.Append(ctx, other, story(0, time.Now())[:2]...); return err },
	} {
		if err := begin(); err == nil || !strings.Contains(err.Error(), "free some space") || !strings.Contains(err.Error(), j.path) {
			t.Errorf("%s without ballast: %v", what, err)
		}
	}
	*room, j.commit = 1<<40, (*sql.Tx).Commit
	if _, err := j.Open(ctx, opened("3", "t")); err != nil || j.LowSpace() {
		t.Errorf("with room again: %v, low %t", err, j.LowSpace())
	}
	if r, err := j.Verify(ctx); err != nil || len(r.Problems) > 0 || r.Attempts != 3 {
		t.Errorf("%+v, %v", r, err)
	}
}

// The control: without ballast the end of a sale is not written.
func TestBallastControl(t *testing.T) {
	ctx := context.Background()
	j, _, _ := fullDisk(t, Options{})
	commit := j.commit
	j.commit = (*sql.Tx).Commit
	a, err := j.Open(ctx, opened("1", "r"))
	if err != nil {
		t.Fatal(err)
	}
	j.commit = commit
	if _, err := j.Append(ctx, a, flow.SaleCancelled{By: "cashier"}); err == nil || !strings.Contains(err.Error(), "free some space") {
		t.Errorf("a full disk: %v", err)
	}
}

// A sale whose driver died is taken over on a full disk, too: its customer waits for the
// money.
func TestBallastForAClaim(t *testing.T) {
	ctx := context.Background()
	j, room, heard := fullDisk(t, Options{Ballast: true})
	dead := at(t, j.path, "")
	if _, err := dead.Open(ctx, opened("1", "r")); err != nil {
		t.Fatal(err)
	}
	if err := dead.Close(); err != nil {
		t.Fatal(err)
	}
	*room = 0
	a, err := j.Claim(ctx, "1")
	if err != nil || a.Epoch != 2 || len(*heard) != 1 || !j.LowSpace() {
		t.Fatalf("claimed in epoch %d, %v; heard %v, low %t", a.Epoch, err, *heard, j.LowSpace())
	}
	if a, err = j.Append(ctx, a, flow.SaleCancelled{By: "restart"}); err != nil || a.State != flow.Cancelled {
		t.Errorf("%s, %v", a.State, err)
	}
}

// A commit in doubt is not done twice, whatever the disk has room for.
func TestBallastInDoubt(t *testing.T) {
	doubt := &journal.CommitError{Err: errors.New("database or disk is full (13)"), Again: errors.New("disk I/O error")}
	j, _, heard := fullDisk(t, Options{Ballast: true})
	n := 0
	if err := j.MustWrite(func() error { n++; return doubt }); !errors.Is(err, doubt) || n != 1 || j.LowSpace() || len(*heard) > 0 {
		t.Errorf("written %d times, %v", n, err)
	}
}
