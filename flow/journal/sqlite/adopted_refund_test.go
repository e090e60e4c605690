package sqlite

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
)

// Whoever had a copy open when another process adopted it claims from then on with what
// that means: a refund that the copied journal has begun is not sent (money rule 4b.12).
func TestAnAdoptionElsewhereIsSeen(t *testing.T) {
	ctx := t.Context()
	dir, witness := t.TempDir(), t.TempDir()
	path := filepath.Join(dir, "a.db")
	j := at(t, path, witness)
	first := flipOrder(6)
	a, err := j.Open(ctx, first)
	for _, f := range story(6, first.Order.OpenedAt) {
		if err == nil {
			a, err = j.Append(ctx, a, f)
		}
	}
	if err == nil {
		err = j.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	for n := 1; n <= 2; n++ { // a copy, and a copy of that
		next := filepath.Join(t.TempDir(), "b.db")
		if err := os.WriteFile(next, bytesAt(t, path), 0o600); err != nil {
			t.Fatal(err)
		}
		path = next
		till, command := at(t, path, witness), at(t, path, witness)
		if before, _, err := till.Read(ctx, a.OutTradeNo); err != nil || before.Adoptions != n-1 {
			t.Errorf("the copy has %d adoptions, %v; want %d", before.Adoptions, err, n-1)
		}
		if adopted, err := command.Adopt(ctx, "Li", "a new machine"); !adopted || err != nil {
			t.Fatal(adopted, err)
		}
		claimed, err := till.Claim(ctx, a.OutTradeNo)
		if err != nil {
			t.Fatal(err)
		}
		e, _ := claimed.Refunds.Begun()
		if age := time.Since(claimed.AdoptedAt.Wall); age < -time.Second || age > time.Hour {
			t.Errorf("adopted %v ago", age)
		}
		if claimed.Adoptions != n || !e.IsAdopted(claimed.Adoptions) {
			t.Errorf("claimed under %d adoptions, the refund is of %d; want %d", claimed.Adoptions, e.Adopted, n)
		}
		if _, err := till.Append(ctx, claimed, flow.RefundSent{OutRefundNo: e.Number, N: e.Sends + 1, At: first.Order.OpenedAt, SendBy: first.Order.OpenedAt.Add(8e9)}); err == nil {
			t.Error("it was sent")
		}
		if err := till.Release(ctx, claimed); err != nil {
			t.Fatal(err)
		}
		for _, open := range []*Journal{till, command} {
			if err := open.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// An adoption has its moment on the wall clock, and on WeChat's where that is known.
func TestAdoptedOnBothClocks(t *testing.T) {
	ctx := t.Context()
	wall, wechat := time.UnixMilli(1_700_000_000_000).UTC(), time.UnixMilli(1_800_000_000_000).UTC()
	for _, want := range []refund.Adoption{{Wall: wall}, {Wall: wall, WeChat: wechat}} {
		dir := t.TempDir()
		first := at(t, filepath.Join(dir, "a.db"), "")
		if err := first.Close(); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, "b.db")
		if err := os.Rename(filepath.Join(dir, "a.db"), path); err != nil {
			t.Fatal(err)
		}
		j, err := Open(ctx, path, Options{Now: func() time.Time { return wall }, WeChatNow: func() time.Time { return want.WeChat }})
		if err != nil {
			t.Fatal(err)
		}
		defer j.Close()
		if adopted, err := j.Adopt(ctx, "Li", "a new machine"); !adopted || err != nil {
			t.Fatal(adopted, err)
		}
		if n, got := j.Adoptions(); n != 1 || got != want {
			t.Errorf("%d adoptions, at %+v, want %+v", n, got, want)
		}
	}
}
