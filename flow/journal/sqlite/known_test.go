package sqlite_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"facetill/flow"
	"facetill/flow/journal/sqlite"
)

// A number that is known already may have been charged: opening it again is no
// mere failure.
func TestKnownNumberIsBlocked(t *testing.T) {
	ctx := context.Background()
	j, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "j.db"), sqlite.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	o := flow.Order{OutTradeNo: "N1", TotalFee: 1, Sale: flow.SaleKey{Ref: "A"}}
	if _, err := j.Open(ctx, flow.OrderOpened{Order: o}); err != nil {
		t.Fatal(err)
	}
	o.Sale.Ref = "B"
	if _, err := j.Open(ctx, flow.OrderOpened{Order: o}); !errors.Is(err, flow.ErrBlocked) {
		t.Errorf("opened again: %v", err)
	}
}
