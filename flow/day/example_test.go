package day_test

import (
	"context"
	"fmt"
	"time"

	"facetill/flow/day"
	"facetill/flow/flowtest"
)

// A day is looked at as often as somebody likes, and closed once.
func ExampleBooks_Close() {
	disk := flowtest.NewMemory()
	books := day.Books{Journal: disk.Process("till"), Ledger: disk, Clock: &wall{noon.AddDate(0, 0, 1)}}
	look, err := books.Look(context.Background(), noon)
	fmt.Println(look.All.Charged, err)

	record, err := books.Close(context.Background(), day.Request{Day: noon, By: "Wang"})
	fmt.Println(record.Number, record.Day, record.To.Sub(record.From), err)
	_, err = books.Close(context.Background(), day.Request{Day: noon.Add(time.Hour), By: "Wang"})
	fmt.Println(err)
	// Output:
	// 0.00 <nil>
	// 1 2026-11-25 24h0m0s <nil>
	// business day 2026-11-25 is closed already, as close 1; nothing was closed
}
