package journal_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/journal"
)

// later is the schema with one more step.
func later(step string) []string { return append(slices.Clip(journal.Steps), step) }

// What is not the truth is made anew from it when the schema changes: rows, tallies and
// second lists. What would have to be believed is not made up.
func TestMadeAnewFromTheFacts(t *testing.T) {
	ctx := t.Context()
	const held = "does not fit its sum"
	for _, c := range []struct {
		to     int // the schema before
		damage string
		says   string // "" is none
	}{
		{8, "UPDATE attempt SET total_fee = 99, refunds = 7, refund_pending = 1", ""},
		{8, "UPDATE tally SET n = n + 1 WHERE what = 'line'", "the list \"line\" of "},
		{8, "INSERT INTO tally (what, day, n, mix) VALUES ('archived', 0, 1, 1)", "the list \"archived\" has 0 entries, its tally says 1"},
		{8, "INSERT INTO tally (what, day, n, mix) VALUES ('archive', 0, 1, 1)", "there are 0 archives, the tally says 1"},
		{7, "UPDATE attempt SET total_fee = 99, refunds = 7, refund_pending = 1", ""},
		{6, "UPDATE attempt SET total_fee = 99, refunds = 7, refund_pending = 1", ""},
		{6, "UPDATE tally SET n = n + 1 WHERE what = 'line'", "the list \"line\" of "},
		{5, "UPDATE attempt SET total_fee = 99", ""},
		{4, "UPDATE attempt SET refunds = 7", ""},
		{3, "UPDATE attempt SET total_fee = 99, cashier = 'x', sum = 5, seq = 0, sold_ms = 9, tail = ''", ""},
		{3, "UPDATE tally SET n = n + 1, mix = mix + 1", ""},
		{3, "DELETE FROM tally", ""},
		{3, "DELETE FROM sale_ref", ""},
		{3, "INSERT INTO sale_ref (ref, out_trade_no) VALUES ('9', '9')", ""},
		{3, "INSERT INTO tally (what, day, n, mix) VALUES ('day', 1, 1, 1)", ""},
		{3, "UPDATE attempt SET held = held + 1 WHERE out_trade_no = '2'", "attempt 2 " + held},
		{3, "UPDATE attempt SET owner = 'x' WHERE out_trade_no = '2'", "attempt 2 " + held},
		{3, "UPDATE attempt SET head = 'x' WHERE out_trade_no = '2'", "no events at the end of attempt 2"},
		{2, "UPDATE attempt SET held = held + 1 WHERE out_trade_no = '2'", "attempt 2 " + held},
		{2, "UPDATE attempt SET sum = 0", ""},
		{1, "UPDATE attempt SET total_fee = 99", ""},
		{1, "UPDATE attempt SET head = 'x' WHERE out_trade_no = '2'", "no events at the end of attempt 2"},
	} {
		j, m := onMedium(t)
		shop(t, j, m)
		said := everything(ctx, t, j)
		backTo(t, m, c.to)
		if _, err := m.db.Exec(c.damage); err != nil {
			t.Fatal(c.damage, err)
		}
		steps := journal.Steps
		if c.to == len(steps) {
			steps = later("CREATE TABLE extra (x INTEGER)")
		}
		blank := journal.New(m, m.db, time.Now) // it knows no schema yet
		err := bring(ctx, blank, steps)
		if c.says != "" {
			if v, reading := journal.SchemaVersion(ctx, m.db); !errors.Is(err, journal.ErrDamaged) || !strings.Contains(err.Error(), c.says) || v != c.to {
				t.Errorf("schema %d, %s: %v, schema %d, %v", c.to, c.damage, err, v, reading)
			}
			continue
		}
		if err != nil {
			t.Errorf("schema %d, %s: %v", c.to, c.damage, err)
			continue
		}
		after := journal.New(m, m.db, time.Now)
		if err := after.Ready(ctx, journal.Options{}); err != nil {
			t.Fatal(err)
		}
		if err := verified(ctx, after); err != nil {
			t.Errorf("schema %d, %s: verify finds %v", c.to, c.damage, err)
		}
		if says := everything(ctx, t, after); says != said {
			t.Errorf("schema %d, %s: it says\n%s\nbefore\n%s", c.to, c.damage, says, said)
		}
	}
}

