package journal_test

import (
	"database/sql"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/journal"
	"facetill/flow/ledger"
)

// nightly makes the record of what lies before to, and passes over what is pending.
func nightly(t *testing.T, j *journal.Journal, to time.Time) (ledger.Close, error) {
	t.Helper()
	return j.MakeClose(t.Context(), to, func(s ledger.Standing) (d ledger.Draft, err error) {
		d.Day, d.Body = fmt.Sprint("day ", s.Last.N+1), `{"x":1}`
		for _, a := range s.Pending {
			d.Open = append(d.Open, ledger.Passed{OutTradeNo: a.OutTradeNo})
		}
		if len(s.Passed) > 0 {
			d.Open, d.Ended = nil, s.Passed[:1]
		}
		return d, nil
	})
}

// closedTwice is a journal with two records; the first one passed over two attempts, the
// second one reported the end of one.
func closedTwice(t *testing.T) (*journal.Journal, *medium) {
	t.Helper()
	j, m := onMedium(t)
	twoDays(t, j)
	for _, no := range []string{"3", "4"} {
		if _, err := j.Open(t.Context(), opened(no, "r"+no)); err != nil {
			t.Fatal(err)
		}
	}
	for n := range 2 {
		if c, err := nightly(t, j, noon.AddDate(0, 0, n).Add(time.Hour)); err != nil || c.N != n+1 || c.Lines != 2 {
			t.Fatalf("%+v, %v", c, err)
		}
	}
	if err := verified(t.Context(), j); err != nil {
		t.Fatal(err)
	}
	return j, m
}

var closeTriggers = []string{"DROP TRIGGER close_no_update", "DROP TRIGGER close_no_delete", "DROP TRIGGER line_no_update", "DROP TRIGGER line_no_delete",
	"DROP TRIGGER close_open_no_update", "DROP TRIGGER close_open_no_delete"}

// A record that is lost or changed is missed by who reads it and who would make the next
// one behind it, and by verify; and so is what one passed over.
func TestACloseThatIsNotWhole(t *testing.T) {
	ctx := t.Context()
	for damage, refuse := range map[string]string{
		"DELETE FROM close WHERE n = 2": "closes make", "DELETE FROM close WHERE n = 1": "closes make", "DELETE FROM close": "closes make",
		"UPDATE close SET body = '{}' WHERE n = 2": "closes make", "UPDATE close SET body = '{}' WHERE n = 1": "closes",
		"UPDATE close SET day = 'x' WHERE n = 2": "closes make", "UPDATE close SET lines = 1 WHERE n = 2": "closes make",
		"UPDATE close SET digest = 'x' WHERE n = 2": "closes make", "UPDATE close SET hash = 'x' WHERE n = 1": "closes make", "UPDATE close SET n = 3 WHERE n = 2": "closes make",
		"INSERT INTO close (n, day, body, lines, digest, hash) VALUES (3, '', '', 0, '', '')": "closes make",
		"DELETE FROM tally WHERE what = 'close'":                                              "closes make", "UPDATE tally SET n = 1 WHERE what = 'close'": "closes make", "UPDATE tally SET mix = mix + 1 WHERE what = 'close'": "",
		"DELETE FROM close_open WHERE out_trade_no = '3'": "passed make", "DELETE FROM close_open": "passed make", "UPDATE close_open SET ended_n = 2": "passed make", "UPDATE close_open SET ended_n = 0": "passed make",
		"UPDATE close_open SET close_n = 2": "passed make", "UPDATE close_open SET out_trade_no = '1' WHERE ended_n = 0": "passed make", "UPDATE close_open SET out_refund_no = 'x'": "passed make",
		"DELETE FROM tally WHERE what = 'passed'": "passed make", "DELETE FROM tally WHERE what = 'passed, and end'": "passed make",
		"UPDATE line SET close_n = 1, sum = sum - 1 WHERE close_n = 2": "lines", "UPDATE line SET close_n = 0, sum = sum - 2 WHERE close_n = 2": "lines make",
		"DELETE FROM line WHERE close_n = 2": "lines", "DELETE FROM tally WHERE what = 'line of close'": "lines",
	} {
		j, m := closedTwice(t)
		for _, text := range append(closeTriggers, damage) {
			if _, err := m.db.Exec(text); err != nil {
				t.Fatalf("%s: %v", text, err)
			}
		}
		before := dump(t, m)
		for what, do := range map[string]func() error{
			"closes": func() error { return errOf(j.Closes(ctx, 0)) },
			"passed": func() error { return errOf(j.Passed(ctx)) },
			"lines":  func() error { return errOf(j.LinesOf(ctx, 2)) },
			"make":   func() error { return errOf(nightly(t, j, noon.AddDate(0, 0, 9))) },
		} {
			if err := do(); strings.Contains(" "+refuse+" ", " "+what+" ") && (!errors.Is(err, journal.ErrDamaged) || what == "make" && dump(t, m) != before) {
				t.Errorf("%s: %s says %v", damage, what, err)
			}
		}
		if what := "make"; strings.Contains(refuse, what) {
			if err := verified(ctx, j); err == nil {
				t.Errorf("%s: verify sees nothing", damage)
			}
		}
	}
}

