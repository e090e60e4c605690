package settle_test

import (
	"fmt"
	"io"
	"strings"

	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/page/settle"
	"facetill/tui/text"
	"facetill/tui/theme"
)

// given is what a page gets: a screen of 60 columns, words, a time.
func given() *page.Context {
	mono := theme.New(io.Discard, theme.Options{Name: "mono", Getenv: func(string) string { return "" }})
	return &page.Context{Screen: draw.Screen{Width: 60, Height: 12, Theme: mono}, Words: &text.English}
}

// Nothing is open.
func Example() {
	c := given()
	b := (&settle.Open{}).View(c)
	for _, row := range b.Rows(c.PageHeight()) {
		if line := strings.TrimSpace(row.String()); line != "" {
			fmt.Println(line)
		}
	}
	// Output:
	// Unsettled sales
	// Nothing is unsettled
}
