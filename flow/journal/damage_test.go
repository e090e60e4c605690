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

// A report of a wholly damaged journal ends.
func TestVerifyEnds(t *testing.T) {
	j, m := onMedium(t)
	for n := range 110 {
		if _, err := j.Open(t.Context(), minted(fmt.Sprint(n), noon)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := m.db.Exec("UPDATE attempt SET sum = 0"); err != nil {
		t.Fatal(err)
	}
	r, err := j.Verify(t.Context())
	if err != nil || r.Attempts != 100 || len(r.Problems) != 101 || !strings.HasPrefix(r.Problems[100], "lists: ") {
		t.Errorf("%d attempts, %d problems, %v", r.Attempts, len(r.Problems), err)
	}
}
