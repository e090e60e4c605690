package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"facetill/flow"
	"facetill/flow/journal"
	"facetill/flow/ledger"
)

// at opens a journal with a witness in a folder of its own.
func at(t *testing.T, path, witness string) *Journal {
	t.Helper()
	j, err := Open(context.Background(), path, Options{Create: true, Witness: witness})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = j.Close() })
	return j
}

// isCopy: nothing that moves money is taken, and all that asks is.
func isCopy(t *testing.T, j *Journal, why string) {
	t.Helper()
	ctx := context.Background()
	if err := j.Copied(); !errors.Is(err, flow.ErrCopy) || !strings.Contains(err.Error(), why) || !strings.Contains(err.Error(), j.Path()) {
		t.Fatalf("a copy is said to be %v, want %q", err, why)
	}
	a, _, err := j.Read(ctx, "1")
	if err != nil {
		t.Fatal(err)
	}
	_, opening := j.Open(ctx, opened("copy", "copy"))
	_, claiming := j.Claim(ctx, "1")
	_, appending := j.Append(ctx, a, flow.SaleCancelled{By: "cashier"})
	_, closing := j.MakeClose(ctx, j.now(), func(ledger.Standing) (ledger.Draft, error) { return ledger.Draft{}, nil })
	for what, err := range map[string]error{"close": closing, "open": opening, "claim": claiming, "append": appending,
		"suspend": j.SuspendSales(ctx, flow.SuspendedByKey, "x"), "beat": j.Beat(ctx, j.now())} {
		if !errors.Is(err, flow.ErrCopy) {
			t.Errorf("%s on a copy: %v", what, err)
		}
	}
	if _, err := j.Pending(ctx); err != nil {
		t.Error(err)
	}
	if r, err := j.Verify(ctx); err != nil || len(r.Problems) > 0 {
		t.Errorf("verify on a copy: %+v, %v", r, err)
	}
}

