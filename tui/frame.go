package tui

import (
	"strings"

	"facetill/flow"
	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/page/walk"
	"facetill/tui/text"
)

// frame is what was laid out last. Only the rows with time in them are drawn
// for each frame; everything else changes with a message, which makes it stale.
type frame struct {
	rows   []draw.Row
	minute string      // the clock that was laid out
	keys   []draw.Span // of the last row
	counts int         // columns of the counts above it, at the right
	out    strings.Builder
}

// View returns as many rows as the terminal has.
func (m *model) View() string {
	defer m.Jobs.NotePanic()
	if m.Width <= 0 || m.Height <= 0 {
		return ""
	}
	if m.Stale {
		m.frame.rows, m.frame.minute, m.Stale = m.layout(), m.minute(), false
	}
	out := &m.frame.out
	out.Reset()
	for i, r := range m.frame.rows {
		if i > 0 {
			out.WriteByte('\n')
		}
		out.WriteString(r.String())
	}
	if m.At() == page.KindResult && m.Sale.Money() == text.MoneyPaid {
		m.draw(&m.Shown, out)
	}
	m.drawWord(out)
	return m.Theme.Fit(out.String())
}

// minute is the clock of the header, in China's time as all of a sale is.
func (m *model) minute() string { return m.Now.In(flow.Beijing).Format("15:04") }

// layout makes all rows of the screen.
func (m *model) layout() []draw.Row {
	if m.Small() {
		return m.smallRows()
	}
	foot := m.footer()
	b := m.body()
	rest := b.Rows(m.PageHeight())
	if m.Aside > 0 {
		rest = walk.Beside(m.Context, rest)
	}
	return append(append([]draw.Row{draw.Text(m.header())}, rest...), foot...)
}

func (m *model) body() draw.Block {
	top := m.Top()
	b := top.View(m.Context)
	text, style := m.Alert()
	switch kind := top.Kind(); {
	case text == "" || m.Compact() || kind == page.KindResult || kind == page.KindRest:
	case m.OnPanel(): // above: a list may have no room below
		head := m.Block()
		head.Top = b.Top
		head.Wrap(text, style)
		head.Append(b)
		return head
	default:
		b.Blank()
		b.Wrap(text, style)
	}
	return b
}
