package journal_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/journal"
	"facetill/flow/ledger"
	"facetill/flow/refund"
)

// always is from before to behind all lines of a test.
var always = []time.Time{noon.AddDate(-1, 0, 0), noon.AddDate(1, 0, 0)}

// twoDays is a journal with a sale and a part of it that is on its way, and on the day after
// another sale and the end of that part: four lines.
func twoDays(t *testing.T, j flow.Journal) []ledger.Line {
	t.Helper()
	a := givenBack(t, j)
	closed := flow.RefundHeard{OutRefundNo: "1M1", Status: refund.StatusClosed, Fee: 40, At: noon.AddDate(0, 0, 1)}
	_, err := j.Append(t.Context(), a, closed)
	var b flow.Attempt
	if err == nil {
		b, err = j.Open(t.Context(), opened("2", "r2"))
	}
	for _, f := range append(paid(), flow.Shown{}) {
		if proven, is := f.(flow.ChargeProven); is {
			proven.TimeEnd = noon.AddDate(0, 0, 1)
			f = proven
		}
		if err == nil {
			b, err = j.Append(t.Context(), b, f)
		}
	}
	all, reading := j.(ledger.Reader).Lines(t.Context(), always[0], always[1])
	if err := errors.Join(err, reading); err != nil || len(all) != 4 {
		t.Fatalf("%+v, %v", all, err)
	}
	return all
}

// A line that is lost, changed, or not where it belongs is missed by whoever adds up its
// day, and by verify: the day would have another sum.
func TestALineThatIsNotWhole(t *testing.T) {
	ctx := t.Context()
	for _, damage := range []string{
		"DELETE FROM line WHERE kind = 'sold' AND out_trade_no = '1'", "DELETE FROM line WHERE kind = 'refunded'", "DELETE FROM line",
		"UPDATE line SET fee = fee + 1 WHERE kind = 'refunded'", "UPDATE line SET kind = 'undone' WHERE kind = 'sold'", "UPDATE line SET at_ms = at_ms + 1",
		"UPDATE line SET at_ms = at_ms + 86400000", "UPDATE line SET out_trade_no = '9' WHERE out_trade_no = '2'", "UPDATE line SET n = n + 9", "UPDATE line SET place = place + 1",
		"UPDATE line SET who = 'x'", "UPDATE line SET lane = 'x'", "UPDATE line SET method = 'x'", "UPDATE line SET out_refund_no = 'x' WHERE kind = 'sold'",
		"UPDATE line SET coupons = 1", "UPDATE line SET unsettled = 1", "UPDATE line SET close_n = 1", "UPDATE line SET sum = sum + 1",
		"DELETE FROM tally WHERE what = 'line'", "UPDATE tally SET n = n + 1 WHERE what = 'line'", "UPDATE tally SET mix = mix + 1 WHERE what = 'line'",
		"UPDATE tally SET day = day + 1 WHERE what = 'line' AND day = (SELECT max(day) FROM tally WHERE what = 'line')",
		"INSERT INTO line SELECT out_trade_no, n, place + 1, out_refund_no, kind, at_ms, fee, method, who, lane, coupons, unsettled, close_n, sum FROM line WHERE kind = 'refunded'",
	} {
		j, m := onMedium(t)
		twoDays(t, j)
		if err := verified(ctx, j); err != nil {
			t.Fatalf("before: %v", err)
		}
		for _, text := range []string{"DROP TRIGGER line_no_update", "DROP TRIGGER line_no_delete", damage} {
			if _, err := m.db.Exec(text); err != nil {
				t.Fatalf("%s: %v", text, err)
			}
		}
		if all, err := j.Lines(ctx, always[0], always[1]); !errors.Is(err, journal.ErrDamaged) {
			t.Errorf("%s: %+v, %v", damage, all, err)
		}
		if err := verified(ctx, j); err == nil {
			t.Errorf("%s: verify sees nothing", damage)
		}
	}
	for _, damage := range []string{"UPDATE tally SET n = n + 1 WHERE what = 'line to count'", "DELETE FROM tally WHERE what = 'line to count'"} {
		j, m := onMedium(t)
		twoDays(t, j)
		if _, err := m.db.Exec(damage); err != nil {
			t.Fatal(err)
		}
		if err := verified(ctx, j); err == nil {
			t.Errorf("%s: verify sees nothing", damage)
		}
	}
}

// The database itself refuses to change a line, or to take one back.
func TestALineIsWrittenOnce(t *testing.T) {
	j, m := onMedium(t)
	twoDays(t, j)
	before := dump(t, m)
	for _, text := range []string{"DELETE FROM line", "UPDATE line SET fee = 1", "UPDATE line SET at_ms = 1", "UPDATE line SET who = 'x'", "UPDATE line SET close_n = 1, kind = 'x'"} {
		if _, err := m.db.Exec(text); err == nil || !strings.Contains(err.Error(), "lines are never") {
			t.Errorf("%s: %v", text, err)
		}
	}
	if dump(t, m) != before {
		t.Error("something was changed")
	}
}

