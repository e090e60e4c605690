package tui

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/draw"
	"facetill/tui/receipt"
)

// slipPanel shows a receipt as it would be printed. From the page of a result it
// is the customer's first one, from anywhere else a copy.
type slipPanel struct {
	plain
	a     flow.Attempt
	first bool
	scroller
}

func (p *slipPanel) title(m *model) string { return m.w.DoReceipt }

func (p *slipPanel) keys(m *model) []binding  { return p.scrollKeys(m, p.head(m), p.lines(m)) }
func (p *slipPanel) body(m *model) draw.Block { return p.scrolled(m, p.head(m), p.lines(m)) }

func (p *slipPanel) head(m *model) draw.Block {
	b := m.Block()
	b.Top = true
	return b
}

func (p *slipPanel) lines(m *model) []string {
	slip := receipt.Slip{Shop: m.opt.Shop, Attempt: p.a, Width: receipt.Narrow, Reprint: !p.first, Words: m.w}
	return m.Indent(strings.Split(strings.TrimSuffix(slip.Text(), "\n"), "\n"), receipt.Narrow, 0)
}

// receiptKey opens the receipt of an attempt.
func (m *model) receiptKey(a func() flow.Attempt, first bool) binding {
	return binding{Name: "f6", Cap: "F6", Label: m.w.DoReceipt, Do: func() tea.Cmd { return m.show(&slipPanel{a: a(), first: first, scroller: scroller{paper: true}}) }}
}
