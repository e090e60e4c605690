package journal_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"facetill/flow"
	"facetill/flow/journal/sqlite"
)

// Whoever reads a journal proves it first: each row is made again of its facts.
func ExampleJournal_Verify() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "facetill")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	j, err := sqlite.Open(ctx, filepath.Join(dir, "facetill.db"), sqlite.Options{Create: true})
	if err != nil {
		log.Fatal(err)
	}
	defer j.Close()
	order := flow.Order{OutTradeNo: "26112812000000000000000000000001", TotalFee: 1280, Sale: flow.SaleKey{Ref: "basket-1"}}
	if _, err := j.Open(ctx, flow.OrderOpened{Order: order}); err != nil {
		log.Fatal(err)
	}
	report, err := j.Verify(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(report.Attempts, report.Events, len(report.Problems))
	// Output: 1 1 0
}