// An index that has a line under another day hides no money.
func TestNoLineOfADayIsHidden(t *testing.T) {
	ctx := t.Context()
	j, m := onMedium(t)
	all := twoDays(t, j)
	var trigger string
	if err := m.db.QueryRow("SELECT sql FROM sqlite_master WHERE name = 'line_no_update'").Scan(&trigger); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"DROP TRIGGER line_no_update", "UPDATE line SET at_ms = at_ms + 864000000 WHERE out_trade_no = '2'"} {
		if _, err := m.db.Exec(text); err != nil {
			t.Fatal(err)
		}
	}
	behindIndex(t, m, "line_at", "UPDATE line SET at_ms = at_ms - 864000000 WHERE out_trade_no = '2'")
	if _, err := m.db.Exec(trigger); err != nil {
		t.Fatal(err)
	}
	other, m2 := process(t, m.path, "other")
	if got, err := other.Lines(ctx, all[0].At, all[3].At.Add(time.Hour)); !errors.Is(err, journal.ErrDamaged) {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := other.Lines(ctx, always[0], always[1]); !errors.Is(err, journal.ErrDamaged) {
		t.Errorf("%+v, %v", got, err)
	}
	if err := m2.db.Close(); err != nil {
		t.Error(err)
	}
}

// A line that fits its sum and its tallies, and is not what its facts make, is found by who
// goes through the whole journal.
func TestALineThatItsFactsDoNotMake(t *testing.T) {
	for what, change := range map[string]func(*ledger.Line){
		"fee": func(l *ledger.Line) { l.Fee++ }, "who": func(l *ledger.Line) { l.Who = "Wu" }, "kind": func(l *ledger.Line) { l.Kind = ledger.Sold },
	} {
		j, m := onMedium(t)
		l := twoDays(t, j)[1]
		change(&l)
		for _, text := range []string{"DROP TRIGGER line_no_update", "DROP TRIGGER line_no_delete"} {
			if _, err := m.db.Exec(text); err != nil {
				t.Fatal(err)
			}
		}
		if err := j.ReplaceLine(t.Context(), l); err != nil {
			t.Fatal(err)
		}
		r, err := j.Verify(t.Context())
		if err != nil || len(r.Problems) != 1 || !strings.HasPrefix(r.Problems[0], "attempt 1: line 2 is ") {
			t.Errorf("%s: %q, %v", what, r.Problems, err)
		}
	}
}

// A journal of before there were lines has those that its facts make. What lies before the
// day of the newest one was closed without a number: no record will count it.
func TestLinesOfAnOlderJournal(t *testing.T) {
	ctx := t.Context()
	for _, schema := range []int{5, 4} {
		j, m := onMedium(t)
		var want []ledger.Line
		for _, l := range twoDays(t, j) {
			if l.At.Before(noon.Add(12 * time.Hour)) {
				l.Close = ledger.Before
			}
			want = append(want, l)
		}
		backTo(t, m, schema)
		if err := bring(ctx, journal.New(m, m.db, time.Now), journal.Steps); err != nil {
			t.Fatal(err)
		}
		after := journal.New(m, m.db, time.Now)
		if err := after.Ready(ctx, journal.Options{}); err != nil {
			t.Fatal(err)
		}
		got, err := after.Lines(ctx, always[0], always[1])
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("of schema %d: %v\n%+v\nwant\n%+v", schema, err, got, want)
		}
		if before, err := after.LinesOf(ctx, ledger.Before); err != nil || len(before) != 2 {
			t.Errorf("of before: %+v, %v", before, err)
		}
		if at, is, err := after.FirstUncounted(ctx, always[0]); err != nil || !is || at.Before(noon.Add(12*time.Hour)) {
			t.Errorf("to be counted first: %s, %t, %v", at, is, err)
		}
		if err := verified(ctx, after); err != nil {
			t.Errorf("verify finds %v", err)
		}
	}
}

// A step behind the lines leaves them as they are, and refuses what is not whole.
func TestANewerSchemaKeepsLines(t *testing.T) {
	ctx := t.Context()
	for damage, says := range map[string]string{"": "", "DELETE FROM line WHERE out_trade_no = '2'": "its tally says", "UPDATE line SET fee = 1": "does not fit its sum"} {
		j, m := onMedium(t)
		want := twoDays(t, j)
		for _, text := range []string{"DROP TRIGGER line_no_update", "DROP TRIGGER line_no_delete", damage} {
			if _, err := m.db.Exec(text); err != nil {
				t.Fatal(err)
			}
		}
		err := bring(ctx, journal.New(m, m.db, time.Now), later("CREATE TABLE extra (x INTEGER)"))
		if says != "" {
			if !errors.Is(err, journal.ErrDamaged) || !strings.Contains(fmt.Sprint(err), says) {
				t.Errorf("%s: %v", damage, err)
			}
			continue
		}
		after := journal.New(m, m.db, time.Now)
		if err := errors.Join(err, after.Ready(ctx, journal.Options{})); err != nil {
			t.Fatal(err)
		}
		if got, err := after.Lines(ctx, always[0], always[1]); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%v\n%+v\nbefore\n%+v", err, got, want)
		}
		if err := verified(ctx, after); err != nil {
			t.Errorf("verify finds %v", err)
		}
	}
}
