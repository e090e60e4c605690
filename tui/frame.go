package tui

import (
	"fmt"
	"strings"

	"facetill/flow"
	"facetill/tui/draw"
	"facetill/tui/text"
	"facetill/tui/theme"
)

// frame is what was laid out last. Only the rows with time in them are drawn
// for each frame; everything else changes with a message, which makes it stale.
type frame struct {
	stale  bool
	rows   []draw.Row
	minute string      // the clock that was laid out
	keys   []draw.Span // of the last line
	counts int         // columns of the counts above it, at the right
	out    strings.Builder
}

// View gives as many lines as the terminal has.
func (m *model) View() string {
	if m.Width <= 0 || m.Height <= 0 {
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
		out.WriteString(r.String())
	}
	if m.page() == pageResult && m.sale.money() == text.MoneyPaid {
		m.drawPaid(out)
	}
	return m.Theme.Fit(out.String())
}

// minute is the clock of the header, in China's time as all of a sale is.
func (m *model) minute() string { return m.now.In(flow.Beijing).Format("15:04") }

// layout makes all rows of the screen.
func (m *model) layout() []draw.Row {
	if m.Small() {
		return m.smallRows()
	}
	foot := m.footer()
	b := m.body()
	rows := append([]draw.Row{draw.Text(m.header())}, b.Rows(m.PageHeight())...)
	return append(rows, foot...)
}

func (m *model) body() (b draw.Block) {
	switch m.page() {
	case pageResult:
		return m.resultBody()
	case pageSale:
		b = m.saleBody()
	case pageCode:
		b = m.codeBody()
	case pageStopped:
		b = m.stoppedBody()
	case pageHalted:
		b = m.haltedBody()
	case pageClaims:
		b = m.claimsBody()
	case pagePanel:
		b = m.panel().body(m)
	case pageRest:
		return m.restBody()
	default:
		b = m.amountBody()
	}
	text, style := m.alert()
	switch {
	case text == "" || m.Compact():
	case m.page() == pagePanel: // above: a list may have no room below
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

// sayOr says a page's sentence; on a compact screen an alert takes its place,
// because there is room for one of them only.
func (m *model) sayOr(b *draw.Block, text string, style theme.Style) {
	if alert, st := m.alert(); alert != "" && m.Compact() {
		text, style = alert, st
	}
	b.Wrap(text, style)
}

// alertToo says an alert on a compact screen beside a question about money, never
// in its place.
func (m *model) alertToo(b *draw.Block) {
	if alert, style := m.alert(); alert != "" && m.Compact() {
		b.Wrap(alert, style)
	}
}

// alert is what the cashier has to read now: what a second press would do, else
// the last notice.
func (m *model) alert() (string, theme.Style) {
	if asks := m.asks(); asks != "" {
		return m.hastily(asks), m.Theme.Care
	}
	if m.notice.bad {
		return m.Theme.Warn + " " + m.notice.text, m.Theme.Care
	}
	return m.notice.text, m.Theme.Good
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
