package journal_test

import (
	"context"
	"database/sql"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/journal"
	"facetill/flow/refund"
)

var toFile = journal.Archive{ID: "id1", At: noon, File: "/old/2025.db", Day: "2026-11-20", Who: "Li"}

// leaving are all that are in no archive, as they stand.
func leaving(ctx context.Context, t *testing.T, j *journal.Journal) (all []journal.Leaving) {
	t.Helper()
	old, err := j.Old(ctx, noon.AddDate(1, 0, 0), "", 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range old {
		all = append(all, o.Leaving())
	}
	return all
}

// back is a sale that was given back, told, and has refunds at their end.
func back(t *testing.T, j flow.Journal) {
	t.Helper()
	first := opened("7", "seven")
	first.Order.TotalFee = 100
	a, err := j.Open(t.Context(), first)
	for _, f := range append(paid(), flow.Shown{}, flow.RefundBegun{OutRefundNo: "7M1", Fee: 40, By: "Li", At: noon},
		flow.RefundHeard{OutRefundNo: "7M1", Status: refund.StatusSuccess, Fee: 40, At: noon}, flow.RefundTold{OutRefundNo: "7M1"}) {
		if err == nil {
			a, err = j.Append(t.Context(), a, f)
		}
	}
	if err != nil || a.Refunds.Pending() {
		t.Fatalf("%+v, %v", a.Refunds, err)
	}
}

// rowsOf is what a journal says of all its attempts, their facts left out.
func rowsOf(ctx context.Context, t *testing.T, j *journal.Journal) (all []flow.Attempt) {
	t.Helper()
	all, err := j.List(ctx, flow.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func factsOf(ctx context.Context, t *testing.T, j *journal.Journal) (n journal.Tally) {
	t.Helper()
	if err := j.View(ctx, func(tx *sql.Tx) (err error) { n, err = journal.Facts(ctx, tx); return err }); err != nil {
		t.Fatal(err)
	}
	return n
}

// Money rules 1.3 and 5.4: facts of what is at its end leave, and nothing else does: rows,
// lines and lists are as they were, the journal has come as far, and says where they are.
func TestFactsLeave(t *testing.T) {
	ctx := t.Context()
	j, m := onMedium(t)
	a := shop(t, j, m)
	back(t, j)
	all, was, facts := leaving(ctx, t, j), rowsOf(ctx, t, j), factsOf(ctx, t, j)
	if len(all) != 6 {
		t.Fatalf("%v", all)
	}
	lines, err := j.Lines(ctx, always[0], always[1])
	if err != nil || len(lines) == 0 {
		t.Fatal(lines, err)
	}
	wrong := slices.Clone(all)
	for i := range wrong {
		wrong[i].Head = "other"
	}
	if n, err := j.Move(ctx, toFile, wrong); n != 0 || err != nil {
		t.Errorf("what has another head: %d, %v", n, err)
	}
	// 2 was never shown, 3 and 4 are under way.
	if n, err := j.Move(ctx, toFile, all); n != 3 || err != nil {
		t.Fatalf("%d moved, %v", n, err)
	}
	if n, err := j.Move(ctx, toFile, all); n != 0 || err != nil {
		t.Errorf("moved twice: %d, %v", n, err)
	}
	r, err := j.Verify(ctx)
	if err != nil || len(r.Problems) > 0 || r.Archived != 3 || r.Attempts != 6 || int64(r.Events) >= facts.N {
		t.Errorf("verify: %+v, %v", r, err)
	}
	if now := rowsOf(ctx, t, j); !reflect.DeepEqual(now, was) {
		t.Errorf("rows are\n%+v\nand were\n%+v", now, was)
	}
	if now, err := j.Lines(ctx, always[0], always[1]); err != nil || !reflect.DeepEqual(now, lines) {
		t.Errorf("lines are %+v, %v", now, err)
	}
	if now := factsOf(ctx, t, j); now != facts {
		t.Errorf("it has come to %v, and had to %v", now, facts)
	}
	if left := leaving(ctx, t, j); len(left) != 3 {
		t.Errorf("left are %v", left)
	}
	if archives, err := j.Archives(ctx); err != nil || len(archives) != 1 || archives[0].File != toFile.File || archives[0].N != 1 || archives[0].Who != "Li" {
		t.Errorf("%+v, %v", archives, err)
	}
	if same, err := j.Heads(ctx, all); err != nil || len(same) != 3 {
		t.Errorf("heads of %v, %v", same, err)
	}

	before := dump(t, m)
	for what, err := range map[string]error{
		"timeline": errOf(j.Timeline(ctx, "1")),
		"append":   errOf(j.Append(ctx, a, flow.RefundBegun{OutRefundNo: "1M1", Fee: 1, By: "Li", At: noon})),
		"claim":    errOf(j.Claim(ctx, "1")),
		"archived": j.Archived(ctx, "1"),
	} {
		e, is := errors.AsType[*flow.ArchivedError](err)
		if !is || !errors.Is(err, flow.ErrArchived) || e.File != toFile.File || e.OutTradeNo != "1" || !e.At.Equal(noon) || !strings.Contains(err.Error(), "/old/2025.db") {
			t.Errorf("%s: %v", what, err)
		}
	}
	if dump(t, m) != before {
		t.Error("something was written")
	}
	if err := j.Archived(ctx, "2"); err != nil {
		t.Error(err)
	}
	if err := j.Archived(ctx, "unknown"); err != nil {
		t.Error(err)
	}
	// A later sale of the reference goes its way.
	if _, err := j.Open(ctx, opened("9", "five")); err != nil {
		t.Error(err)
	}
	if err := verified(ctx, j); err != nil {
		t.Error(err)
	}
}

// What code may not do the database refuses as well.
func TestTheDatabaseHoldsWhatIsArchived(t *testing.T) {
	ctx := t.Context()
	j, m := onMedium(t)
	shop(t, j, m)
	all := leaving(ctx, t, j)
	if n, err := j.Move(ctx, toFile, all); n != 2 || err != nil {
		t.Fatal(n, err)
	}
	for text, says := range map[string]string{
		"DELETE FROM event WHERE out_trade_no = '2'": "events are never taken back",
		"UPDATE event SET body = ''":                 "events are never changed",
		"INSERT INTO event (out_trade_no, n, kind, at_ms, epoch, body, hash) VALUES ('1', 9, 'told', 1, 1, '{}', 'x')": "its facts are in an archive",
		"UPDATE archived SET head = 'x'": "what is archived stays so",
		"DELETE FROM archived":           "what is archived stays so",
		"UPDATE archive SET file = 'x'":  "archives are never changed",
		"DELETE FROM archive":            "archives are never taken back",
		"INSERT INTO archived SELECT out_trade_no, 1, version, 1, head, 1 FROM attempt WHERE out_trade_no = '2'":              "only what is at its end is archived",
		"INSERT INTO archived (out_trade_no, archive_n, events, mix, head, sum) VALUES ('2', 1, 4, 1, 'x', 1)":                "only what is at its end is archived",
		"INSERT INTO archived (out_trade_no, archive_n, events, mix, head, sum) VALUES ('unknown', 1, 1, 1, 'x', 1)":          "only what is at its end is archived",
		"INSERT INTO archived SELECT out_trade_no, 1, version + 1, 1, head, 1 FROM attempt WHERE state = 'paid' AND told = 1": "only what is at its end is archived",
	} {
		if _, err := m.db.Exec(text); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if err := verified(ctx, j); err != nil {
		t.Error(err)
	}
}

// Whichever call of the engine fails, nothing has left.
func TestWhicheverCallFailsNothingLeaves(t *testing.T) {
	ctx := t.Context()
	j, m := onMedium(t)
	shop(t, j, m)
	back(t, j)
	all := leaving(ctx, t, j)
	failAtEach(t, m, "old", func() error { return errOf(j.Old(ctx, noon.AddDate(1, 0, 0), "", 10)) })
	failAtEach(t, m, "heads", func() error { return errOf(j.Heads(ctx, all)) })
	failAtEach(t, m, "move", func() error { return errOf(j.Move(ctx, toFile, all[:1])) })
	failAtEach(t, m, "move, and no archive more", func() error { return errOf(j.Move(ctx, toFile, all)) })
	for what, do := range map[string]func() error{
		"archives": func() error { return errOf(j.Archives(ctx)) },
		"archived": func() error { return unlessArchived(j.Archived(ctx, "1")) },
		"timeline": func() error { return unlessArchived(errOf(j.Timeline(ctx, "1"))) },
		"claim":    func() error { return unlessArchived(errOf(j.Claim(ctx, "1"))) },
		"verify":   func() error { return verified(ctx, j) },
		"made anew": func() error {
			return errOf(0, bring(ctx, journal.New(m, m.db, time.Now), later("CREATE TABLE extra (x INTEGER)")))
		},
	} {
		failAtEach(t, m, what, do)
	}
}

func unlessArchived(err error) error {
	if errors.Is(err, flow.ErrArchived) {
		return nil
	}
	return err
}

// A commit of which nobody knows is looked at again, and a medium that refuses is asked
// before anything leaves.
func TestLeavingInDoubt(t *testing.T) {
	ctx := t.Context()
	j, m := onMedium(t)
	shop(t, j, m)
	all := leaving(ctx, t, j)
	for _, refusal := range []string{"may go on, careful", "room"} {
		m.refuse = map[string]error{refusal: errDisk}
		before := dump(t, m)
		if n, err := j.Move(ctx, toFile, all); n != 0 || !errors.Is(err, errDisk) || dump(t, m) != before {
			t.Errorf("%s: %d, %v", refusal, n, err)
		}
	}
	m.refuse = nil
	m.commit = func(tx *sql.Tx) error { return errors.Join(errDisk, tx.Rollback()) }
	if n, err := j.Move(ctx, toFile, all); n != 0 || !errors.Is(err, errDisk) {
		t.Errorf("a commit that was none: %d, %v", n, err)
	}
	m.commit = func(tx *sql.Tx) error { return errors.Join(errDisk, tx.Commit()) }
	if n, err := j.Move(ctx, toFile, all); n != 2 || err != nil {
		t.Errorf("a commit that was one: %d, %v", n, err)
	}
	if err := verified(ctx, j); err != nil {
		t.Error(err)
	}
}

// What damages a mark, or hides one, is found by verify, and refused by who reads it.
func TestADamagedMark(t *testing.T) {
	ctx := t.Context()
	for _, c := range []struct{ do, says string }{
		{"UPDATE archived SET head = 'x' WHERE out_trade_no = '1'", "attempt 1: the mark of attempt 1 does not fit its sum"},
		{"UPDATE archived SET mix = mix + 1 WHERE out_trade_no = '1'", "attempt 1: the mark of attempt 1 does not fit its sum"},
		{"DELETE FROM archived WHERE out_trade_no = '1'", "attempt 1: no events at the end of attempt 1"},
		{"UPDATE archived SET out_trade_no = '2' WHERE out_trade_no = '1'", "attempt 1: no events at the end of attempt 1"},
		{"UPDATE attempt SET head = 'x' WHERE out_trade_no = '1'", "attempt 1: the row of attempt 1 does not fit its sum"},
		{"UPDATE archive SET file = 'x'", "lists: archive 1 is not there, or not as it was made"},
		{"DELETE FROM archive", "lists: there are 0 archives, the tally says 1"},
		{"UPDATE tally SET mix = mix + 1 WHERE what = 'archived'", `lists: the list "archived" has 2 entries, its tally says 2`},
		{"UPDATE tally SET n = n + 1 WHERE what = 'archive'", "lists: there are 1 archives, the tally says 2"},
		{"UPDATE tally SET n = n - 1 WHERE what = 'fact'", `lists: the list "fact" has `},
		{"INSERT INTO event (out_trade_no, n, kind, at_ms, epoch, body, hash) VALUES ('1', 9, 'told', 1, 1, '{}', 'x')", "attempt 1: attempt 1 is in an archive, and has 1 events here"},
		{"DELETE FROM attempt WHERE out_trade_no = '1'", "lists: attempt 1 is in an archive, and has no row"},
	} {
		j, m := onMedium(t)
		shop(t, j, m)
		if n, err := j.Move(ctx, toFile, leaving(ctx, t, j)); n != 2 || err != nil {
			t.Fatal(n, err)
		}
		for _, text := range []string{"PRAGMA foreign_keys = 0", "DROP TRIGGER archived_no_update", "DROP TRIGGER archived_no_delete", "DROP TRIGGER archive_no_update", "DROP TRIGGER archive_no_delete", "DROP TRIGGER event_no_more", c.do} {
			if _, err := m.db.Exec(text); err != nil {
				t.Fatal(text, err)
			}
		}
		if err := verified(ctx, j); err == nil || !strings.Contains("\n"+err.Error(), "\n"+c.says) {
			t.Errorf("%s: verify finds\n%v\nand not\n%s", c.do, err, c.says)
		}
		if strings.Contains(c.do, "attempt SET") || strings.Contains(c.do, "FROM attempt") {
			if _, _, err := j.Read(ctx, "1"); !errors.Is(err, journal.ErrDamaged) {
				t.Errorf("%s: read, %v", c.do, err)
			}
		}
		if strings.Contains(c.do, "archived") && !strings.Contains(c.do, "tally") || c.do == "DELETE FROM archive" {
			if _, err := j.Timeline(ctx, "1"); !errors.Is(err, journal.ErrDamaged) {
				t.Errorf("%s: timeline, %v", c.do, err)
			}
		}
	}
}

// A later schema makes rows anew from their facts: what is in an archive keeps its row as
// it is, refunds and all, if that fits the sum of then.
func TestALaterSchemaKeepsWhatIsArchived(t *testing.T) {
	ctx := t.Context()
	const extra = "CREATE TABLE extra (x INTEGER)"
	moved := func() (*journal.Journal, *medium) {
		j, m := onMedium(t)
		shop(t, j, m)
		back(t, j)
		if n, err := j.Move(ctx, toFile, leaving(ctx, t, j)); n != 3 || err != nil {
			t.Fatal(n, err)
		}
		return j, m
	}
	afterwards := func(m *medium) (*journal.Journal, error) {
		if err := bring(ctx, journal.New(m, m.db, time.Now), later(extra)); err != nil {
			return nil, err
		}
		j := journal.New(m, m.db, time.Now)
		return j, j.Ready(ctx, journal.Options{})
	}
	j, m := moved()
	was, facts := rowsOf(ctx, t, j), factsOf(ctx, t, j)
	if _, err := m.db.Exec("UPDATE tally SET n = 0, mix = 0 WHERE what = 'fact'; UPDATE attempt SET total_fee = 9 WHERE out_trade_no = '2'"); err != nil {
		t.Fatal(err)
	}
	k, err := afterwards(m)
	if err != nil {
		t.Fatal(err)
	}
	if err := verified(ctx, k); err != nil {
		t.Error(err)
	}
	if now := rowsOf(ctx, t, k); !reflect.DeepEqual(now, was) || factsOf(ctx, t, k) != facts {
		t.Errorf("%v facts, %v before; rows are\n%+v\nand were\n%+v", factsOf(ctx, t, k), facts, now, was)
	}
	if err := k.Archived(ctx, "7"); !errors.Is(err, flow.ErrArchived) {
		t.Error(err)
	}

	// No facts make a damaged row anew.
	for _, damage := range []string{"UPDATE attempt SET total_fee = 9 WHERE out_trade_no = '7'", "UPDATE attempt SET refunds = 0 WHERE out_trade_no = '7'",
		"UPDATE refund SET fee = 1 WHERE out_trade_no = '7'", "DELETE FROM refund WHERE out_trade_no = '7'",
		"DROP TRIGGER archived_no_delete; DELETE FROM archived WHERE out_trade_no = '7'", "DROP TRIGGER archived_no_update; UPDATE archived SET head = 'x' WHERE out_trade_no = '7'"} {
		_, m := moved()
		if _, err := m.db.Exec(damage); err != nil {
			t.Fatal(damage, err)
		}
		before := dump(t, m)
		if _, err := afterwards(m); !errors.Is(err, journal.ErrDamaged) || dump(t, m) != before {
			t.Errorf("%s: %v", damage, err)
		}
	}

	// A column that came with the schema is in no sum of before.
	for _, known := range []bool{true, false} {
		j, m := moved()
		undo, err := j.CameWith(ctx, "tender_by", len(journal.Steps)+1)
		if err != nil {
			t.Fatal(err)
		}
		if !known {
			undo()
		}
		k, err := afterwards(m)
		if known != (err == nil) {
			t.Errorf("a column more, known %t: %v", known, err)
		}
		undo()
		if err == nil {
			err = verified(ctx, k)
		}
		if known && err != nil {
			t.Error(err)
		}
	}
}
