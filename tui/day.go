package tui

import (
	"fmt"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
)

// Day is a day's close: what was charged in it, less what is back.
type Day struct {
	Totals []DayTotal // by method and cashier
	All    DayTotal
	Hours  [24]flow.Fen // charged in each hour of the day, in China
	Open   int          // attempts without an end: the sum is not final
	ByHand int          // decided by persons
}

// DayTotal is a line of it.
type DayTotal struct {
	Method            flow.Method
	Cashier           string
	Sales             int
	Charged, Refunded flow.Fen
}

// dayPanel is the close of a day, with a bar for each hour.
type dayPanel struct {
	plain
	day    time.Time
	sums   Day
	loaded bool
	err    error
	force  dayForce
}

type dayMsg struct {
	day  time.Time
	sums Day
	err  error
}

func (p *dayPanel) title(m *model) string { return m.w.DayTitle }
func (p *dayPanel) open(m *model) tea.Cmd { return m.dayCmd(p.day) }

func (p *dayPanel) keys(m *model) []binding {
	return append(p.forceKeys(m), binding{key: "left", cap: m.w.KeySideways, label: m.w.DoDay, do: func() tea.Cmd { return p.turn(m, -1) }},
		binding{key: "right", quiet: true, do: func() tea.Cmd { return p.turn(m, 1) }})
}

func (p *dayPanel) turn(m *model, by int) tea.Cmd {
	day := p.day.AddDate(0, 0, by)
	if day.After(m.now) {
		return nil
	}
	p.day, p.loaded, p.force = day, false, dayForce{}
	return m.dayCmd(day)
}

func (p *dayPanel) hear(m *model, msg tea.Msg) tea.Cmd {
	switch got := msg.(type) {
	case dayMsg:
		if got.day.Equal(p.day) {
			p.sums, p.err, p.loaded = got.sums, got.err, true
		}
	case listsMsg:
		return m.dayCmd(p.day)
	case pinMsg:
		if got.day.Equal(p.day) {
			p.forced(m, got.err)
		}
	}
	return nil
}

func (p *dayPanel) body(m *model, width, height int) (b block) {
	b.top = true
	b.wrap(width, m.w.DayTitle+" "+p.day.In(flow.Beijing).Format("2006-01-02"), m.th.Strong)
	if m.loading(&b, width, p.loaded, p.err) {
		return b
	}
	if p.withheld() {
		p.bodyWithheld(m, &b, width)
		return b
	}
	if p.sums.Open > 0 {
		m.sayOr(&b, width, fmt.Sprintf(m.w.DayOpen, p.sums.Open), m.th.Care)
	}
	if p.sums.ByHand > 0 {
		b.wrap(width, fmt.Sprintf(m.w.DayByHand, p.sums.ByHand), m.th.Muted)
	}
	b.blank()
	for _, t := range append(p.sums.Totals[:len(p.sums.Totals):len(p.sums.Totals)], p.sums.All) {
		b.add(m.cut(width, p.row(m, t)))
	}
	b.blank()
	for _, line := range p.chart(m, width, height-len(b.rows)) {
		b.add(m.cut(width, line))
	}
	return b
}

// row is a total: how many, what was charged, what is back, and the rest.
func (p *dayPanel) row(m *model, t DayTotal) string {
	name := m.w.DayAll
	if t.Method != "" {
		name = strings.TrimSpace(m.method(t.Method) + " " + t.Cashier)
	}
	line := "  " + fit(name, 14, m.th.Ellipsis) + fmt.Sprintf("%5d %12s", t.Sales, t.Charged)
	if t.Refunded > 0 {
		line += fmt.Sprintf("  -%s = %s", t.Refunded, t.Charged-t.Refunded)
	}
	if t.Method == "" {
		return m.th.Strong.Render(line)
	}
	return line
}

// chart has a bar for each hour from the first with a sale to the last. The
// amount stands behind each, so that it is right without colour and without
// measuring.
func (p *dayPanel) chart(m *model, width, room int) (lines []string) {
	first, last := hoursOf(p.sums.Hours)
	if first > last {
		return nil
	}
	if n := last - first + 1; n > room { // the busiest part of a long day
		first = max(first, last-max(room, 1)+1)
	}
	var most flow.Fen
	for _, fee := range p.sums.Hours {
		most = max(most, fee)
	}
	space := max(5, width-24)
	for h := first; h <= last; h++ {
		fee := p.sums.Hours[h]
		n := int(fee * flow.Fen(space) / most)
		if fee > 0 {
			n = max(n, 1)
		}
		label := fmt.Sprintf("  %02d ", h)
		amount := ""
		if fee > 0 {
			amount = " " + fee.String()
		}
		bar := strings.Repeat(m.th.Block, n/ansi.StringWidth(m.th.Block))
		lines = append(lines, m.th.Muted.Render(label)+m.th.Accent.Render(bar)+amount)
	}
	return lines
}

// hoursOf gives the first and the last hour with a charge; first > last where
// there is none.
func hoursOf(hours [24]flow.Fen) (first, last int) {
	first, last = 24, -1
	for h, fee := range hours {
		if fee > 0 {
			first, last = min(first, h), h
		}
	}
	return first, last
}
