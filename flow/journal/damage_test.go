package journal_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"facetill/flow"
	"facetill/flow/journal"
)

// damages are changes that no program of ours makes, and who has to refuse them: verify
// sees all of them, and names what says is in words.
var damages = []struct {
	do, says, refuse string
}{
	{"UPDATE attempt SET total_fee = 99 WHERE out_trade_no = '1'", "attempt 1: the row of attempt 1 does not fit its sum", "read find list sale"},
	{"UPDATE attempt SET sum = sum + 1 WHERE out_trade_no = '1'", "attempt 1: the row of attempt 1 does not fit its sum", "read find list sale"},
	{"UPDATE attempt SET owner = 'x' WHERE out_trade_no = '1'", "attempt 1: the row of attempt 1 does not fit its sum", "read find list sale"},
	{"UPDATE attempt SET held = held + 1 WHERE out_trade_no = '1'", "attempt 1: the row of attempt 1 does not fit its sum", "read find list sale"},
	{"UPDATE attempt SET epoch = epoch + 1 WHERE out_trade_no = '1'", "attempt 1: the row of attempt 1 does not fit its sum", "read find list sale"},
	{"UPDATE attempt SET opened_ms = 'x' WHERE out_trade_no = '1'", "attempt 1: sql: Scan error", ""},
	{"DELETE FROM sale_ref WHERE out_trade_no = '1'", "lists: attempt 1 is in one list of its reference and not in the other", "sale"},
	{"INSERT INTO sale_ref (ref, out_trade_no) VALUES ('one', '5')", "lists: attempt 5 is in one list of its reference and not in the other", "sale"},
	{"UPDATE tally SET n = n + 1 WHERE what = 'open'", `lists: the list "open" has 3 entries, its tally says 4`, "pending press duplicates"},
	{"UPDATE tally SET mix = mix + 1 WHERE what = 'open'", `lists: the list "open" has 3 entries, its tally says 3`, "pending press duplicates"},
	{"DELETE FROM tally WHERE what = 'open'", `lists: the list "open" has 3 entries, its tally says 0`, "pending press duplicates"},
	{"UPDATE tally SET n = n + 1 WHERE what = 'day'", "lists: day ", "list"},
	{"UPDATE tally SET mix = mix + 1 WHERE what = 'day'", "lists: day ", "list"},
	{"DELETE FROM tally WHERE what = 'day' AND day = (SELECT min(day) FROM tally WHERE what = 'day')", "lists: day ", "list"},
	{"DELETE FROM tally WHERE what = 'day' AND day = (SELECT max(day) FROM tally WHERE what = 'day')", "lists: day ", "list"},
	{"UPDATE tally SET n = n + 1 WHERE what = 'seq'", `lists: the list "seq" has 5 entries, its tally says 6`, "duplicates"},
	{"UPDATE tally SET mix = mix + 1 WHERE what = 'seq'", `lists: the list "seq" has 5 entries, its tally says 5`, ""},
	{"UPDATE tally SET n = n + 1 WHERE what = 'fact'", `lists: the list "fact" has `, ""},
	{"UPDATE tally SET mix = mix + 1 WHERE what = 'fact'", `lists: the list "fact" has `, ""},
	{"DELETE FROM halt", `lists: the list "halt" has 0 entries, its tally says 1`, "suspended suspend"},
	{"UPDATE halt SET why = 'x'", `lists: the list "halt" has 1 entries, its tally says 1`, "suspended suspend"},
	{"UPDATE event SET n = 9 WHERE out_trade_no = '1' AND n = 5", "attempt 1: no event 5 of attempt 1", "timeline"},
	{"UPDATE event SET at_ms = 1 WHERE out_trade_no = '1' AND n = 2", "attempt 1: a wrong hash at event 2 of attempt 1", "timeline"},
	{"UPDATE event SET epoch = 2 WHERE out_trade_no = '1' AND n = 2", "attempt 1: a wrong hash at event 2 of attempt 1", "timeline"},
	{"UPDATE event SET kind = 'x' WHERE out_trade_no = '1' AND n = 2", "attempt 1: a wrong hash at event 2 of attempt 1", "timeline"},
	{"UPDATE event SET hash = 'x' WHERE out_trade_no = '1' AND n = 2", "attempt 1: a wrong hash at event 2 of attempt 1", "timeline"},
	{"UPDATE event SET body = '{}' WHERE out_trade_no = '1' AND n = 1", "attempt 1: a wrong hash at event 1 of attempt 1", "timeline"},
	{"DELETE FROM event WHERE out_trade_no = '1' AND n = 5", "attempt 1: no events at the end of attempt 1", "timeline"},
	{"DELETE FROM attempt WHERE out_trade_no = '1'", "attempt 1: it has events and no row", "read timeline"},
	{"UPDATE attempt SET seq = 9 WHERE seq = 5", "lists: attempt 5 has place 9 in the sequence, and is number 5", "list"},
	{"UPDATE attempt SET seq = 0 WHERE seq = 5", `lists: the list "seq" has 4 entries, its tally says 5`, "duplicates list"},
}

