package day_test

import (
	"fmt"
	"io"
	"strings"
	"time"

	"facetill/flow"
	"facetill/flow/till"
	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/page/day"
	"facetill/tui/text"
	"facetill/tui/theme"
)

var noon = time.Date(2026, 11, 25, 4, 30, 0, 0, time.UTC)

// given is what a page gets: a screen of 60 columns, words, a time.
func given() *page.Context {
	mono := theme.New(io.Discard, theme.Options{Name: "mono", Getenv: func(string) string { return "" }})
	return &page.Context{Screen: draw.Screen{Width: 60, Height: 12, Theme: mono}, Words: &text.English, Now: noon}
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
	// all                  2        25.60
	// face 7               2        25.60
}
