package office_test

import (
	"fmt"
	"io"
	"strings"
	"time"

	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/page/office"
	"facetill/tui/text"
	"facetill/tui/theme"
)

var noon = time.Date(2026, 11, 25, 4, 30, 0, 0, time.UTC)

// given is what a page gets: a screen of 60 columns, words, a time.
func given() *page.Context {
	mono := theme.New(io.Discard, theme.Options{Name: "mono", Getenv: func(string) string { return "" }})
	return &page.Context{Screen: draw.Screen{Width: 60, Height: 12, Theme: mono}, Words: &text.English, Now: noon}
}

// The configuration, as its page shows it.
func Example() {
	c := given()
	c.Opt.Settings = []page.Setting{{Name: "ui.bell", Value: "true"}}
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
