package tui

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/page/sale"
)

// header names the till and, on every page, that a sale is simulated.
func (m *model) header() string {
	right := " " + m.minute() + " "
	if m.Opt.Simulated {
		right = m.Theme.Simulated.Render(" "+m.simulated()+" ") + m.Theme.Bar.Render(right)
	} else {
		right = m.Theme.Bar.Render(right)
	}
	room := m.Whole().Width - ansi.StringWidth(right)
	return m.Theme.Bar.Render(m.Fit(headline(m.State, room), room)) + right
}

// headline is what the till is called, and who sells. Where people sign in, who that is
// comes before all else that has no room.
func headline(s *page.State, room int) string {
	parts := []string{"facetill"}
	if !s.Compact() {
		parts = append(parts, s.Opt.StoreName, s.Opt.Lane)
	}
	if s.Opt.Cashier != "" && (s.SignsIn() || !s.Compact()) {
		parts = append(parts, s.Words.Cashier+" "+s.Opt.Cashier)
	}
	parts = slices.DeleteFunc(parts, func(p string) bool { return p == "" })
	line := func() string { return " " + strings.Join(parts, "  ") }
	for s.SignsIn() && len(parts) > 1 && ansi.StringWidth(line()) > room {
		parts = parts[1:]
	}
	return line()
}

// trainingMark is the same in every language: a colleague may read it.
const trainingMark = "TRAINING 演练"

// trainingOn is the mark as a screen can show it.
func trainingOn(s draw.Screen) string {
	if s.Theme.ASCII {
		mark, _, _ := strings.Cut(trainingMark, " ")
		return mark
	}
	return trainingMark
}

func (m *model) simulated() string {
	if m.Compact() {
		return trainingOn(m.Screen)
	}
	return trainingOn(m.Screen) + " - " + m.Words.Simulated
}

// keyRow offers the keys of the page, and notes where they stand for the mouse.
func (m *model) keyRow() (line string) {
	var keys []draw.Key
	for _, b := range m.bindings() {
		keys = append(keys, b.Key())
	}
	line, m.frame.keys = m.Whole().KeyRow(keys, m.Words.DoMore)
	return line
}

// footer is the last sale, what is open, and the keys.
func (m *model) footer() []draw.Row {
	rows := []draw.Row{draw.Text(m.statusRow()), draw.Text(m.keyRow())}
	if !m.Compact() {
		rows = append([]draw.Row{draw.Text(m.Theme.Muted.Render(strings.Repeat(m.Theme.Rule, m.Whole().Width)))}, rows...)
	}
	return rows
}

func (m *model) statusRow() string {
	right := m.countsText()
	m.frame.counts = ansi.StringWidth(right)
	left := " " + m.Words.LastSale + " "
	room := max(0, m.Whole().Width-ansi.StringWidth(right)-2)
	return m.Fit(left+m.lastSale(room-ansi.StringWidth(left)), room) + " " + right
}

// lastIsBegun: the last sale was left before its request, by a process that died.
// It is about to be cancelled, and the row says so soon.
func (m *model) lastIsBegun() bool {
	for _, a := range m.Recent {
		if !m.InHand(a.OutTradeNo) {
			return a.State == flow.Opened || a.State == flow.Identified
		}
	}
	return false
}

// lastSale is the newest one that is not on the page: a result that a panel lies over is,
// as one is that was left for it.
func (m *model) lastSale(width int) string {
	if s := m.Sale; s != nil && m.OnPanel() && s.Attempt.OutTradeNo != "" {
		return page.Describe(m.Context, s.Attempt, width)
	}
	for _, a := range m.Recent {
		if !m.InHand(a.OutTradeNo) {
			return page.Describe(m.Context, a, width)
		}
	}
	return m.Theme.Muted.Render(m.Words.NoSale)
}

// countsText: what is not known, what nobody claimed, and which refunds stand before a
// person; where there is little room the last two are one number.
func (m *model) countsText() string {
	if m.ListErr != nil {
		return m.Theme.Bad.Render(m.Theme.Warn + " " + m.Words.Offline)
	}
	var parts []string
	n, unclaimed := m.Counts(), len(m.Unclaimed())
	if n.Open() > 0 {
		parts = append(parts, m.counted("?", m.Words.OpenCount, n.Open()))
	}
	if m.Compact() {
		unclaimed, n.Persons = unclaimed+n.Persons, 0
	}
	if unclaimed > 0 {
		parts = append(parts, m.counted(m.Theme.Warn, m.Words.UnclaimedCount, unclaimed))
	}
	if n.Persons > 0 {
		parts = append(parts, m.counted(m.Theme.Warn, m.Words.PersonsCount, n.Persons))
	}
	if len(parts) == 0 && m.Compact() {
		return ""
	}
	if len(parts) == 0 {
		return m.Theme.Muted.Render(m.Words.NoneOpen)
	}
	return strings.Join(parts, " ")
}

// counted is a count with its mark and word; a compact screen has the mark alone.
func (m *model) counted(mark, text string, n int) string {
	if m.Compact() {
		text = "%d"
	}
	return m.Theme.Care.Render(mark + " " + fmt.Sprintf(text, n))
}

// smallRows: whatever the size, the amount and the state are there, because
// money may be moving.
func (m *model) smallRows() []draw.Row {
	var lines []string
	if m.Opt.Simulated {
		lines = append(lines, m.Theme.Simulated.Render(m.Words.SimulatedShort))
	}
	style := m.Theme.Strong
	if m.At() == page.KindResult {
		f, _, _ := page.Looks(m.Theme, m.Sale.Money())
		style = f.Strong
	}
	lines = append([]string{style.Render(m.Title())}, lines...)
	text, style := m.Alert()
	if m.At() == page.KindResult && text == "" {
		text, _ = sale.Says(m.Context)
	}
	if text != "" {
		for _, l := range m.WrappedAt(text, max(8, m.Width)) {
			lines = append(lines, style.Render(l))
		}
	}
	lines = append(lines, m.statusRow(), m.keyRow())
	rows := make([]draw.Row, 0, m.Height)
	for _, l := range lines {
		if len(rows) < m.Height {
			rows = append(rows, draw.Text(ansi.Truncate(l, m.Width, "")))
		}
	}
	return rows
}
