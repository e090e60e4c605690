package settle_test

import (
	"context"
	"fmt"
	"io"
	"strings"

	"facetill/tui/page"
	"facetill/tui/page/settle"
)

// given is what a page gets: a screen of 60 columns, words, a time.
func given() *page.Context {
	return page.New(context.Background(), page.Options{Out: io.Discard, Theme: "mono", Language: "en", Width: 60, Height: 12}).Context
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
