package day

import (
	"context"
	"fmt"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow/till"
	"facetill/tui/draw"
	"facetill/tui/page"
)

// Close is the close of a day, with a bar for each hour.
type Close struct {
	page.Days
	sums   till.Day
	loaded bool
	err    error
	force  force
	page.Scroller
}

// NewClose is the close of the day of an instant.
func NewClose(day time.Time) *Close { return &Close{Days: page.Days{Day: day}} }

// Kind is the close of a day.
func (p *Close) Kind() page.Kind { return page.KindDay }

// Changed is the day, the part of it in sight and how it comes to a sum.
func (p *Close) Changed() string {
	return fmt.Sprint(p.Day, p.From, p.force.done, p.force.asked, p.force.busy)
}

func (p *Close) Title(c *page.Context) string    { return c.Words.DayTitle }
func (p *Close) View(c *page.Context) draw.Block { return p.Scrolled(c, p.head(c), p.lines(c)) }

func (p *Close) Keys(c *page.Context) []page.Binding {
	keys := append(p.forceKeys(c), p.ScrollKeys(c, p.head(c), p.lines(c))...)
	return append(keys, p.DayKeys(c, func() tea.Cmd {
		p.loaded, p.force, p.From = false, force{}, 0
		return p.load(c)
	})...)
}

func (p *Close) load(c *page.Context) tea.Cmd {
	behind, day := c.Opt.Till, p.Day
	return c.Job(func(ctx context.Context) tea.Msg {
		sums, err := behind.Day(ctx, day)
		return page.DayMsg{Day: day, Sums: sums, Err: err}
	})
}

func (p *Close) Update(c *page.Context, msg tea.Msg) tea.Cmd {
	switch got := msg.(type) {
	case page.DayMsg:
		if got.Day.Equal(p.Day) {
			p.sums, p.err, p.loaded = got.Sums, got.Err, true
		}
	case page.Opened, page.ListsMsg:
		return p.load(c)
	case page.PINMsg:
		if got.Day.Equal(p.Day) {
			p.forced(c, got.Err)
		}
	}
	return nil
}

// head is the day and what is to be known before its sums; it stays where it is.
func (p *Close) head(c *page.Context) (b draw.Block) {
	b = c.Block()
	b.Top = true
	b.Wrap(p.Dated(c.Words.DayTitle), c.Theme.Strong)
	if c.Loading(&b, p.loaded, p.err) {
		return b
	}
	if p.withheld() {
		p.bodyWithheld(c, &b)
		return b
	}
	if p.sums.Open > 0 {
		c.SayOr(&b, fmt.Sprintf(c.Words.DayOpen, p.sums.Open), c.Theme.Care)
	}
	if n := len(p.sums.ByHand); n > 0 {
		b.Wrap(fmt.Sprintf(c.Words.DayByHand, n), c.Theme.Muted)
	}
	return b
}

// lines are the sums and the chart, which may be longer than the screen.
func (p *Close) lines(c *page.Context) (lines []string) {
	if !p.loaded || p.err != nil || p.withheld() {
		return nil
	}
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
	if all := p.sums.All; all.Coupons > 0 || all.Unsettled > 0 {
		lines = append(lines, c.Theme.Muted.Render(fmt.Sprintf(c.Words.DayCoupons, max(all.Coupons, all.Unsettled), all.Charged-all.Coupons, all.Charged-all.Unsettled)))
	}
	lines = append(lines, "")
	lines = append(lines, p.chart(c)...)
	return c.Indent(lines, dayWidth, 2)
}