// Money rules 1.7 and 5.3: what damage changed or hid is refused by name by who would go
// on with it, and found by verify.
func TestDamageIsRefusedByName(t *testing.T) {
	ctx := t.Context()
	for _, c := range damages {
		j, m := onMedium(t)
		a := shop(t, j, m)
		if err := verified(ctx, j); err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{"PRAGMA foreign_keys = 0", "DROP TRIGGER event_no_update", "DROP TRIGGER event_no_delete", c.do} {
			if _, err := m.db.Exec(text); err != nil {
				t.Fatal(text, err)
			}
		}
		if err := verified(ctx, j); err == nil || !strings.Contains("\n"+err.Error(), "\n"+c.says) {
			t.Errorf("%s: verify finds\n%v\nand not\n%s", c.do, err, c.says)
		}
		for what, do := range map[string]func() error{
			"read":       func() error { _, _, err := j.Read(ctx, "1"); return err },
			"timeline":   func() error { return errOf(j.Timeline(ctx, "1")) },
			"sale":       func() error { return errOf(j.Sale(ctx, a.Sale)) },
			"find":       func() error { return errOf(j.Find(ctx, "1")) },
			"list":       func() error { return errOf(j.List(ctx, flow.Filter{})) },
			"pending":    func() error { return errOf(j.Pending(ctx)) },
			"press":      func() error { return errOf(j.Press(ctx, "", 1)) },
			"duplicates": func() error { return errOf(j.PossibleDuplicates(ctx, "", 1, flow.Press{})) },
			"suspended":  func() error { return errOf(j.SalesSuspended(ctx)) },
			"suspend":    func() error { return j.SuspendSales(ctx, flow.SuspendedByKey, "x") },
		} {
			if err := do(); strings.Contains(" "+c.refuse+" ", " "+what+" ") && !errors.Is(err, journal.ErrDamaged) {
				t.Errorf("%s: %s says %v", c.do, what, err)
			}
		}
	}
}

