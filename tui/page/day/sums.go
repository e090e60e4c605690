package day

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/flow/till"
	"facetill/tui/draw"
	"facetill/tui/page"
)

// table has the sums by method and cashier, and that of all.
func (p *Close) table(c *page.Context) (lines []string) {
	add := p.rowWide
	if c.Compact() {
		add = p.rowCompact
		lines = add(c, lines, p.sums.All) // in sight, however many cashiers there were
	} else {
		lines = append(lines, "", c.Theme.Muted.Render(p.columns(c, c.Words.ColMethod, c.Words.ColSales, c.Words.ColCharged, c.Words.ColRefunded, c.Words.ColSum)))
	}
	for _, t := range p.sums.Sums {
		lines = add(c, lines, t)
	}
	if !c.Compact() {
		lines = add(c, lines, p.sums.All)
	}
	all := p.sums.All
	if coupon := all.Coupon(); coupon != 0 {
		lines = append(lines, c.Theme.Muted.Render(fmt.Sprintf(c.Words.DayCoupons, coupon, all.Charged-all.Coupons, all.Charged-all.Unsettled)))
	}
	return lines
}

// persons are the refunds that stand before a person, each with its sale.
func (p *Close) persons(c *page.Context) (lines []string) {
	for i, r := range p.sums.Refunds.Persons() {
		if i == 0 {
			lines = append(lines, "", c.Theme.Care.Render(c.Words.DayPersons))
		}
		of := fmt.Sprintf(c.Words.RefundWaiting, c.Words.Yuan(r.Amount()), c.Words.Refund(r.Entry))
		lines = append(lines, page.Describe(c, r.Sale, dayWidth-1-ansi.StringWidth(of))+" "+of)
	}
	return lines
}

// tenders are how else customers paid, behind all that is summed.
func (p *Close) tenders(c *page.Context) (lines []string) {
	for i, t := range p.sums.Tenders {
		if i == 0 {
			lines = append(lines, "", c.Theme.Muted.Render(c.Words.DayTenders))
		}
		lines = append(lines, p.columns(c, c.Words.Tender(t.As), fmt.Sprint(t.Sales), t.Fee.String()))
	}
	return lines
}

// Columns of the sums of a day, and of all of them together.
const (
	dayName, daySales, daySum = 16, 6, 13
	dayWidth                  = dayName + daySales + 3*daySum
)

// columns sets a row of the table: the name to the left, numbers to the right.
func (p *Close) columns(c *page.Context, name string, cells ...string) string {
	line := c.Fit(ansi.Truncate(name, dayName, ".."), dayName)
	for i, cell := range cells {
		w := daySum
		if i == 0 {
			w = daySales
		}
		line += draw.Right(cell, w)
	}
	return line
}

// rowWide is a total: how many, what was charged, what is back, and the rest.
func (p *Close) rowWide(c *page.Context, lines []string, t till.Sum) []string {
	name, style := p.named(c, t)
	return append(lines, style.Render(p.columns(c, name, fmt.Sprint(t.Sales), t.Charged.String(), t.Refunded.String(), (t.Charged-t.Refunded).String())))
}

// rowCompact has what is back and the rest in a line of their own, so that the
// rest is never cut.
func (p *Close) rowCompact(c *page.Context, lines []string, t till.Sum) []string {
	name, style := p.named(c, t)
	lines = append(lines, style.Render(p.columns(c, name, fmt.Sprint(t.Sales), t.Charged.String())))
	if t.Refunded == 0 {
		return lines
	}
	const width = dayName + daySales + daySum
	rest := fmt.Sprintf("%s %s  %s %s", c.Words.ColRefunded, t.Refunded, c.Words.ColSum, t.Charged-t.Refunded)
	return append(lines, style.Render(strings.Repeat(" ", max(0, width-ansi.StringWidth(rest)))+rest))
}

// named is the method and cashier of a total; the sum of all stands out.
func (p *Close) named(c *page.Context, t till.Sum) (string, lipgloss.Style) {
	if t.Method == "" {
		return c.Words.DayAll, c.Theme.Strong
	}
	who := t.Cashier
	if who == "" && t.Sales == 0 {
		who = c.Words.DayElsewhere
	}
	return strings.TrimSpace(c.Words.Method(t.Method) + " " + who), c.Theme.Text
}

// chart has a bar for each hour from the first with a sale to the last. The
// amount stands behind each, so that it is right without colour and without
// measuring.
func (p *Close) chart(c *page.Context) (lines []string) {
	first, last, most := len(p.sums.Hours), -1, flow.Fen(0)
	for h, sum := range p.sums.Hours {
		if sum.Charged > 0 {
			first, last, most = min(first, h), h, max(most, sum.Charged)
		}
	}
	space := max(5, min(c.Width-4, dayWidth)-3-daySum)
	for h := first; h <= last; h++ {
		fee := p.sums.Hours[h].Charged
		label, amount, n := fmt.Sprintf("%02d ", h), "", 0
		if fee > 0 {
			n, amount = max(1, int(fee*flow.Fen(space)/most)), " "+fee.String()
		}
		bar := strings.Repeat(c.Theme.Block, n/ansi.StringWidth(c.Theme.Block))
		lines = append(lines, c.Theme.Muted.Render(label)+c.Theme.Accent.Render(bar)+amount)
	}
	return lines
}
