package sqlite

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/flowtest"
	"facetill/flow/journal"
)

// disk is a journal's file and the processes that have it open. They share this
// process, but the locks are between open files, so each has its own.
type disk struct {
	t    *testing.T
	path string
	open map[string]*Journal
}

func newDisk(t *testing.T) *disk {
	d := &disk{t: t, path: filepath.Join(t.TempDir(), "till 收银.db"), open: map[string]*Journal{}}
	t.Cleanup(func() {
		for name := range d.open {
			d.Kill(name)
		}
	})
	return d
}

func (d *disk) Process(name string) flow.Journal {
	if j := d.open[name]; j != nil {
		return j
	}
	j, err := Open(context.Background(), d.path, Options{Create: true})
	if err != nil {
		d.t.Fatal(err)
	}
	d.open[name] = j
	return j
}

// Kill lets go of the lock as the kernel does, and leaves the owner's file.
func (d *disk) Kill(name string) {
	if j := d.open[name]; j != nil {
		_ = j.owner.file.Close()
		_ = j.db.Close()
		delete(d.open, name)
	}
}

// Adopt copies the file to another place, where a person adopts it.
func (d *disk) Adopt() {
	d.t.Helper()
	next := filepath.Join(d.t.TempDir(), filepath.Base(d.path))
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if b, err := os.ReadFile(d.path + suffix); err == nil {
			write(d.t, next+suffix, map[string][]byte{"": b})
		}
	}
	d.path = next
	j := d.Process("who adopts").(*Journal)
	if adopted, err := j.Adopt(d.t.Context(), "Wang", "the disk was copied"); err != nil || !adopted {
		d.t.Fatal(adopted, err)
	}
	d.Kill("who adopts")
}

func TestSuite(t *testing.T) {
	flowtest.JournalSuite(t, func(t *testing.T) flowtest.Disk { return newDisk(t) })
}

func opened(no, ref string) flow.OrderOpened {
	return flow.OrderOpened{Order: flow.Order{OutTradeNo: flow.OutTradeNo(no), TotalFee: 1, Merchant: flow.Merchant{MchID: "1"},
		Sale: flow.SaleKey{MchID: "1", Ref: ref}}}
}

