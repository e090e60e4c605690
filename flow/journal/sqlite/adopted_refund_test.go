package sqlite

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"facetill/flow"
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
		if age := time.Since(claimed.AdoptedAt); age < -time.Second || age > time.Hour {
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