// bytesAt reads a journal that nobody uses.
func bytesAt(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// A copy, a moved file and an older state in the same file are seen; adopted, they
// are the shop's. Links, a second opening and facts of other processes are not.
func TestCopiesAreSeen(t *testing.T) {
	ctx := context.Background()
	for what, test := range map[string]struct {
		do  func(t *testing.T, path string, older []byte) (now string)
		why string
	}{
		"copied": {func(t *testing.T, path string, _ []byte) string {
			now := filepath.Join(t.TempDir(), "b.db")
			if err := os.WriteFile(now, bytesAt(t, path), 0o600); err != nil {
				t.Fatal(err)
			}
			return now
		}, "copied or moved"},
		"its folder renamed": {func(t *testing.T, path string, _ []byte) string {
			dir := filepath.Dir(path) + ".away"
			if err := os.Rename(filepath.Dir(path), dir); err != nil {
				t.Fatal(err)
			}
			return filepath.Join(dir, filepath.Base(path))
		}, "copied or moved"},
		"restored beside and renamed": {func(t *testing.T, path string, _ []byte) string {
			err := errors.Join(os.WriteFile(path+".new", bytesAt(t, path), 0o600), os.Rename(path+".new", path))
			if err != nil {
				t.Fatal(err)
			}
			return path
		}, "copied or restored"},
		"an older state in the same file": {func(t *testing.T, path string, older []byte) string {
			if err := os.WriteFile(path, older, 0o600); err != nil {
				t.Fatal(err)
			}
			return path
		}, "an older copy was put in its place"},
	} {
		t.Run(what, func(t *testing.T) {
			path, witness := filepath.Join(t.TempDir(), "shop", "a.db"), t.TempDir()
			j := at(t, path, witness)
			if _, err := j.Open(ctx, opened("1", "r")); err != nil {
				t.Fatal(err)
			}
			_ = j.Close()
			older := bytesAt(t, path)
			j = at(t, path, witness)
			if j.Copied() != nil {
				t.Fatalf("opened again: %v", j.Copied())
			}
			if _, err := j.Open(ctx, opened("2", "s")); err != nil {
				t.Fatal(err)
			}
			_ = j.Close()
			now, err := Place(test.do(t, path, older))
			if err != nil {
				t.Fatal(err)
			}
			j = at(t, now, witness)
			isCopy(t, j, test.why)
			if _, err := j.Adopt(ctx, "", ""); err == nil {
				t.Error("nobody adopted it")
			}
			if adopted, err := j.Adopt(ctx, "Li", "the disk broke"); !adopted || err != nil {
				t.Fatalf("adopted: %t, %v", adopted, err)
			}
			if _, err := j.Claim(ctx, "1"); err != nil {
				t.Errorf("after it: %v", err)
			}
			if again, err := j.Adopt(ctx, "Li", "again"); again || err != nil {
				t.Errorf("adopted twice: %t, %v", again, err)
			}
			_ = j.Close()
			if j = at(t, now, witness); j.Copied() != nil {
				t.Errorf("opened after it: %v", j.Copied())
			}
			word, is, err := journal.Meta(ctx, j.db, metaWord+"1")
			if err != nil || !is || !strings.Contains(word, "the disk broke") || !strings.Contains(word, `"by":"Li"`) {
				t.Errorf("the word is %q, %v", word, err)
			}
		})
	}
}

// An older state that was adopted elsewhere since is a copy again.
func TestAdoptedElsewhere(t *testing.T) {
	ctx := context.Background()
	path, witness := filepath.Join(t.TempDir(), "a.db"), t.TempDir()
	j := at(t, path, witness)
	if _, err := j.Open(ctx, opened("1", "r")); err != nil {
		t.Fatal(err)
	}
	_ = j.Close()
	other := filepath.Join(t.TempDir(), "b.db")
	if err := os.WriteFile(other, bytesAt(t, path), 0o600); err != nil {
		t.Fatal(err)
	}
	if adopted, err := at(t, other, witness).Adopt(ctx, "Li", "a new machine"); !adopted || err != nil {
		t.Fatal(adopted, err)
	}
	isCopy(t, at(t, path, witness), "it was adopted at "+other)
}

// A process that has a copy open goes on as soon as another one has adopted it.
func TestAdoptedByAnotherProcess(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "a.db")
	j := at(t, path, "")
	if _, err := j.Open(ctx, opened("1", "r")); err != nil {
		t.Fatal(err)
	}
	_ = j.Close()
	other := filepath.Join(t.TempDir(), "b.db")
	if err := os.WriteFile(other, bytesAt(t, path), 0o600); err != nil {
		t.Fatal(err)
	}
	till, command := at(t, other, ""), at(t, other, "")
	if till.Copied() == nil {
		t.Fatal("no copy")
	}
	if adopted, err := command.Adopt(ctx, "Li", "a new machine"); !adopted || err != nil {
		t.Fatal(adopted, err)
	}
	if _, err := till.Open(ctx, opened("2", "s")); err != nil || till.Copied() != nil {
		t.Errorf("the till goes on: %v, %v", err, till.Copied())
	}
}

// A journal of a version without places is at home where it lies, and one whose
// witness cannot be written is, too.
func TestNoPlaceIsNoStop(t *testing.T) {
	ctx := context.Background()
	path, witness := filepath.Join(t.TempDir(), "a.db"), t.TempDir()
	_ = at(t, path, witness).Close()
	var warned []error
	j, err := Open(ctx, path, Options{Witness: filepath.Join(path, "no-folder"), Warn: func(err error) { warned = append(warned, err) }})
	if err != nil || j.Copied() != nil || j.WitnessError() == nil || len(warned) != 1 {
		t.Fatalf("a witness that cannot be written: %v, %v, warned %v", err, j.WitnessError(), warned)
	}
	if _, err := j.db.Exec("DELETE FROM meta WHERE key IN ('place', 'witnesses')"); err != nil {
		t.Fatal(err)
	}
	if err := j.Write(ctx, func(tx *sql.Tx) error { return journal.PutMeta(ctx, tx, "journal_id", j.ID()) }); err != nil {
		t.Fatal(err)
	}
	_ = j.Close()
	j = at(t, path, witness)
	if h, is, err := readHome(ctx, j.db); err != nil || !is || h.Path != path || j.Copied() != nil {
		t.Errorf("without a place: %+v, %t, %v", h, is, err)
	}
}