func TestOpenRefuses(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	path := filepath.Join(dir, "a.db")
	if _, err := Open(ctx, path, Options{}); !errors.Is(err, ErrMissing) || !strings.Contains(err.Error(), path) {
		t.Errorf("no journal: %v", err)
	}
	j, err := Open(ctx, path, Options{Create: true, Merchant: flow.Merchant{MchID: "1"}})
	if err != nil {
		t.Fatal(err)
	}
	if !j.Created() || j.ID() == "" {
		t.Error("a new journal does not say so")
	}
	if _, err := j.Open(ctx, opened("1", "r")); err != nil {
		t.Fatal(err)
	}
	for what, o := range map[string]Options{"another merchant": {Merchant: flow.Merchant{MchID: "2"}},
		"the other world": {Merchant: flow.Merchant{MchID: "1"}, Simulated: true}} {
		if _, err := Open(ctx, path, o); !errors.Is(err, journal.ErrForeign) || !strings.Contains(err.Error(), "attempt 1") {
			t.Errorf("%s: %v", what, err)
		}
	}
	if again, err := Open(ctx, path, Options{Merchant: flow.Merchant{MchID: "1"}}); err != nil || again.Created() || again.ID() != j.ID() {
		t.Errorf("opened again: %v", err)
	} else if err := again.Close(); err != nil {
		t.Error(err)
	}
	if _, err := j.db.Exec("UPDATE meta SET value = '99' WHERE key = 'schema'"); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ctx, path, Options{}); !errors.Is(err, journal.ErrNewer) {
		t.Errorf("a newer schema: %v", err)
	}
	if err := j.Close(); err != nil {
		t.Error(err)
	}
	for name, content := range map[string]string{"text": strings.Repeat("not a database. ", 300), "empty": "", "folder": "-"} {
		bad := filepath.Join(dir, name)
		if content == "-" {
			_ = os.Mkdir(bad, 0o700)
		} else if err := os.WriteFile(bad, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(bad, time.Unix(1, 0), time.Unix(1, 0)); err != nil { // nobody is just making it
			t.Fatal(err)
		}
		if _, err := Open(ctx, bad, Options{}); err == nil || !strings.Contains(err.Error(), bad) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFilesAreThePersonsOwn(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // modes are not what protects a file there
	}
	d := newDisk(t)
	if _, err := d.Process("one").Open(context.Background(), opened("1", "r")); err != nil {
		t.Fatal(err)
	}
	err := filepath.Walk(filepath.Dir(d.path), func(p string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s is %v", p, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// The database itself refuses what no code of ours should try.
func TestTheDatabaseRefuses(t *testing.T) {
	d := newDisk(t)
	j := d.Process("one").(*Journal)
	if _, err := j.Open(context.Background(), opened("1", "r")); err != nil {
		t.Fatal(err)
	}
	// Another number and the next place in the order: nothing but the sale is the
	// same, so that nothing but the index of blocking attempts stands against it.
	var all string
	if err := j.db.QueryRow("SELECT group_concat(name, ', ') FROM pragma_table_info('attempt')").Scan(&all); err != nil {
		t.Fatal(err)
	}
	others := strings.NewReplacer("out_trade_no,", "'2',", " seq,", " seq + 1,").Replace(all + ",")
	beside := "INSERT INTO attempt (" + all + ") SELECT " + strings.TrimSuffix(others, ",") + " FROM attempt"
	for what, text := range map[string]string{
		"changing a fact":         "UPDATE event SET body = '{}'",
		"taking a fact back":      "DELETE FROM event",
		"lying about blocking":    "UPDATE attempt SET blocking = 0",
		"lying about pending":     "UPDATE attempt SET pending = 0",
		"a free sale":             "UPDATE attempt SET total_fee = 0",
		"a second blocking one":   beside,
		"an event of no attempt":  "INSERT INTO event VALUES ('9', 1, 'told', 0, 1, '{}', '')",
		"an event number doubled": "INSERT INTO event SELECT * FROM event",
	} {
		if _, err := j.db.Exec(text); err == nil {
			t.Errorf("%s was allowed", what)
		} else if text == beside && !strings.Contains(err.Error(), "attempt.ref") {
			t.Errorf("%s is refused for another reason: %v", what, err)
		}
	}
}

func TestVerify(t *testing.T) {
	ctx := context.Background()
	d := newDisk(t)
	j := d.Process("one").(*Journal)
	a, err := j.Open(ctx, opened("1", "r"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err = j.Append(ctx, a, flow.SaleCancelled{By: "cashier"}); err != nil {
		t.Fatal(err)
	}
	if r, err := j.Verify(ctx); err != nil || len(r.Problems) != 0 || r.Attempts != 1 || r.Events != 2 {
		t.Fatalf("%+v, %v", r, err)
	}
	for what, text := range map[string]string{
		"another amount":    "UPDATE attempt SET total_fee = 2",
		"a changed fact":    "UPDATE event SET body = '{\"By\":\"nobody\"}' WHERE n = 2",
		"a missing last":    "DELETE FROM event WHERE n = 2",
		"an unknown kind":   "UPDATE event SET kind = 'x' WHERE n = 2",
		"a moved moment":    "UPDATE event SET at_ms = at_ms + 1 WHERE n = 1",
		"a forgotten state": "UPDATE attempt SET state = 'refused'",
	} {
		tx, err := j.db.Begin()
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range []string{"DROP TRIGGER event_no_update", "DROP TRIGGER event_no_delete", text} {
			if _, err := tx.Exec(q); err != nil {
				t.Fatal(what, err)
			}
		}
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
		r, err := j.Verify(ctx)
		if what == "a missing last" && len(r.Problems) == 2 && strings.Contains(r.Problems[1], `"fact"`) {
			r.Problems = r.Problems[:1] // the count of facts sees it, too
		}
		if err != nil || len(r.Problems) != 1 || !strings.HasPrefix(r.Problems[0], "attempt 1: ") {
			t.Errorf("%s: %+v, %v", what, r, err)
		}
		d.Kill("one")
		_ = os.RemoveAll(filepath.Dir(d.path))
		_ = os.MkdirAll(filepath.Dir(d.path), 0o700)
		j = d.Process("one").(*Journal)
		if a, err = j.Open(ctx, opened("1", "r")); err == nil {
			_, err = j.Append(ctx, a, flow.SaleCancelled{By: "cashier"})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}
