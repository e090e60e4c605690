package day_test

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"facetill/flow"
	"facetill/flow/till"
	"facetill/tui/page"
	"facetill/tui/page/day"
)

var noon = time.Date(2026, 11, 25, 4, 30, 0, 0, time.UTC)

// given is what a page gets: a screen of 60 columns, words, a time.
func given() *page.Context {
	return page.New(context.Background(), page.Options{Out: io.Discard, Theme: "mono", Language: "en", Width: 60, Height: 12, Now: func() time.Time { return noon }}).Context
}

// A day that has come, as its page shows it.
func Example() {
	c, p := given(), day.NewClose(noon)
	sum := till.Sum{Method: flow.MethodFace, Cashier: "7", Sales: 2, Charged: 2560}
	p.Update(c, page.DayMsg{Day: noon, Sums: till.Day{Sums: []till.Sum{sum}, All: till.Sum{Sales: 2, Charged: 2560}}})
	b := p.View(c)
	for _, row := range b.Rows(c.PageHeight()) {
		if line := strings.TrimSpace(row.String()); line != "" {
			fmt.Println(line)
		}
	}
	// Output:
	// Day close 2026-11-25
	// not over before 11-26 00:00
	// all                  2        25.60
	// face 7               2        25.60
}