// everything is what a journal lists, with the facts of each.
func everything(ctx context.Context, t *testing.T, j *journal.Journal) string {
	t.Helper()
	all, err := j.List(ctx, flow.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	var says strings.Builder
	for _, a := range all {
		a.Seq = 0 // none before the third schema
		events, err := j.Timeline(ctx, a.OutTradeNo)
		sale, err2 := j.Sale(ctx, a.Sale)
		if err != nil || err2 != nil || len(sale) != 1 || len(events) == 0 {
			t.Fatal(sale, err, err2)
		}
		says.WriteString(strings.Join([]string{string(a.OutTradeNo), string(a.State), a.Cashier, a.TotalFee.String(), a.OpenedAt.String()}, " ") + "\n")
	}
	return says.String()
}

// backTo takes a journal back to an older schema.
func backTo(t *testing.T, m *medium, schema int) {
	t.Helper()
	var all []string
	if schema < 8 {
		all = append(all, "ALTER TABLE attempt DROP COLUMN terms", "ALTER TABLE attempt DROP COLUMN breakdown", "ALTER TABLE attempt DROP COLUMN face", "UPDATE meta SET value = '7' WHERE key = 'schema'")
	}
	if schema < 7 {
		all = append(all, "DROP TRIGGER event_no_more", "DROP TRIGGER event_no_delete", "DROP TABLE archived", "DROP TABLE archive", "DELETE FROM tally WHERE what LIKE 'archive%'",
			"CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events are never taken back'); END",
			"UPDATE meta SET value = '6' WHERE key = 'schema'")
	}
	if schema < 6 {
		all = append(all, "DROP TABLE line", "DROP TABLE close", "DROP TABLE close_open", "DELETE FROM tally WHERE what LIKE 'line%' OR what LIKE 'close%' OR what LIKE 'passed%'",
			"UPDATE meta SET value = '5' WHERE key = 'schema'")
	}
	if schema < 5 {
		all = append(all, "UPDATE meta SET value = '4' WHERE key = 'schema'")
	}
	if schema < 4 {
		all = append(all, "DROP TABLE refund", "DROP TABLE person", "DROP INDEX attempt_refund_pending", "DELETE FROM tally WHERE what = 'back'",
			"ALTER TABLE attempt DROP COLUMN refunds", "ALTER TABLE attempt DROP COLUMN refund_pending",
			"ALTER TABLE attempt DROP COLUMN tender_as", "ALTER TABLE attempt DROP COLUMN tender_by", "UPDATE meta SET value = '3' WHERE key = 'schema'")
	}
	if schema < 3 {
		all = append(all, "DROP INDEX attempt_seq", "ALTER TABLE attempt DROP COLUMN wechat", "ALTER TABLE attempt DROP COLUMN seq",
			"DELETE FROM tally WHERE what = 'seq'", "UPDATE meta SET value = '2' WHERE key = 'schema'")
	}
	if schema < 2 {
		all = append(all, "DROP TABLE tally", "DROP TABLE sale_ref", "DELETE FROM meta WHERE key = 'seal'",
			"ALTER TABLE attempt DROP COLUMN sum", "ALTER TABLE attempt DROP COLUMN held", "UPDATE meta SET value = '1' WHERE key = 'schema'")
	}
	for _, text := range all {
		if _, err := m.db.Exec(text); err != nil {
			t.Fatal(text, err)
		}
	}
}

// A schema comes once: what is there already is left alone, what another process uses is
// not touched, and a step that fails is named and leaves nothing.
func TestBringOnce(t *testing.T) {
	ctx := t.Context()
	j, m := onMedium(t)
	shop(t, j, m)
	before, id := dump(t, m), j.ID()
	if !slices.Equal(m.asked[:1], []string{"made"}) || len(id) != 24 {
		t.Errorf("%q was asked, id %q", m.asked, id)
	}
	if err := bring(ctx, j, journal.Steps); err != nil || dump(t, m) != before {
		t.Errorf("brought twice: %v", err)
	}
	m.others = true
	if err := bring(ctx, j, journal.Steps); err != nil {
		t.Errorf("with nothing to do, beside another process: %v", err)
	}
	if err := bring(ctx, j, later("CREATE TABLE extra (x INTEGER)")); !errors.Is(err, journal.ErrInUse) {
		t.Errorf("beside another process: %v", err)
	}
	m.others = false
	if err := bring(ctx, j, later("CREATE TABLE meta (x INTEGER)")); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("migration %d: ", len(journal.Steps)+1)) || dump(t, m) != before {
		t.Errorf("a step that cannot be done: %v", err)
	}
	m.refuse = map[string]error{"made": errDisk}
	m.path += ".other"
	db, err := m.open()
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := bring(ctx, journal.New(m, db, time.Now), journal.Steps); !errors.Is(err, errDisk) {
		t.Errorf("a journal that the engine does not want: %v", err)
	}
	if v, err := journal.SchemaVersion(ctx, db); v != 0 || err != nil {
		t.Errorf("there is schema %d, %v", v, err)
	}
	m.refuse, m.others = nil, true // nobody uses what is not there yet
	if err := bring(ctx, journal.New(m, db, time.Now), journal.Steps); err != nil {
		t.Errorf("a new one: %v", err)
	}
}

