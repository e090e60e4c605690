package journal_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/journal"
)

// Money rule 1.1: whichever call of the engine fails, whoever wrote or asked hears so, and
// nothing of what was to be written is there.
func TestWhicheverCallFails(t *testing.T) {
	ctx := t.Context()
	j, m := onMedium(t)
	a := shop(t, j, m)
	var cut flow.Attempt // what is driven by this process
	for _, op := range []struct {
		what string
		do   func() error
	}{
		{"open", func() (err error) { cut, err = j.Open(ctx, opened("9", "nine")); return err }},
		{"open, minted", func() error { return errOf(j.Open(ctx, minted("8", noon))) }},
		{"append", func() (err error) { cut, err = j.Append(ctx, cut, paid()...); return err }},
		{"append one", func() (err error) { cut, err = j.Append(ctx, cut, flow.Shown{}); return err }},
		{"claim", func() error { return errOf(j.Claim(ctx, "3")) }},
		{"release", func() error { return j.Release(ctx, cut) }},
		{"beat", func() error { return j.Beat(ctx, noon) }},
		{"suspend", func() error { return j.SuspendSales(ctx, flow.SuspendedByKey, "SIGN_ERROR") }},
		{"suspend, another word", func() error { return j.SuspendSales(ctx, flow.SuspendedByKey, "other") }},
		{"lift", func() error { return j.SuspendSales(ctx, flow.SuspendedByKey, "") }},
		{"stopped", func() error { return j.Stopped(ctx, "L", 5, flow.Press{Seq: 3}, noon) }},
		{"last beat", func() error { return errOf(j.LastBeat(ctx)) }},
		{"suspended", func() error { return errOf(j.SalesSuspended(ctx)) }},
		{"stopped at", func() error { _, _, err := j.StoppedAt(ctx, "L", 5, noon); return err }},
		{"press", func() error { return errOf(j.Press(ctx, "", 1)) }},
		{"duplicates", func() error {
			return errOf(j.PossibleDuplicates(ctx, "", 1, flow.Press{Seq: 1, InFlight: []flow.OutTradeNo{"1"}}))
		}},
		{"read", func() error { _, _, err := j.Read(ctx, "1"); return err }},
		{"sale", func() error { return errOf(j.Sale(ctx, a.Sale)) }},
		{"sale, minted", func() error { return errOf(j.Sale(ctx, minted("4", noon).Order.Sale)) }},
		{"pending", func() error { return errOf(j.Pending(ctx)) }},
		{"find", func() error { return errOf(j.Find(ctx, "1")) }},
		{"find the last digits", func() error { return errOf(j.Find(ctx, "7890")) }},
		{"list", func() error { return errOf(j.List(ctx, flow.Filter{})) }},
		{"timeline", func() error { return errOf(j.Timeline(ctx, "1")) }},
		{"verify", func() error { return verified(ctx, j) }},
		{"ready", func() error {
			return journal.New(m, m.db, time.Now).Ready(ctx, journal.Options{Merchant: flow.Merchant{MchID: "1"}})
		}},
		{"bring", func() error {
			return bring(ctx, journal.New(m, m.db, time.Now), append(journal.Steps[:3:3], "CREATE TABLE extra (x INTEGER)"))
		}},
	} {
		failAtEach(t, m, op.what, op.do)
	}
}

// failAtEach does something again and again, with each of its calls failing once, until
// it is done without.
func failAtEach(t *testing.T, m *medium, what string, do func() error) {
	t.Helper()
	before := dump(t, m)
	for n := int64(1); ; n++ {
		m.left.Store(n)
		err := do()
		hit := m.left.Swap(0) <= 0
		switch {
		case !hit && err != nil:
			t.Fatalf("%s: %v", what, err)
		case !hit && n == 1:
			t.Fatalf("%s called nothing", what)
		case !hit:
			return
		case !errors.Is(err, errDisk) && !strings.Contains(fmt.Sprint(err), errDisk.Error()):
			t.Errorf("%s: call %d fails, and it says %v", what, n, err)
		}
		if after := dump(t, m); after != before {
			t.Errorf("%s: call %d fails, and there is\n%s\nbefore\n%s", what, n, after, before)
		}
	}
}

// shop fills a journal with what the lists tell apart, and returns one that was paid.
func shop(t *testing.T, j *journal.Journal, m *medium) flow.Attempt {
	t.Helper()
	ctx := t.Context()
	open := func(first flow.OrderOpened, facts ...flow.Fact) flow.Attempt {
		t.Helper()
		a, err := j.Open(ctx, first)
		if err == nil {
			a, err = j.Append(ctx, a, facts...)
		}
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	a := open(opened("1", "one"), append(paid(), flow.Shown{})...)
	open(opened("2", "two"), paid()...)
	m.driver = "dead"
	open(opened("3", "three"))
	m.driver = "we"
	open(minted("4", noon.AddDate(0, 0, -1)), paid()[:2]...)
	open(minted("5", noon.AddDate(0, 0, -2)), flow.SaleCancelled{By: "cashier"})
	if err := errors.Join(j.SuspendSales(ctx, flow.SuspendedByCertificate, "EOF"), j.Stopped(ctx, "L", 5, flow.Press{Seq: 2}, noon), j.Beat(ctx, noon.Add(-1))); err != nil {
		t.Fatal(err)
	}
	return a
}

func minted(no string, at time.Time) flow.OrderOpened {
	first := opened(no, no)
	first.Order.RefMinted, first.Order.OpenedAt = true, at
	return first
}

// verified returns what Verify finds.
func verified(ctx context.Context, j *journal.Journal) error {
	r, err := j.Verify(ctx)
	if err == nil && len(r.Problems) > 0 {
		err = errors.New(strings.Join(r.Problems, "\n"))
	}
	return err
}

func errOf[T any](_ T, err error) error { return err }

// dump is everything that stands in the database.
func dump(t *testing.T, m *medium) string {
	t.Helper()
	var all strings.Builder
	for _, table := range []string{"meta", "attempt", "event", "halt", "heartbeat", "tally", "sale_ref", "refund", "line", "close", "close_open", "archive", "archived"} {
		rows, err := m.db.Query("SELECT * FROM " + table)
		if err != nil {
			t.Fatal(err)
		}
		names, err := rows.Columns()
		for err == nil && rows.Next() {
			row, into := make([]any, len(names)), make([]any, len(names))
			for i := range row {
				into[i] = &row[i]
			}
			err = rows.Scan(into...)
			fmt.Fprintln(&all, table, row)
		}
		if err = errors.Join(err, rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
	}
	return all.String()
}
