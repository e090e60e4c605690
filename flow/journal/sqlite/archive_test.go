package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/journal"
)

// oldShop is a journal with sales at their end, and the last one under way.
func oldShop(t *testing.T, sales int) (j *Journal, path string, leave []journal.Leaving) {
	t.Helper()
	ctx := t.Context()
	path = filepath.Join(t.TempDir(), "till", "a.db")
	if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	j, err := Open(ctx, path, Options{Create: true, Witness: filepath.Join(t.TempDir(), "witness")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = j.Close() })
	for i := range sales + 1 {
		no := fmt.Sprintf("n%03d", i)
		a, err := j.Open(ctx, flow.OrderOpened{Order: flow.Order{OutTradeNo: flow.OutTradeNo(no), TotalFee: 5, Merchant: flow.Merchant{MchID: "1"}, Sale: flow.SaleKey{MchID: "1", Ref: no}}})
		if err == nil && i < sales {
			_, err = j.Append(ctx, a, flow.SaleCancelled{By: "cashier"})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return j, path, oldIn(t, j)
}

func oldIn(t *testing.T, j *Journal) (leave []journal.Leaving) {
	t.Helper()
	all, err := j.Old(t.Context(), time.Now().AddDate(1, 0, 0), "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range all {
		leave = append(leave, o.Leaving())
	}
	return leave
}

// whole fails unless a journal verifies with so many attempts whose facts have left.
func wholeWith(t *testing.T, j *Journal, archived int) {
	t.Helper()
	if r, err := j.Verify(t.Context()); err != nil || len(r.Problems) > 0 || r.Archived != archived {
		t.Errorf("want %d archived: %+v, %v", archived, r, err)
	}
}

// An archive has every fact, is read as any other file, and sells nothing, whoever adopts
// it; the journal knows its sales for ever, and is no older copy of itself.
func TestArchive(t *testing.T) {
	ctx := t.Context()
	j, path, leave := oldShop(t, 3)
	file := filepath.Join(t.TempDir(), "2025.db")
	changed := append(leave[:2:2], journal.Leaving{OutTradeNo: leave[2].OutTradeNo, Head: "as it was a moment ago"}, leave[3])
	a, err := j.Archive(ctx, file, journal.Archive{Day: "2026-01-01", Who: "Li"}, changed)
	if err != nil || a.Moved != 2 || a.Attempts != 4 || a.Facts != 7 || a.Path != file || a.Bytes == 0 {
		t.Fatalf("%+v, %v", a, err)
	}
	wholeWith(t, j, 2)
	_, err = j.Timeline(ctx, "n000")
	if e, is := errors.AsType[*flow.ArchivedError](err); !is || e.File != file {
		t.Errorf("the journal: %v", err)
	}
	if sale, err := j.Sale(ctx, flow.SaleKey{MchID: "1", Ref: "n000"}); err != nil || len(sale) != 1 || sale[0].State != flow.Cancelled {
		t.Errorf("%+v, %v", sale, err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("%v, %v", info, err)
	}

	r, err := Read(ctx, file, Options{})
	if err != nil {
		t.Fatal(err)
	}
	wholeWith(t, r, 0)
	if events, err := r.Timeline(ctx, "n000"); err != nil || len(events) != 2 {
		t.Errorf("%v, %v", events, err)
	}
	if c, is := errors.AsType[*CopyError](r.Copied()); !is || !strings.Contains(c.Why, "it is an archive of "+path+", made at ") {
		t.Errorf("%v", r.Copied())
	}
	if err := errors.Join(r.Unchanged(), r.Close()); err != nil {
		t.Error(err)
	}

	// What is left leaves later, and the first archive is still known.
	if n := len(oldIn(t, j)); n != 2 {
		t.Errorf("%d are left", n)
	}
	second := filepath.Join(t.TempDir(), "2026.db")
	if a, err := j.Archive(ctx, second, journal.Archive{Day: "2027-01-01"}, oldIn(t, j)); err != nil || a.Moved != 1 {
		t.Errorf("%+v, %v", a, err)
	}
	archives, err := j.Archives(ctx)
	if err != nil || len(archives) != 2 || archives[0].File != second || archives[1].File != file || archives[1].Day != "2026-01-01" || archives[0].ID == archives[1].ID {
		t.Errorf("%+v, %v", archives, err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(ctx, path, Options{Witness: filepath.Dir(j.witness.own(j.ID()))})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if err := again.Copied(); err != nil {
		t.Errorf("opened again: %v", err)
	}
	wholeWith(t, again, 3)

	// In the journal's place it is a copy, and stays one.
	k, err := Open(ctx, file, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer k.Close()
	if done, err := k.Adopt(ctx, "Li", "the disk broke"); done || !errors.Is(err, ErrArchive) {
		t.Errorf("adopted %t, %v", done, err)
	}
	if _, err := k.Open(ctx, flow.OrderOpened{Order: flow.Order{OutTradeNo: "n999", TotalFee: 5, Sale: flow.SaleKey{Ref: "r"}}}); !errors.Is(err, flow.ErrCopy) {
		t.Errorf("sold: %v", err)
	}
	if _, err := k.Archive(ctx, filepath.Join(t.TempDir(), "x.db"), journal.Archive{}, leave); !errors.Is(err, flow.ErrCopy) {
		t.Errorf("archived: %v", err)
	}
	// Nor is a backup of it anything else.
	copied := filepath.Join(t.TempDir(), "b.db")
	if _, err := k.Backup(ctx, copied); err != nil {
		t.Fatal(err)
	}
	b, err := Open(ctx, copied, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if done, err := b.Adopt(ctx, "Li", "the disk broke"); done || !errors.Is(err, ErrArchive) {
		t.Errorf("a backup of it: adopted %t, %v", done, err)
	}
}

// A till beside it goes on: what it opens and ends meanwhile is not touched, and it reads the
// rest as before.
func TestArchiveBesideATill(t *testing.T) {
	ctx := t.Context()
	j, path, leave := oldShop(t, 3*archiveBatch)
	other := at(t, path, filepath.Dir(j.witness.own(j.ID())))
	ended, sold := make(chan error), 0
	go func() {
		_, err := j.Archive(ctx, filepath.Join(t.TempDir(), "2025.db"), journal.Archive{}, leave)
		ended <- err
	}()
	for going := true; going; sold++ {
		select {
		case err := <-ended:
			if going = false; err != nil {
				t.Fatal(err)
			}
		default:
		}
		no := fmt.Sprintf("x%04d", sold)
		a, err := other.Open(ctx, flow.OrderOpened{Order: flow.Order{OutTradeNo: flow.OutTradeNo(no), TotalFee: 5, Merchant: flow.Merchant{MchID: "1"}, Sale: flow.SaleKey{MchID: "1", Ref: no}}})
		if err == nil {
			_, err = other.Append(ctx, a, flow.SaleCancelled{By: "cashier"})
		}
		if _, _, unread := other.Read(ctx, "n000"); err != nil || unread != nil {
			t.Fatal(err, unread)
		}
	}
	wholeWith(t, other, 3*archiveBatch)
	if n := len(oldIn(t, j)); n != sold+1 {
		t.Errorf("%d of %d are left", n, sold+1)
	}
}

// What keeps an archive from being made leaves everything as it was, and no file.
func TestNoArchive(t *testing.T) {
	ctx := t.Context()
	j, _, leave := oldShop(t, 2)
	dir := t.TempDir()
	taken := filepath.Join(dir, "taken.db")
	if err := os.WriteFile(taken, []byte("somebody's"), 0o600); err != nil {
		t.Fatal(err)
	}
	stopped, stop := context.WithCancel(ctx)
	stop()
	for _, c := range []struct {
		what string
		ctx  context.Context
		file string
		err  error
	}{
		{"a file that is there", ctx, taken, ErrThere},
		{"no folder", ctx, filepath.Join(dir, "none", "a.db"), os.ErrNotExist},
		{"stopped", stopped, filepath.Join(dir, "a.db"), context.Canceled},
	} {
		if a, err := j.Archive(c.ctx, c.file, journal.Archive{}, leave); !errors.Is(err, c.err) || a.Moved != 0 {
			t.Errorf("%s: %+v, %v", c.what, a, err)
		}
	}
	// A journal whose facts do not read back is not taken for an archive.
	for _, text := range []string{"DROP TRIGGER event_no_update", "UPDATE event SET at_ms = 1 WHERE out_trade_no = 'n001'"} {
		if err := j.Write(ctx, func(tx *sql.Tx) error {
			_, err := tx.Exec(text)
			if err == nil {
				err = journal.PutMeta(ctx, tx, "sealed", "anew")
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := j.Archive(ctx, filepath.Join(dir, "damaged.db"), journal.Archive{}, leave); !errors.Is(err, journal.ErrDamaged) || !strings.Contains(err.Error(), "attempt n001: a wrong hash at event 1") {
		t.Errorf("a damaged one: %v", err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 || left[0].Name() != "taken.db" {
		t.Errorf("%v, %v", left, err)
	}
	if n := len(oldIn(t, j)); n != 3 {
		t.Errorf("%d are left", n)
	}
}

// Ended behind the file, or between two transactions, there are facts in both places, and
// none in neither.
func TestArchiveThatEndsHalfWay(t *testing.T) {
	ctx := t.Context()
	for _, commits := range []int{0, 1} {
		j, _, leave := oldShop(t, archiveBatch+5)
		done := 0
		j.commit = func(tx *sql.Tx) error {
			if done++; done > commits {
				return errors.Join(errors.New("the disk went away"), tx.Rollback())
			}
			return tx.Commit()
		}
		file := filepath.Join(t.TempDir(), "2025.db")
		a, err := j.Archive(ctx, file, journal.Archive{}, leave)
		e, is := errors.AsType[*LeftError](err)
		if !is || a.Moved != commits*archiveBatch || e.Moved != a.Moved || !strings.Contains(err.Error(), file+" is whole") {
			t.Errorf("%d commits: %+v, %v", commits, a, err)
		}
		wholeWith(t, j, commits*archiveBatch)
		r, err := Read(ctx, file, Options{})
		if err != nil {
			t.Fatal(err)
		}
		wholeWith(t, r, 0)
		if same, err := r.Heads(ctx, leave); err != nil || len(same) != len(leave) {
			t.Errorf("%d of %d, %v", len(same), len(leave), err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		// The rest leaves for the next one.
		j.commit = (*sql.Tx).Commit
		if a, err := j.Archive(ctx, file+".2", journal.Archive{}, oldIn(t, j)); err != nil || a.Moved != archiveBatch+5-commits*archiveBatch {
			t.Errorf("%+v, %v", a, err)
		}
		wholeWith(t, j, archiveBatch+5)
	}
}