// A backup is whole, private, never over something, and at home nowhere: not even
// in the file of its journal.
func TestBackup(t *testing.T) {
	ctx := context.Background()
	path, dir := filepath.Join(t.TempDir(), "a.db"), t.TempDir()
	j := at(t, path, "")
	if _, err := j.Open(ctx, opened("1", "r")); err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(dir, "copy.db")
	b, err := j.Backup(ctx, to)
	if err != nil || b.Attempts != 1 || b.Facts != 1 || b.Bytes == 0 || b.Path != to {
		t.Fatalf("%+v, %v", b, err)
	}
	if info, err := os.Stat(to); err != nil || info.Mode().Perm()&0o077 != 0 && filepath.Separator == '/' {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if _, err := j.Backup(ctx, to); !errors.Is(err, ErrThere) {
		t.Errorf("over a file: %v", err)
	}
	if _, err := j.Backup(ctx, filepath.Join(dir, "none", "copy.db")); err == nil {
		t.Error("a folder that is not there")
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("there lie %v", left)
	}
	text := bytesAt(t, to)
	_ = j.Close()
	isCopy(t, at(t, to, ""), "it is a backup of "+path)
	if err := os.WriteFile(path, text, 0o600); err != nil { // the same path, the same file, no witness
		t.Fatal(err)
	}
	j = at(t, path, "")
	isCopy(t, j, "it is a backup of "+path)
	if adopted, err := j.Adopt(ctx, "Li", "the disk broke"); !adopted || err != nil {
		t.Error(adopted, err)
	}
}

// Simulated and real sales never share a journal, also where nothing is open.
func TestWorldsDoNotShare(t *testing.T) {
	ctx := context.Background()
	m := flow.Merchant{MchID: "1"}
	for _, simulated := range []bool{false, true} {
		path := filepath.Join(t.TempDir(), "a.db")
		j, err := Open(ctx, path, Options{Create: true, Merchant: m, Simulated: simulated})
		if err != nil {
			t.Fatal(err)
		}
		a, err := j.Open(ctx, flow.OrderOpened{Order: flow.Order{OutTradeNo: "1", TotalFee: 1, Merchant: m, Simulated: simulated, Sale: flow.SaleKey{MchID: "1", Ref: "r"}}})
		if err == nil {
			_, err = j.Append(ctx, a, flow.SaleCancelled{By: "cashier"})
		}
		if err != nil {
			t.Fatal(err)
		}
		refused := func(what string) {
			t.Helper()
			if other, err := Open(ctx, path, Options{Merchant: m, Simulated: !simulated}); !errors.Is(err, journal.ErrWorld) || !strings.Contains(err.Error(), path) {
				t.Errorf("%s: %v, %v", what, other, err)
			}
			if same, err := Open(ctx, path, Options{Merchant: m, Simulated: simulated}); err != nil {
				t.Errorf("%s, its own: %v", what, err)
			} else {
				_ = same.Close()
			}
		}
		refused("written down")
		if _, err := j.db.Exec("DELETE FROM meta WHERE key IN ('world', 'place')"); err != nil {
			t.Fatal(err)
		}
		if err := j.Write(ctx, func(tx *sql.Tx) error { return journal.PutMeta(ctx, tx, "journal_id", j.ID()) }); err != nil {
			t.Fatal(err)
		}
		_ = j.Close()
		refused("by its sales")
	}
}
