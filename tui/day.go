package tui

import (
	"fmt"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow/till"
	"facetill/tui/draw"
)

// dayPanel is the close of a day, with a bar for each hour.
type dayPanel struct {
	day    time.Time
	sums   till.Day
	loaded bool
	err    error
	force  dayForce
	scroller
}

type dayMsg struct {
	day  time.Time
	sums till.Day
	err  error
}

func (p *dayPanel) title(m *model) string    { return m.w.DayTitle }
func (p *dayPanel) body(m *model) draw.Block { return p.scrolled(m, p.head(m), p.lines(m)) }
func (p *dayPanel) open(m *model) tea.Cmd    { return m.dayCmd(p.day) }

func (p *dayPanel) keys(m *model) []binding {
	keys := append(p.forceKeys(m), p.scrollKeys(m, p.head(m), p.lines(m))...)
	return append(keys, binding{Name: "left", Cap: m.w.KeySideways, Label: m.w.DoDay, Do: func() tea.Cmd { return p.turn(m, -1) }},
		binding{Name: "right", Quiet: true, Do: func() tea.Cmd { return p.turn(m, 1) }})
}

func (p *dayPanel) turn(m *model, by int) tea.Cmd {
	day := p.day.AddDate(0, 0, by)
	if day.After(m.now) {
		return nil
	}
	p.day, p.loaded, p.force, p.from = day, false, dayForce{}, 0
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

// head is the day and what is to be known before its sums; it stays where it is.
func (p *dayPanel) head(m *model) (b draw.Block) {
	b = m.Block()
	b.Top = true
	b.Wrap(m.w.DayTitle+" "+till.DayName(p.day), m.Theme.Strong)
	if m.loading(&b, p.loaded, p.err) {
		return b
	}
	if p.withheld() {
		p.bodyWithheld(m, &b)
		return b
	}
	if p.sums.Open > 0 {
		m.sayOr(&b, fmt.Sprintf(m.w.DayOpen, p.sums.Open), m.Theme.Care)
	}
	if n := len(p.sums.ByHand); n > 0 {
		b.Wrap(fmt.Sprintf(m.w.DayByHand, n), m.Theme.Muted)
	}
	return b
}

// lines are the sums and the chart, which may be longer than the screen.
func (p *dayPanel) lines(m *model) (lines []string) {
	if !p.loaded || p.err != nil || p.withheld() {
		return nil
	}
	add := p.rowWide
	if m.Compact() {
		add = p.rowCompact
		lines = add(m, lines, p.sums.All) // in sight, however many cashiers there were
	} else {
		lines = append(lines, "", m.Theme.Muted.Render(p.columns(m, m.w.ColMethod, m.w.ColSales, m.w.ColCharged, m.w.ColRefunded, m.w.ColSum)))
	}
	for _, t := range p.sums.Sums {
		lines = add(m, lines, t)
	}
	if !m.Compact() {
		lines = add(m, lines, p.sums.All)
	}
	if all := p.sums.All; all.Coupons > 0 || all.Unsettled > 0 {
		lines = append(lines, m.Theme.Muted.Render(fmt.Sprintf(m.w.DayCoupons, max(all.Coupons, all.Unsettled), all.Charged-all.Coupons, all.Charged-all.Unsettled)))
	}
	lines = append(lines, "")
	lines = append(lines, p.chart(m)...)
	return m.Indent(lines, dayWidth, 2)
}
