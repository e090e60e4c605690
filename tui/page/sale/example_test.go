package sale_test

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"facetill/tui/input"
	"facetill/tui/page"
	"facetill/tui/page/sale"
)

var noon = time.Date(2026, 11, 25, 4, 30, 0, 0, time.UTC)

// given is what a page gets: a screen of 60 columns, words, a time.
func given() *page.Context {
	return page.New(context.Background(), page.Options{Out: io.Discard, Theme: "mono", Language: "en", Width: 60, Height: 12, Now: func() time.Time { return noon }}).Context
}

// The amount that is typed, where a sale begins.
func Example() {
	c := given()
	c.Next().Amount = input.Amount{Text: "12.80+3.5"}
	fmt.Println(sale.Amount{}.Title(c))
	b := c.Block()
	b.Wrap(page.FaultText(c.Words, input.Fault{Kind: input.FaultLarge}), c.Theme.Bad)
	for _, row := range b.Rows(c.PageHeight()) {
		if line := strings.TrimSpace(row.String()); line != "" {
			fmt.Println(line)
		}
	}
	// Output:
	// Amount (yuan) ¥16.30
	// The amount can be 9999999.99 at most
}
