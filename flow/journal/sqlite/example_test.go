package sqlite_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"facetill/flow"
	"facetill/flow/journal/sqlite"
)

// A till opens its journal to sell, and finds after a restart what it began.
func Example() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "facetill")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "facetill.db")

	j, err := sqlite.Open(ctx, path, sqlite.Options{Create: true})
	if err != nil {
		log.Fatal(err)
	}
	order := flow.Order{OutTradeNo: "26112812000000000000000000000001", TotalFee: 1280, Sale: flow.SaleKey{Ref: "basket-1"}}
	if _, err := j.Open(ctx, flow.OrderOpened{Order: order}); err != nil {
		log.Fatal(err)
	}
	if err := j.Close(); err != nil { // the process ends before the sale does
		log.Fatal(err)
	}

	again, err := sqlite.Open(ctx, path, sqlite.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer again.Close()
	left, err := again.Pending(ctx)
	if err != nil {
		log.Fatal(err)
	}
	for _, a := range left {
		fmt.Println(a.Sale.Ref, a.TotalFee, a.State)
	}
	// Output: basket-1 12.80 opened
}
