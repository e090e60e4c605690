package history

import (
	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/page"
	"facetill/tui/receipt"
)

// NewSlip shows the receipt of an attempt as it would be printed. From the page of a
// result it is the customer's first one, from anywhere else a copy.
func NewSlip(a flow.Attempt, first bool) *page.Paper {
	return page.NewPaper(func(c *page.Context) string {
		return receipt.Slip{Shop: c.Opt().Shop, Attempt: a, Width: receipt.Narrow, Reprint: !first, Words: c.Words}.Text()
	})
}

// SlipKey shows the receipt of an attempt.
func SlipKey(c *page.Context, a func() flow.Attempt, first bool) page.Binding {
	return page.Binding{Name: "f6", Cap: "F6", Label: c.Words.DoReceipt, Do: func() tea.Cmd { return c.Show(NewSlip(a(), first)) }}
}
