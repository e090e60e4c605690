package sale_test

import (
	"fmt"
	"io"
	"strings"
	"time"

	"facetill/tui/draw"
	"facetill/tui/input"
	"facetill/tui/page"
	"facetill/tui/page/sale"
	"facetill/tui/text"
	"facetill/tui/theme"
)

var noon = time.Date(2026, 11, 25, 4, 30, 0, 0, time.UTC)

// given is what a page gets: a screen of 60 columns, words, a time.
func given() *page.Context {
	mono := theme.New(io.Discard, theme.Options{Name: "mono", Getenv: func(string) string { return "" }})
	return &page.Context{Screen: draw.Screen{Width: 60, Height: 12, Theme: mono}, Words: &text.English, Now: noon}
}

// The amount that is typed, where a sale begins.
func Example() {
	c := given()
	c.Amount = input.Amount{Text: "12.80+3.5"}
	fmt.Println(sale.Amount{}.Title(c))
	b := c.Block()
	b.Wrap(sale.FaultText(c.Words, input.Fault{Kind: input.FaultLarge}), c.Theme.Bad)
	for _, row := range b.Rows(c.PageHeight()) {
		if line := strings.TrimSpace(row.String()); line != "" {
			fmt.Println(line)
		}
	}
	// Output:
	// Amount (yuan) ¥16.30
	// The amount can be 9999999.99 at most
}