// Money rule 1.1: nothing is written behind a row that is not what it was.
func TestNothingIsAppendedToDamage(t *testing.T) {
	ctx := t.Context()
	for _, c := range []struct {
		do  string
		err error
	}{
		{"UPDATE attempt SET sum = sum + 1", journal.ErrDamaged},
		{"UPDATE attempt SET head = 'x'", journal.ErrDamaged},
		{"UPDATE attempt SET version = version + 1", flow.ErrFenced},
		{"UPDATE attempt SET epoch = epoch + 1", flow.ErrFenced},
		{"UPDATE attempt SET owner = 'other'", flow.ErrFenced},
		{"CREATE TRIGGER quicker BEFORE INSERT ON event BEGIN UPDATE attempt SET epoch = 9 WHERE out_trade_no = '1'; END", flow.ErrFenced},
	} {
		j, m := onMedium(t)
		a, err := j.Open(ctx, opened("1", "one"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.db.Exec(c.do); err != nil {
			t.Fatal(err)
		}
		before := dump(t, m)
		if _, err := j.Append(ctx, a, paid()...); !errors.Is(err, c.err) {
			t.Errorf("%s: %v", c.do, err)
		}
		if after := dump(t, m); after != before {
			t.Errorf("%s: there is\n%s\nbefore\n%s", c.do, after, before)
		}
	}
}

// An index that has an attempt under another time than its row hides it from a list of that
// time: it is refused by name.
func TestAnIndexThatLies(t *testing.T) {
	ctx := t.Context()
	j, m := onMedium(t)
	shop(t, j, m)
	behindIndex(t, m, "attempt_sold", "UPDATE attempt SET sold_ms = sold_ms + 60000 WHERE out_trade_no = '1'")
	other, m2 := process(t, m.path, "other")
	if _, err := other.List(ctx, flow.Filter{}); !errors.Is(err, journal.ErrDamaged) || !strings.Contains(err.Error(), "attempt 1 is listed under another time than its own") {
		t.Errorf("listed: %v", err)
	}
	if err := verified(ctx, other); err == nil || !strings.Contains(err.Error(), "attempt 1 is listed under another time than its own") {
		t.Errorf("verify finds %v", err)
	}
	if err := m2.db.Close(); err != nil {
		t.Error(err)
	}
}

// behindIndex changes a table so that an index of it does not notice.
func behindIndex(t *testing.T, m *medium, index, do string) {
	t.Helper()
	var root int
	var table, text string
	if err := m.db.QueryRow("SELECT rootpage, tbl_name, sql FROM sqlite_master WHERE name = $1", index).Scan(&root, &table, &text); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		do   string
		args []any
	}{
		{"DELETE FROM sqlite_master WHERE name = $1", []any{index}},
		{do, nil},
		{"INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) VALUES ('index', $1, $2, $3, $4)", []any{index, table, root, text}},
	} {
		db, err := m.open()
		if err != nil {
			t.Fatal(err)
		}
		db.SetMaxOpenConns(1)
		_, err = db.Exec("PRAGMA writable_schema = 1")
		_, err2 := db.Exec(c.do, c.args...)
		if err := errors.Join(err, err2, db.Close()); err != nil {
			t.Fatal(err)
		}
	}
}

// A report of a wholly damaged journal ends; and what has facts and no row is not unknown.
func TestVerifyEnds(t *testing.T) {
	ctx := t.Context()
	j, m := onMedium(t)
	for n := range 110 {
		if _, err := j.Open(ctx, minted(fmt.Sprint(n), noon)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := m.db.Exec("UPDATE attempt SET sum = 0"); err != nil {
		t.Fatal(err)
	}
	r, err := j.Verify(ctx)
	if err != nil || r.Attempts != 100 || len(r.Problems) != 101 || !strings.HasPrefix(r.Problems[100], "lists: ") {
		t.Errorf("%d attempts, %d problems, %v", r.Attempts, len(r.Problems), err)
	}
	for _, text := range []string{"PRAGMA foreign_keys = 0", "DELETE FROM attempt"} {
		if _, err := m.db.Exec(text); err != nil {
			t.Fatal(err)
		}
	}
	r, err = j.Verify(ctx)
	if err != nil || r.Attempts != 0 || len(r.Problems) < 101 || !strings.HasSuffix(r.Problems[99], "it has events and no row") ||
		!strings.HasPrefix(r.Problems[100], "lists: ") {
		t.Errorf("without a row: %d attempts, %q, %v", r.Attempts, r.Problems, err)
	}
	if _, _, err := j.Read(ctx, "1"); !errors.Is(err, journal.ErrDamaged) || errors.Is(err, flow.ErrUnknown) {
		t.Errorf("one event and no row: %v", err)
	}
}

// Facts are held against each other and against their row also where every hash is right:
// what this version cannot read, or what cannot have happened, is no state.
func TestWholeAndWrong(t *testing.T) {
	ctx := t.Context()
	for _, c := range []struct {
		do, says string
		timeline bool
	}{
		{"UPDATE event SET kind = 'x' WHERE out_trade_no = '1' AND n = 2", "attempt 1: no fact that reads (", false},
		{"UPDATE event SET body = '[' WHERE out_trade_no = '1' AND n = 2", "attempt 1: no fact that reads (", false},
		{"UPDATE event SET kind = 'told' WHERE out_trade_no = '1' AND n = 2", "attempt 1: no fact that reads (", false},
		{"UPDATE event SET body = replace(body, ':1,', ':2,') WHERE out_trade_no = '1' AND n = 1", "attempt 1: total_fee is 1, its events say 2", true},
		{"UPDATE event SET at_ms = 1 WHERE out_trade_no = '1' AND n = 2", "", true},
	} {
		j, m := onMedium(t)
		shop(t, j, m)
		whole, err := j.Verify(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{"DROP TRIGGER event_no_update", c.do} {
			if _, err := m.db.Exec(text); err != nil {
				t.Fatal(err)
			}
		}
		if err := j.Rehash(ctx, "1"); err != nil {
			t.Fatal(err)
		}
		r, err := j.Verify(ctx)
		if c.says == "" && (err != nil || len(r.Problems) != 1) { // the count of all facts alone
			t.Errorf("%s: %q, %v", c.do, r.Problems, err)
		}
		if c.says != "" && (err != nil || !strings.HasPrefix(r.Problems[0], c.says)) {
			t.Errorf("%s: %q, %v; want %s", c.do, r.Problems, err, c.says)
		}
		events := whole.Events
		if !c.timeline {
			events -= 4 // what comes behind the first is not read
		}
		if r.Attempts != whole.Attempts || r.Events != events {
			t.Errorf("%s: %d events of %d attempts, want %d", c.do, r.Events, r.Attempts, events)
		}
		if _, err := j.Timeline(ctx, "1"); (err == nil) != c.timeline || err != nil && !errors.Is(err, journal.ErrDamaged) {
			t.Errorf("%s: timeline, %v", c.do, err)
		}
	}
}