// The database itself refuses to change a record, to take one back, or to count a line twice.
func TestACloseIsMadeOnce(t *testing.T) {
	_, m := closedTwice(t)
	before := dump(t, m)
	for _, text := range []string{"DELETE FROM close", "UPDATE close SET body = 'x'", "UPDATE close SET n = n + 5", "UPDATE line SET close_n = 5", "UPDATE line SET close_n = 0",
		"DELETE FROM close_open", "UPDATE close_open SET ended_n = 0", "UPDATE close_open SET out_trade_no = 'x'"} {
		if _, err := m.db.Exec(text); err == nil || !strings.Contains(err.Error(), "never") && !strings.Contains(err.Error(), "stays so") {
			t.Errorf("%s: %v", text, err)
		}
	}
	if dump(t, m) != before {
		t.Error("something was changed")
	}
}

// Whatever call of the disk fails, a close is there whole, or nothing of it is.
func TestACloseThatFails(t *testing.T) {
	ctx := t.Context()
	for what := range map[string]bool{"may go on, careful": true, "room": true} {
		j, m := onMedium(t)
		twoDays(t, j)
		m.refuse = map[string]error{what: flow.ErrCopy}
		before := dump(t, m)
		if _, err := nightly(t, j, noon.Add(time.Hour)); !errors.Is(err, flow.ErrCopy) || dump(t, m) != before {
			t.Errorf("%s: %v", what, err)
		}
	}
	failed := 0
	for n := int64(1); ; n++ {
		j, m := onMedium(t)
		twoDays(t, j)
		m.left.Store(n)
		c, err := nightly(t, j, noon.Add(time.Hour))
		m.left.Store(0)
		all, reading := j.Closes(ctx, 0)
		if want := map[bool]int{true: 1}[err == nil]; reading != nil || len(all) != want || err != nil && c != (ledger.Close{}) {
			t.Fatalf("call %d: %v; then %+v, %v", n, err, all, reading)
		}
		if err := verified(ctx, j); err != nil {
			t.Errorf("call %d: %v", n, err)
		}
		if err == nil {
			break
		}
		failed++
	}
	if failed < 20 {
		t.Errorf("it failed at %d calls alone", failed)
	}
}

// A commit that fails is in doubt: it is read again, on a connection of its own, before
// anybody believes either way.
func TestACloseInDoubt(t *testing.T) {
	for name, c := range map[string]struct {
		commit func(*sql.Tx) error
		made   bool
	}{
		"it was stored": {func(tx *sql.Tx) error { return errors.Join(tx.Commit(), errDisk) }, true},
		"it was not":    {func(tx *sql.Tx) error { return errors.Join(tx.Rollback(), errDisk) }, false},
	} {
		j, m := onMedium(t)
		twoDays(t, j)
		m.commit = c.commit
		got, err := nightly(t, j, noon.Add(time.Hour))
		m.commit = (*sql.Tx).Commit
		all, reading := j.Closes(t.Context(), 0)
		if c.made && (err != nil || !reflect.DeepEqual(all, []ledger.Close{got})) || !c.made && (!errors.Is(err, errDisk) || len(all) != 0) || reading != nil {
			t.Errorf("%s: %+v, %v; there are %+v, %v", name, got, err, all, reading)
		}
	}
	// What another one stored under that number is not ours.
	j, m := onMedium(t)
	twoDays(t, j)
	other, _ := process(t, m.path, "other")
	m.commit = func(tx *sql.Tx) error {
		err := tx.Rollback()
		m.commit = (*sql.Tx).Commit
		_, making := other.MakeClose(t.Context(), noon.Add(time.Hour), func(ledger.Standing) (ledger.Draft, error) { return ledger.Draft{Day: "theirs"}, nil })
		return errors.Join(err, making, errDisk)
	}
	if c, err := nightly(t, j, noon.Add(time.Hour)); !errors.Is(err, errDisk) || c != (ledger.Close{}) {
		t.Errorf("another's: %+v, %v", c, err)
	}
}

// A newer schema keeps the records and what they passed over.
func TestANewerSchemaKeepsCloses(t *testing.T) {
	ctx := t.Context()
	j, m := closedTwice(t)
	want, err := j.Closes(ctx, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := bring(ctx, journal.New(m, m.db, time.Now), later("CREATE TABLE extra (x INTEGER)")); err != nil {
		t.Fatal(err)
	}
	after := journal.New(m, m.db, time.Now)
	if err := after.Ready(ctx, journal.Options{}); err != nil {
		t.Fatal(err)
	}
	got, err := after.Closes(ctx, 0)
	left, passing := after.Passed(ctx)
	if err := errors.Join(err, passing, verified(ctx, after)); err != nil || !reflect.DeepEqual(got, want) || len(left) != 1 {
		t.Errorf("%v\n%+v\nbefore\n%+v\nleft %+v", err, got, want, left)
	}
	if _, err := m.db.Exec("DROP TRIGGER close_no_update; UPDATE close SET body = '' WHERE n = 1"); err != nil {
		t.Fatal(err)
	}
	lost := append(later("CREATE TABLE extra (x INTEGER)"), "CREATE TABLE more (x INTEGER)")
	if err := bring(ctx, journal.New(m, m.db, time.Now), lost); !errors.Is(err, journal.ErrDamaged) {
		t.Errorf("a record was changed: %v", err)
	}
}
