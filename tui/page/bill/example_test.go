package bill_test

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"facetill/flow"
	"facetill/flow/reconcile"
	"facetill/flow/reconcile/desk"
	"facetill/tui/page"
	"facetill/tui/page/bill"
)

var noon = time.Date(2026, 11, 25, 4, 30, 0, 0, time.UTC)

// compared has one row that somebody has to look at.
type compared struct{ page.Bills }

func (compared) Lately(context.Context, int) ([]desk.Report, error) {
	found := reconcile.Finding{Class: reconcile.TheirsOnly, State: reconcile.RowSuccess, OutTradeNo: "26112412000000000000000000009001", Theirs: 1280}
	return []desk.Report{{Day: "2026-11-24", Counts: map[reconcile.Class]int{reconcile.TheirsOnly: 1},
		Items: []desk.Item{{ID: "5f1d02", Day: "2026-11-24", Finding: found, Said: string(flow.AnswerPaid)}}}}, nil
}

// given is what a page gets: a screen of 60 columns, words, a time, and the bills.
func given() *page.Context {
	return page.New(context.Background(), page.Options{Out: io.Discard, Theme: "mono", Language: "en", Width: 60, Height: 14,
		Bills: compared{}, Now: func() time.Time { return noon }}).Context
}

// The rows that have come, as their page shows them, and the keys for the chosen one.
func Example() {
	c, p := given(), bill.New()
	p.Update(c, p.Update(c, page.Entered{})())
	b := p.View(c)
	for _, row := range b.Rows(c.PageHeight()) {
		if line := strings.TrimSpace(row.String()); line != "" {
			fmt.Println(line)
		}
	}
	for _, key := range p.Keys(c) {
		if !key.Quiet && key.Cap != "" {
			fmt.Println(key.Cap, key.Label)
		}
	}
	// Output:
	// WeChat's bill: 1 to look at
	// Look it up on the merchant platform, then enter
	// it: i. It waits for your word about the goods
	// WeChat: paid
	// > 11-24  charged, and not in this journal           ..9001
	// bill 12.80, journal -
	// i enter the charge
	// a accept
	// r ask WeChat now
}
