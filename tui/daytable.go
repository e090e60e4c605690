package tui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/flow/till"
	"facetill/tui/draw"
)

// Columns of the sums of a day, and of all of them together.
const (
	dayName, daySales, daySum = 16, 6, 13
	dayWidth                  = dayName + daySales + 3*daySum
)

// columns sets a row of the table: the name to the left, numbers to the right.
func (p *dayPanel) columns(m *model, name string, cells ...string) string {
	line := m.Fit(ansi.Truncate(name, dayName, ".."), dayName)
	for i, c := range cells {
		w := daySum
		if i == 0 {
			w = daySales
		}
		line += draw.Right(c, w)
	}
	return line
}

// rowWide is a total: how many, what was charged, what is back, and the rest.
func (p *dayPanel) rowWide(m *model, lines []string, t till.Sum) []string {
	name, style := p.named(m, t)
	return append(lines, style.Render(p.columns(m, name, fmt.Sprint(t.Sales), t.Charged.String(), t.Refunded.String(), (t.Charged-t.Refunded).String())))
}

// rowCompact has what is back and the rest in a line of their own, so that the
// rest is never cut.
func (p *dayPanel) rowCompact(m *model, lines []string, t till.Sum) []string {
	name, style := p.named(m, t)
	lines = append(lines, style.Render(p.columns(m, name, fmt.Sprint(t.Sales), t.Charged.String())))
	if t.Refunded == 0 {
		return lines
	}
	const width = dayName + daySales + daySum
	rest := fmt.Sprintf("%s %s  %s %s", m.w.ColRefunded, t.Refunded, m.w.ColSum, t.Charged-t.Refunded)
	return append(lines, style.Render(strings.Repeat(" ", max(0, width-ansi.StringWidth(rest)))+rest))
}

// named is the method and cashier of a total; the sum of all stands out.
func (p *dayPanel) named(m *model, t till.Sum) (string, lipgloss.Style) {
	if t.Method == "" {
		return m.w.DayAll, m.Theme.Strong
	}
	return strings.TrimSpace(m.method(t.Method) + " " + t.Cashier), m.Theme.Text
}

// chart has a bar for each hour from the first with a sale to the last. The
// amount stands behind each, so that it is right without colour and without
// measuring.
func (p *dayPanel) chart(m *model) (lines []string) {
	first, last, most := len(p.sums.Hours), -1, flow.Fen(0)
	for h, sum := range p.sums.Hours {
		if sum.Charged > 0 {
			first, last, most = min(first, h), h, max(most, sum.Charged)
		}
	}
	space := max(5, min(m.Width-4, dayWidth)-3-daySum)
	for h := first; h <= last; h++ {
		fee := p.sums.Hours[h].Charged
		label, amount, n := fmt.Sprintf("%02d ", h), "", 0
		if fee > 0 {
			n, amount = max(1, int(fee*flow.Fen(space)/most)), " "+fee.String()
		}
		bar := strings.Repeat(m.Theme.Block, n/ansi.StringWidth(m.Theme.Block))
		lines = append(lines, m.Theme.Muted.Render(label)+m.Theme.Accent.Render(bar)+amount)
	}
	return lines
}
