package day

import (
	"context"
	"fmt"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/flow/till"
	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/text"
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

// Key shows the close of today.
var Key = page.Panel{Key: "f4", Label: func(w *text.Words) string { return w.DoDayClose },
	Make: func(c *page.Context) page.Page { return NewClose(c.Now()) }}

// NewClose is the close of the day of an instant.
func NewClose(day time.Time) *Close { return &Close{Days: page.Days{Day: day}} }

func (p *Close) Kind() page.Kind              { return "day" }
func (p *Close) Title(c *page.Context) string { return c.Words.DayTitle }

// Changed is the day, the part of it in sight and how it comes to a sum.
func (p *Close) Changed() string {
	return fmt.Sprint(p.Day, p.From, p.force.done, p.force.asked, p.force.busy)
}

func (p *Close) View(c *page.Context) draw.Block { return p.Scrolled(c, p.head(c), p.lines(c)) }

func (p *Close) Keys(c *page.Context) []page.Binding {
	keys := append(p.forceKeys(c), p.ScrollKeys(c, p.head(c), p.lines(c))...)
	return append(keys, p.DayKeys(c, func() tea.Cmd {
		p.loaded, p.force, p.From = false, force{}, 0
		return p.load(c)
	})...)
}

func (p *Close) load(c *page.Context) tea.Cmd {
	behind, day := c.Opt().Till, p.Day
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
	case page.Entered, page.ListsMsg:
		return p.load(c)
	case page.PINMsg:
		if got.Day.Equal(p.Day) {
			p.forced(c, got.Err)
		}
	}
	return nil
}

// head is the day and what is to be known before its sums; it stays where it is.
func (p *Close) head(c *page.Context) draw.Block {
	b := c.TopBlock()
	b.Wrap(p.Dated(c.Words.DayTitle), c.Theme.Strong)
	if c.Loading(&b, p.loaded, p.err) {
		return b
	}
	if p.withheld() {
		p.bodyWithheld(c, &b)
		p.refunds(c, &b)
		return b
	}
	if len(p.sums.Open) > 0 {
		c.SayOr(&b, fmt.Sprintf(c.Words.DayOpen, len(p.sums.Open)), c.Theme.Care)
	}
	p.refunds(c, &b)
	if cash := p.sums.Otherwise; cash > 0 {
		b.Wrap(fmt.Sprintf(c.Words.DayOtherwise, cash), c.Theme.Muted)
	}
	if n := len(p.sums.ByHand); n > 0 {
		b.Wrap(fmt.Sprintf(c.Words.DayByHand, n), c.Theme.Muted)
	}
	return b
}

// refunds counts those that have no end, whatever their day, as facetill close does.
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
	lines = append(append(lines, p.persons(c)...), "")
	lines = append(append(lines, p.chart(c)...), p.tenders(c)...)
	return c.Indent(lines, dayWidth, 2)
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

// force is how a day comes to a sum although some sale has no result yet:
// by a person's wish, with the manager's PIN where one is set, as in facetill
// close --force.
type force struct {
	done  bool
	asked bool // the PIN is being typed
	busy  bool // and is being checked
	pin   page.Field
}

// withheld tells why there is no sum yet.
func (p *Close) withheld() bool {
	return p.loaded && p.err == nil && len(p.sums.Open) > 0 && !p.force.done
}

func (p *Close) forceKeys(c *page.Context) []page.Binding {
	switch {
	case !p.withheld():
		return nil
	case p.force.busy:
		return nil
	case p.force.asked:
		return []page.Binding{{Name: "enter", Cap: c.Words.KeyEnter, Label: c.Words.DoForce, Brief: c.Words.BriefForce, Next: true, Alone: true, Do: func() tea.Cmd { return p.check(c) }}}
	}
	return []page.Binding{{Name: "f", Cap: "f", Label: c.Words.DoForce, Do: func() tea.Cmd {
		if !c.Again("force") {
			return c.Wake()
		}
		p.force.asked, p.force.done = c.Opt().ManagerPIN, !c.Opt().ManagerPIN
		p.force.pin.Most, p.force.pin.Hidden = page.MostPIN, true
		return nil
	}}}
}

// Waits: a PIN is being checked.
func (p *Close) Waits() bool { return p.force.busy }

func (p *Close) check(c *page.Context) tea.Cmd {
	f := &p.force
	if f.pin.Text == "" {
		c.Warn(c.Words.ResolveEmpty)
		return nil
	}
	till, day, pin := c.Opt().Till, p.Day, f.pin.Text
	f.pin.Empty()
	f.busy = true
	return c.Job(func(context.Context) tea.Msg { return page.PINMsg{Day: day, Err: till.CheckPIN(pin)} })
}

// forced hears of the PIN that was typed.
func (p *Close) forced(c *page.Context, err error) {
	f := &p.force
	f.busy, f.done = false, err == nil
	if err != nil {
		c.Warn(c.Words.Failure(err))
		return
	}
	c.Unsay() // of a wrong PIN before it
}

// Field is the PIN.
func (p *Close) Field() *page.Field {
	if f := &p.force; p.withheld() && f.asked && !f.busy {
		return &f.pin
	}
	return nil
}

func (p *Close) bodyWithheld(c *page.Context, b *draw.Block) {
	c.SayOr(b, fmt.Sprintf(c.Words.DayWithheld, len(p.sums.Open)), c.Theme.Care)
	switch f := &p.force; {
	case f.busy:
		b.Blank()
		b.Wrap(c.Words.SayBegin, c.Theme.Muted)
	case f.asked:
		b.Blank()
		b.Wrap(c.Words.ResolvePIN+": "+f.pin.Shown(), c.Theme.Strong)
	}
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
