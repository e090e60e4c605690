package refund_test

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"facetill/flow"
	entry "facetill/flow/refund"
	"facetill/tui/page"
	"facetill/tui/page/refund"
)

var noon = time.Date(2026, 11, 25, 4, 30, 0, 0, time.UTC)

// given is what a page gets: a screen of 60 columns, words, a time.
func given() *page.Context {
	return page.New(context.Background(), page.Options{Out: io.Discard, Theme: "mono", Language: "en", Width: 60, Height: 12, Now: func() time.Time { return noon }}).Context
}

// A sale of which a part is on its way back.
func Example() {
	sold := flow.Attempt{State: flow.Paid, Shown: true, Order: flow.Order{OutTradeNo: "26112512300000000000000000000041", TotalFee: 4200, OpenedAt: noon}}
	c, p := given(), refund.NewCard(sold)
	sold.Refunds = entry.List{{Number: "26112512300000000000000000000041R7", Fee: 1200, State: entry.Accepted, By: "Li", BegunAt: noon}}
	p.Update(c, page.AttemptMsg{No: sold.OutTradeNo, Attempt: sold})
	b := p.View(c)
	for _, row := range b.Rows(c.PageHeight()) {
		if line := strings.TrimSpace(row.String()); line != "" {
			fmt.Println(line)
		}
	}
	// Output:
	// Can still be given back (yuan) ¥30.00
	// paid 42.00, back 0.00, on its way 12.00
	// > 11-25    12.00 ? on its way                         41R7
	// On its way: to a balance in minutes,
	// to a card in one to three working days
}
