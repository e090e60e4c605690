package journal_test

import (
	"database/sql"
	"errors"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/journal"
	"facetill/flow/ledger"
)

// Where there is no record yet none has a number, not nought either.
func TestNoRecordHasTheNumberNought(t *testing.T) {
	j, _ := onMedium(t)
	for _, n := range []int{-1, 0, 1} {
		if c, err := j.Record(t.Context(), n); !errors.Is(err, ledger.ErrNoClose) || c != (ledger.Close{}) {
			t.Errorf("number %d: %+v, %v", n, c, err)
		}
	}
}

// A file that went while a close was written has no close that anybody would find: none is
// said to be made.
func TestACloseInAFileThatWent(t *testing.T) {
	j, m := onMedium(t)
	twoDays(t, j)
	m.refuse = map[string]error{"in place": flow.ErrGone}
	if c, err := nightly(t, j, noon.Add(time.Hour)); !errors.Is(err, flow.ErrGone) || c != (ledger.Close{}) {
		t.Errorf("%+v, %v", c, err)
	}
}

// Where a commit failed and nobody can be asked what it did, no close is said to be made.
func TestACloseOfWhichNobodyKnows(t *testing.T) {
	j, m := onMedium(t)
	twoDays(t, j)
	m.commit = func(tx *sql.Tx) error {
		err := tx.Rollback()
		m.left.Store(1)
		return errors.Join(err, errDisk)
	}
	c, err := nightly(t, j, noon.Add(time.Hour))
	m.left.Store(0)
	if _, is := errors.AsType[*journal.CommitError](err); !is || c != (ledger.Close{}) {
		t.Errorf("%+v, %v", c, err)
	}
}

// Days end before midnight: what was charged at midnight is of the next one, and damages
// neither.
func TestALineAtMidnight(t *testing.T) {
	ctx := t.Context()
	j, _ := onMedium(t)
	midnight := time.Date(noon.In(flow.Beijing).Year(), noon.In(flow.Beijing).Month(), noon.In(flow.Beijing).Day()+1, 0, 0, 0, 0, flow.Beijing)
	a, err := j.Open(ctx, opened("1", "r"))
	for _, f := range append(paid(), flow.Shown{}) {
		if proven, is := f.(flow.ChargeProven); is {
			proven.TimeEnd = midnight
			f = proven
		}
		if err == nil {
			a, err = j.Append(ctx, a, f)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range []int{0, 1, 0} {
		from := midnight.AddDate(0, 0, n-1)
		if all, err := j.Lines(ctx, from, from.AddDate(0, 0, 1)); err != nil || len(all) != want {
			t.Errorf("the day from %v on: %+v, %v", from, all, err)
		}
	}
	for _, c := range []struct {
		to    time.Time
		lines int
	}{{midnight, 0}, {midnight.AddDate(0, 0, 1), 1}} {
		if made, err := nightly(t, j, c.to); err != nil || made.Lines != c.lines {
			t.Errorf("a close to %v: %+v, %v", c.to, made, err)
		}
	}
}

// From when on lines are counted is known to whoever reads it and to whoever makes a close;
// what does not read is no "always".
func TestSinceWhenLinesAreCounted(t *testing.T) {
	ctx := t.Context()
	j, m := onMedium(t)
	twoDays(t, j)
	if _, err := m.db.Exec("INSERT INTO meta (key, value) VALUES ('lines_since', ?)", noon.UnixMilli()); err != nil {
		t.Fatal(err)
	}
	since, err := j.CountedSince(ctx)
	if err != nil || !since.Equal(noon) {
		t.Errorf("since %v, %v", since, err)
	}
	var seen ledger.Standing
	_, err = j.MakeClose(ctx, noon.Add(time.Hour), func(s ledger.Standing) (ledger.Draft, error) {
		seen = s
		return ledger.Draft{Day: "x"}, nil
	})
	if err != nil || !seen.CountedSince.Equal(noon) {
		t.Errorf("a close is made of since %v, %v", seen.CountedSince, err)
	}
	if _, err := m.db.Exec("UPDATE meta SET value = 'soon' WHERE key = 'lines_since'"); err != nil {
		t.Fatal(err)
	}
	if _, err := j.CountedSince(ctx); !errors.Is(err, journal.ErrDamaged) {
		t.Errorf("it does not read: %v", err)
	}
}
