package journal_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"testing"

	"facetill/flow"
	"facetill/flow/journal"
	"facetill/flow/journal/sqlite"
)

// made is a new journal, and where it lies.
func made(t *testing.T) (j *sqlite.Journal, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "j.db")
	j, err := sqlite.Open(t.Context(), path, sqlite.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = j.Close() })
	return j, path
}

func opened(no, ref string) flow.OrderOpened {
	return flow.OrderOpened{Order: flow.Order{OutTradeNo: flow.OutTradeNo(no), TotalFee: 1, Merchant: flow.Merchant{MchID: "1"},
		Sale: flow.SaleKey{MchID: "1", Ref: ref}}}
}

func fromBefore(ctx context.Context, t *testing.T, j *sqlite.Journal, first flow.OrderOpened) {
	t.Helper()
	if err := j.OpenAsBefore(ctx, first); err != nil {
		t.Fatal(err)
	}
}

// What an older version wrote comes before everything, and stops as it did.
func TestOrderAfterAnOlderVersion(t *testing.T) {
	ctx := context.Background()
	j, _ := made(t)
	fromBefore(ctx, t, j, opened("1", "a"))
	fromBefore(ctx, t, j, opened("2", "b"))
	p, err := j.Press(ctx, "", 1)
	if err != nil || p.Seq != 0 || len(p.InFlight) != 2 {
		t.Errorf("a press at %+v, %v", p, err)
	}
	a, err := j.Open(ctx, opened("3", "c"))
	if err != nil || a.Seq != 1 {
		t.Fatalf("the first place is %d, %v", a.Seq, err)
	}
	if b, err := j.Open(ctx, opened("4", "d")); err != nil || b.Seq != 2 {
		t.Errorf("the second place is %d, %v", b.Seq, err)
	}
	found, err := j.PossibleDuplicates(ctx, "", 1, p)
	var nos []flow.OutTradeNo
	for _, s := range found {
		nos = append(nos, s.OutTradeNo)
	}
	if err != nil || len(nos) != 4 || nos[0] != "4" || nos[3] != "1" {
		t.Errorf("newest first: %v, %v", nos, err)
	}
	if r, err := j.Verify(ctx); err != nil || len(r.Problems) > 0 {
		t.Errorf("verify: %+v, %v", r, err)
	}
	if _, err := j.Open(ctx, opened("4", "e")); !errors.Is(err, flow.ErrBlocked) {
		t.Errorf("a number that is known: %v", err)
	}
	if c, err := j.Open(ctx, opened("5", "e")); err != nil || c.Seq != 3 {
		t.Errorf("a refused opening takes no place: %d, %v", c.Seq, err)
	}
}

// A hidden entry of the sequence is seen, and nothing is sold beside it.
func TestOrderWithAGap(t *testing.T) {
	ctx := context.Background()
	j, _ := made(t)
	for _, no := range []string{"1", "2", "3"} {
		if _, err := j.Open(ctx, opened(no, no)); err != nil {
			t.Fatal(err)
		}
	}
	for _, seq := range []int{2, 3} {
		if _, err := j.DB().Exec("UPDATE attempt SET seq = 0 WHERE seq = $1", seq); err != nil {
			t.Fatal(err)
		}
		if _, err := j.PossibleDuplicates(ctx, "", 1, flow.Press{}); !errors.Is(err, journal.ErrDamaged) {
			t.Errorf("without place %d: %v", seq, err)
		}
		if r, err := j.Verify(ctx); err == nil && len(r.Problems) == 0 {
			t.Errorf("without place %d verify sees nothing", seq)
		}
	}
}

// A journal with something open at another WeChat is not this configuration's;
// what an older version wrote names none, and is taken.
func TestAnotherWeChat(t *testing.T) {
	ctx := context.Background()
	j, path := made(t)
	fromBefore(ctx, t, j, opened("1", "a"))
	first := opened("2", "b")
	first.Order.WeChat = flow.WeChatItself
	a, err := j.Open(ctx, first)
	if err != nil {
		t.Fatal(err)
	}
	who := sqlite.Options{Merchant: a.Merchant}
	for place, ok := range map[string]bool{"": true, flow.WeChatItself: true, "https://127.0.0.1:1": false} {
		who.WeChat = place
		other, err := sqlite.Open(ctx, path, who)
		if (err == nil) != ok || err != nil && !errors.Is(err, journal.ErrForeign) {
			t.Errorf("at %q: %v", place, err)
		}
		if err == nil {
			_ = other.Close()
		}
	}
	if _, err := j.Append(ctx, a, flow.SaleCancelled{By: "cashier"}); err != nil {
		t.Fatal(err)
	}
	other, err := sqlite.Open(ctx, path, who)
	if err != nil {
		t.Fatalf("what is over asks for no WeChat: %v", err)
	}
	_ = other.Close()
}

// Money rule 5.3: whenever another process opens a sale of the same amount while a press
// is noted, the sale is told apart from what was there before: told by then, it stops.
func TestOpenedDuringAPress(t *testing.T) {
	ctx := t.Context()
	for n, met := 1, true; met; n++ {
		path := filepath.Join(t.TempDir(), "j.db")
		j, m := process(t, path, "we")
		theirs, _ := process(t, path, "other")
		for _, db := range []*sql.DB{m.db, theirs.DB()} { // else who reads keeps out who writes
			db.SetMaxOpenConns(1)
			if _, err := db.Exec("PRAGMA journal_mode = WAL"); err != nil {
				t.Fatal(err)
			}
		}
		met = false
		var a flow.Attempt
		var opening error
		calls := 0
		m.between = func() {
			if calls++; calls == n {
				met = true
				a, opening = theirs.Open(ctx, opened("1", "one"))
			}
		}
		p, err := j.Press(ctx, "", 1)
		m.between = nil
		if err != nil || opening != nil {
			t.Fatal(n, err, opening)
		}
		if !met {
			break
		}
		if _, err = theirs.Append(ctx, a, append(paid(), flow.Shown{})...); err != nil {
			t.Fatal(n, err)
		}
		if found, err := j.PossibleDuplicates(ctx, "", 1, p); err != nil || len(found) != 1 {
			t.Errorf("opened at call %d of the press %+v, it stops nothing: %v, %v", n, p, found, err)
		}
	}
}
