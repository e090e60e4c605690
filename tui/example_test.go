package tui_test

import (
	"context"
	"fmt"
	"io"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/day"
	"facetill/flow/till"
	"facetill/tui"
)

// quiet is a till at which nothing was sold yet.
type quiet struct{ tui.Till }

func (quiet) Pending(context.Context) ([]flow.Attempt, error) { return nil, nil }
func (quiet) Recent(context.Context) ([]flow.Attempt, error)  { return nil, nil }
func (quiet) OpenRefunds(context.Context) (till.OpenRefunds, error) {
	return till.OpenRefunds{}, nil
}
func (quiet) Due(context.Context) (day.Due, error)   { return day.Due{}, nil }
func (quiet) Tries() map[flow.OutTradeNo]flow.Update { return nil }
func (quiet) Camera() string                         { return "" }

// An amount is typed at a screen without a terminal; Run has the same options, and one.
func Example() {
	screen := tui.NewVirtual(tui.Options{Till: quiet{}, Out: io.Discard, Language: "en", Theme: "mono", Width: 80, Height: 24},
		time.Date(2026, 11, 28, 4, 30, 0, 0, time.UTC))
	defer screen.Close()
	for _, r := range "12.80+3.5" {
		screen.Run(screen.Now().Add(200 * time.Millisecond))
		screen.Send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}})
	}
	fmt.Println(screen.Page(), screen.Entry(), screen.Standing())
	// Output: amount 12.80+3.5 1630
}
