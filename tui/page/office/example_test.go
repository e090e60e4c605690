package office_test

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"facetill/tui/page"
	"facetill/tui/page/office"
)

var noon = time.Date(2026, 11, 25, 4, 30, 0, 0, time.UTC)

// given is what a page gets: a screen of 60 columns, words, a time.
func given() *page.Context {
	return page.New(context.Background(), page.Options{Out: io.Discard, Theme: "mono", Language: "en", Width: 60, Height: 12, Now: func() time.Time { return noon }, Settings: []page.Setting{{Name: "ui.bell", Value: "true"}}}).Context
}

// The configuration, as its page shows it.
func Example() {
	c := given()
	b := (&office.Settings{}).View(c)
	for _, row := range b.Rows(c.PageHeight()) {
		if line := strings.TrimSpace(row.String()); line != "" {
			fmt.Println(line)
		}
	}
	// Output:
	// Settings (secrets are not shown)
	// ui.bell                    true
}
