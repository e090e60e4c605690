package tui

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/receipt"
)

// slipPanel shows a receipt as it would be printed. From the page of a result it
// is the customer's first one, from anywhere else a copy.
type slipPanel struct {
	plain
	a     flow.Attempt
	first bool
	from  int
}

func (p *slipPanel) title(m *model) string { return m.w.DoReceipt }

func (p *slipPanel) lines(m *model) []string {
	slip := receipt.Slip{Shop: m.opt.Shop, Attempt: p.a, Width: receipt.Narrow, Reprint: !p.first, Words: m.w}
	return strings.Split(strings.TrimSuffix(slip.Text(), "\n"), "\n")
}

func (p *slipPanel) keys(m *model) []binding {
	return m.scrollKeys(&p.from, len(p.lines(m))-m.pageHeight()+1)
}

func (p *slipPanel) body(m *model, width, height int) (b block) {
	b.top = true
	lines := p.lines(m)
	for _, line := range lines[min(p.from, max(0, len(lines)-height+1)):] {
		b.add(m.cut(width, strings.Repeat(" ", max(0, (width-receipt.Narrow)/2))+line))
	}
	return b
}

// receiptKey opens the receipt of an attempt.
func (m *model) receiptKey(a func() flow.Attempt, first bool) binding {
	return binding{key: "f6", cap: "F6", label: m.w.DoReceipt, do: func() tea.Cmd { return m.show(&slipPanel{a: a(), first: first}) }}
}
