package day

import (
	"context"
	"fmt"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	ledger "facetill/flow/day"
	"facetill/flow/till"
	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/text"
)

// Close is the look at a day, with a bar for each hour, and its close.
type Close struct {
	page.Days
	sums   till.Day
	record ledger.Record // its Number is 0 where the day is not closed
	due    ledger.Due
	loaded bool
	err    error
	bills
	closing
	page.Scroller
}

// Key shows the day that runs.
var Key = page.Panel{Key: "f4", Label: func(w *text.Words) string { return w.DoDayClose },
	Make: func(c *page.Context) page.Page { return NewClose(c.Now()) }}

// NewClose is the page of the day of an instant.
func NewClose(day time.Time) *Close { return &Close{Days: page.Days{Day: day}} }

func (p *Close) Kind() page.Kind              { return "day" }
func (p *Close) Title(c *page.Context) string { return c.Words.DayTitle }

// Changed is the day, the part of it in sight and how it comes to be closed.
func (p *Close) Changed() string {
	return fmt.Sprint(p.Day, p.From, p.asked, p.busy)
}

func (p *Close) View(c *page.Context) draw.Block { return p.Scrolled(c, p.head(c), p.lines(c)) }

func (p *Close) Keys(c *page.Context) []page.Binding {
	keys := append(p.closeKeys(c), p.billKeys(c)...)
	keys = append(keys, p.ScrollKeys(c, p.head(c), p.lines(c))...)
	return append(keys, p.DayKeys(c, func() tea.Cmd {
		p.loaded, p.closing, p.From = false, closing{}, 0
		return p.load(c)
	})...)
}

func (p *Close) load(c *page.Context) tea.Cmd {
	behind, at, name := c.Opt().Till, p.Day, p.name(c)
	read := c.Job(func(ctx context.Context) tea.Msg {
		msg := page.DayMsg{Day: at}
		if msg.Sums, msg.Err = behind.Day(ctx, at); msg.Err == nil {
			msg.Due, msg.Err = behind.Due(ctx)
		}
		if msg.Err == nil {
			msg.Record, _, msg.Err = behind.RecordOf(ctx, name)
		}
		return msg
	})
	if bills := page.ReadBills(c, p, 0); bills != nil {
		return tea.Batch(read, bills)
	}
	return read
}

func (p *Close) Update(c *page.Context, msg tea.Msg) tea.Cmd {
	switch got := msg.(type) {
	case page.DayMsg:
		if got.Day.Equal(p.Day) {
			p.sums, p.record, p.due, p.err, p.loaded = got.Sums, got.Record, got.Due, got.Err, true
		}
	case page.BillsMsg:
		p.bills = bills{got.Reports, got.Err}
	case page.Entered, page.ListsMsg:
		return p.load(c)
	case page.ClosedMsg:
		return p.closed(c, got)
	}
	return nil
}

// head is the day, how it stands with its close, and what is to be known before its sums;
// it stays where it is.
func (p *Close) head(c *page.Context) draw.Block {
	b := c.TopBlock()
	b.Wrap(c.Words.DayTitle+" "+p.name(c), c.Theme.Strong)
	if c.Loading(&b, p.loaded, p.err) {
		return b
	}
	p.state(c, &b)
	if len(p.sums.Open) > 0 {
		b.Wrap(fmt.Sprintf(c.Words.DayOpen, len(p.sums.Open)), c.Theme.Care)
	}
	p.refunds(c, &b)
	p.bill(c, &b)
	if cash := p.sums.Otherwise; cash > 0 {
		b.Wrap(fmt.Sprintf(c.Words.DayOtherwise, cash), c.Theme.Muted)
	}
	if n := len(p.sums.ByHand); n > 0 {
		b.Wrap(fmt.Sprintf(c.Words.DayByHand, n), c.Theme.Muted)
	}
	return b
}

// name is the business day.
func (p *Close) name(c *page.Context) string { return c.Opt().Calendar.Name(p.Day) }

// refunds counts those that have no end, whatever their day, as facetill day does.
func (p *Close) refunds(c *page.Context, b *draw.Block) {
	r := p.sums.Refunds
	n, style := len(r.Persons()), c.Theme.Muted
	if n+len(r.Open)+len(r.Moving) == 0 {
		return
	}
	if n > 0 {
		style = c.Theme.Care
	}
	var moving flow.Fen
	for _, e := range r.Moving {
		moving += e.Amount()
	}
	b.Wrap(fmt.Sprintf(c.Words.DayRefunds, len(r.Open), n, len(r.Moving), moving), style)
}

// lines are the sums, what stands before a person, and the chart: more, perhaps, than the
// screen has.
func (p *Close) lines(c *page.Context) (lines []string) {
	if !p.loaded || p.err != nil {
		return nil
	}
	lines = append(p.table(c), p.persons(c)...)
	lines = append(append(append(lines, ""), p.chart(c)...), p.tenders(c)...)
	return c.Indent(lines, dayWidth, 2)
}