// What another version has made of the schema meanwhile is not written to.
func TestAnotherSchema(t *testing.T) {
	ctx := t.Context()
	for text, want := range map[string]error{strconv.Itoa(len(journal.Steps) + 1): journal.ErrNewer, "4": journal.ErrDamaged, "3": journal.ErrDamaged, "2": journal.ErrDamaged, "1": journal.ErrDamaged, "0": journal.ErrDamaged,
		"-1": journal.ErrDamaged, "x": journal.ErrDamaged, "": journal.ErrDamaged} {
		j, m := onMedium(t)
		if _, err := m.db.Exec("UPDATE meta SET value = $1 WHERE key = 'schema'", text); err != nil {
			t.Fatal(err)
		}
		before := dump(t, m)
		if _, err := j.Open(ctx, opened("1", "one")); !errors.Is(err, want) {
			t.Errorf("schema %q: %v", text, err)
		}
		if err := journal.New(m, m.db, time.Now).Ready(ctx, journal.Options{}); !errors.Is(err, journal.ErrDamaged) { // the seal
			t.Errorf("schema %q: ready, %v", text, err)
		}
		if dump(t, m) != before {
			t.Errorf("schema %q: something was written", text)
		}
	}
	_, m := onMedium(t)
	for _, text := range []string{"0", "-1", "x", ""} {
		if _, err := m.db.Exec("UPDATE meta SET value = $1 WHERE key = 'schema'", text); err != nil {
			t.Fatal(err)
		}
		if v, err := journal.SchemaVersion(ctx, m.db); !errors.Is(err, journal.ErrDamaged) || v != 0 {
			t.Errorf("schema %q is %d, %v", text, v, err)
		}
	}
	for v, text := range map[int]string{1: "1", 2: "2", 17: "17"} {
		if _, err := m.db.Exec("UPDATE meta SET value = $1 WHERE key = 'schema'", text); err != nil {
			t.Fatal(err)
		}
		if got, err := journal.SchemaVersion(ctx, m.db); got != v || err != nil {
			t.Errorf("schema %q is %d, %v", text, got, err)
		}
	}
	if _, err := m.db.Exec("DELETE FROM meta WHERE key = 'schema'"); err != nil {
		t.Fatal(err)
	}
	if _, err := journal.SchemaVersion(ctx, m.db); !errors.Is(err, journal.ErrDamaged) {
		t.Errorf("without its schema: %v", err)
	}
}

// The tables and the id are under a seal; a row of our own that is damaged is named.
func TestTheSeal(t *testing.T) {
	ctx := t.Context()
	for _, text := range []string{"UPDATE meta SET value = 'x' WHERE key = 'journal_id'", "UPDATE meta SET value = 'x' WHERE key = 'seal'",
		"DELETE FROM meta WHERE key = 'seal'", "INSERT INTO meta (key, value) VALUES ('x', '')", "CREATE TABLE x (a)", "DROP INDEX attempt_seq",
		"DROP TRIGGER event_no_update", "CREATE INDEX x ON halt (why)"} {
		_, m := onMedium(t)
		if _, err := m.db.Exec(text); err != nil {
			t.Fatal(err)
		}
		if err := journal.New(m, m.db, time.Now).Ready(ctx, journal.Options{}); !errors.Is(err, journal.ErrDamaged) {
			t.Errorf("%s: %v", text, err)
		}
	}
	j, m := onMedium(t)
	put := func(text string) {
		t.Helper()
		if err := j.Write(ctx, func(tx *sql.Tx) error { return journal.PutMeta(ctx, tx, "stopped", text) }); err != nil {
			t.Fatal(err)
		}
	}
	if text, is, err := journal.Meta(ctx, m.db, "stopped"); is || text != "" || err != nil {
		t.Errorf("what is not there: %q, %t, %v", text, is, err)
	}
	put("[]")
	if text, is, err := journal.Meta(ctx, m.db, "stopped"); !is || text != "[]" || err != nil {
		t.Errorf("what is there: %q, %t, %v", text, is, err)
	}
	if err := journal.New(m, m.db, time.Now).Ready(ctx, journal.Options{}); err != nil {
		t.Errorf("sealed: %v", err)
	}
	put("{")
	if _, _, err := j.StoppedAt(ctx, "L", 5, noon); !errors.Is(err, journal.ErrDamaged) || !strings.Contains(err.Error(), "list of stopped sales") {
		t.Errorf("what does not read: %v", err)
	}
	if err := j.Stopped(ctx, "L", 5, flow.Press{}, noon); !errors.Is(err, journal.ErrDamaged) {
		t.Errorf("written over what does not read: %v", err)
	}
}
