package history_test

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"facetill/flow"
	"facetill/tui/page"
	"facetill/tui/page/history"
)

var noon = time.Date(2026, 11, 25, 4, 30, 0, 0, time.UTC)

// given is what a page gets: a screen of 60 columns, words, a time.
func given() *page.Context {
	return page.New(context.Background(), page.Options{Out: io.Discard, Theme: "mono", Language: "en", Width: 60, Height: 12, Now: func() time.Time { return noon }}).Context
}

// A day of one sale.
func Example() {
	c, p := given(), history.New(noon)
	sold := flow.Attempt{State: flow.Refused, Order: flow.Order{OutTradeNo: "26112512300000000000000000000041", TotalFee: 4200, OpenedAt: noon}}
	p.Update(c, page.HistoryMsg{Day: noon, List: []flow.Attempt{sold}})
	b := p.View(c)
	for _, row := range b.Rows(c.PageHeight()) {
		if line := strings.TrimSpace(row.String()); line != "" {
			fmt.Println(line)
		}
	}
	// Output:
	// Sales 2026-11-25
	// > 12:30    42.00  ✗ not charged                     ..0041
	// 0 paid, 0.00 yuan
}
