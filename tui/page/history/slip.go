package history

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/receipt"
)

// Slip shows a receipt as it would be printed. From the page of a result it
// is the customer's first one, from anywhere else a copy.
type Slip struct {
	page.Still
	a     flow.Attempt
	first bool
	page.Scroller
}

func (p *Slip) Kind() page.Kind              { return "slip" }
func (p *Slip) Title(c *page.Context) string { return c.Words.DoReceipt }

func (p *Slip) Keys(c *page.Context) []page.Binding { return p.ScrollKeys(c, p.head(c), p.lines(c)) }
func (p *Slip) View(c *page.Context) draw.Block     { return p.Scrolled(c, p.head(c), p.lines(c)) }

func (p *Slip) head(c *page.Context) draw.Block {
	return c.TopBlock()
}

func (p *Slip) lines(c *page.Context) []string {
	slip := receipt.Slip{Shop: c.Opt().Shop, Attempt: p.a, Width: receipt.Narrow, Reprint: !p.first, Words: c.Words}
	return c.Indent(strings.Split(strings.TrimSuffix(slip.Text(), "\n"), "\n"), receipt.Narrow, 0)
}

// SlipKey shows the receipt of an attempt.
func SlipKey(c *page.Context, a func() flow.Attempt, first bool) page.Binding {
	return page.Binding{Name: "f6", Cap: "F6", Label: c.Words.DoReceipt, Do: func() tea.Cmd { return c.Show(&Slip{a: a(), first: first, Scroller: page.Scroller{Paper: true}}) }}
}
