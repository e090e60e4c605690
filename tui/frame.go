package tui

import (
	"fmt"
	"strings"

	"facetill/flow"
	"facetill/tui/text"
	"facetill/tui/theme"
)

// frame is what was laid out last. Only the rows with time in them are drawn
// for each frame; everything else changes with a message, which makes it stale.
type frame struct {
	stale  bool
	rows   []row
	minute string // the clock that was laid out
	keys   []span // of the last line
	counts int    // columns of the counts above it, at the right
	out    strings.Builder
}

// View gives as many lines as the terminal has.
func (m *model) View() string {
	if m.width <= 0 || m.height <= 0 {
		return ""
	}
	if m.frame.stale {
		m.frame.rows, m.frame.minute, m.frame.stale = m.layout(), m.minute(), false
	}
	out := &m.frame.out
	out.Reset()
	for i, r := range m.frame.rows {
		if i > 0 {
			out.WriteByte('\n')
		}
		if r.draw != nil {
			out.WriteString(r.draw())
			continue
		}
		out.WriteString(r.text)
	}
	if m.page() == pageResult && m.sale.money() == text.MoneyPaid {
		m.drawPaid(out)
	}
	return m.th.Fit(out.String())
}

// minute is the clock of the header, in China's time as all of a sale is.
func (m *model) minute() string { return m.now.In(flow.Beijing).Format("15:04") }

// layout makes all rows of the screen.
func (m *model) layout() []row {
	if m.small() {
		return m.smallRows()
	}
	foot := m.footer()
	height := m.pageHeight()
	b := m.body(m.width, height)
	rows := append([]row{{text: m.header()}}, m.filled(b, height)...)
	return append(rows, foot...)
}

// pageHeight is how many rows a page has between the header and the last lines.
func (m *model) pageHeight() int {
	if m.compact() {
		return m.height - 3
	}
	return m.height - 4
}

// filled gives the body its height, and paints a result all over.
func (m *model) filled(b block, height int) []row {
	rows := b.place(height)
	for i := range rows {
		r := &rows[i]
		switch draw, width := r.draw, m.width; {
		case b.fill == nil:
		case draw != nil:
			r.draw = func() string { return painted(b.fill, row{text: draw()}, width, false) }
		default:
			edge := (i == 0 || i == height-1) && r.blank && !m.th.Colour
			r.text = painted(b.fill, *r, width, edge)
		}
		r.blank = false
	}
	return rows
}

func (m *model) body(width, height int) (b block) {
	switch m.page() {
	case pageResult:
		return m.resultBody(width, height)
	case pageSale:
		b = m.saleBody(width, height)
	case pageCode:
		b = m.codeBody(width)
	case pageStopped:
		b = m.stoppedBody(width)
	case pageHalted:
		b = m.haltedBody(width)
	case pageClaims:
		b = m.claimsBody(width)
	case pagePanel:
		b = m.panel().body(m, width, height)
	case pageRest:
		return m.restBody(width)
	default:
		b = m.amountBody(width)
	}
	text, style := m.alert()
	switch {
	case text == "" || m.compact():
	case m.page() == pagePanel: // above: a list may have no room below
		head := block{top: b.top, fill: b.fill}
		head.wrap(width, text, style)
		head.rows = append(head.rows, b.rows...)
		return head
	default:
		b.blank()
		b.wrap(width, text, style)
	}
	return b
}

// sayOr says a page's sentence; on a compact screen an alert takes its place,
// because there is room for one of them only.
func (m *model) sayOr(b *block, width int, text string, style theme.Style) {
	if alert, st := m.alert(); alert != "" && m.compact() {
		text, style = alert, st
	}
	b.wrap(width, text, style)
}

// alertToo says an alert on a compact screen beside a question about money, never
// in its place.
func (m *model) alertToo(b *block, width int) {
	if alert, style := m.alert(); alert != "" && m.compact() {
		b.wrap(width, alert, style)
	}
}

// alert is what the cashier has to read now: what a second press would do, else
// the last notice.
func (m *model) alert() (string, theme.Style) {
	if asks := m.asks(); asks != "" {
		return m.hastily(asks), m.th.Care
	}
	if m.notice.bad {
		return m.th.Warn + " " + m.notice.text, m.th.Care
	}
	return m.notice.text, m.th.Good
}

// asks is the question whose second press is awaited, "" where there is none, or where
// the page itself asks it.
func (m *model) asks() string {
	switch m.guard.Armed() {
	case "quit":
		return m.quitText()
	case "end":
		return m.w.EscEnds
	case "another":
		return m.w.ArmedAnother
	case "retry":
		return m.w.ArmedRetry
	case "force":
		return m.w.ArmedForce
	case "record":
		return fmt.Sprintf(m.w.ArmedRecord, m.w.KeyEnter)
	}
	switch what, of, _ := strings.Cut(m.guard.Armed(), " "); what {
	case "resolve":
		return m.w.ArmedResolve
	case "word":
		return fmt.Sprintf(m.w.ArmedWord, of)
	}
	return ""
}

// hastily says with a question that a press came too soon to answer it.
func (m *model) hastily(asks string) string {
	if !m.press.hasty {
		return asks
	}
	return m.w.PressTooSoon + " " + asks
}
