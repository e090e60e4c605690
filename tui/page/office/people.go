package office

import (
	"context"
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/till"
	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/receipt"
	"facetill/tui/text"
)

// People is the shift of who is signed in, and the line in which the next one signs in.
type People struct {
	shiftOf
	entry
	page.Scroller
}

// PeopleKey shows it, where people sign in.
func PeopleKey(counter Counter) page.Panel {
	return page.Panel{Key: "f9", Label: func(w *text.Words) string { return w.DoPeople },
		For:  func(c *page.Context) bool { return c.Staff().SignsIn() },
		Make: func(c *page.Context) page.Page { return &People{entry: newEntry(counter)} }}
}

func (p *People) Kind() page.Kind              { return "people" }
func (p *People) Title(c *page.Context) string { return c.Words.PeopleTitle }

// Notes are how a line is typed.
func (*People) Notes(w *text.Words) []string { return []string{w.PeopleHint} }

// Changed is the row in sight, and whether a PIN is being checked.
func (p *People) Changed() string { return p.Scroller.Changed() + p.entry.Changed() }

// Keys: one Enter hands over, where nothing is without an end.
func (p *People) Keys(c *page.Context) []page.Binding {
	keys := []page.Binding{{Name: "enter", Cap: c.Words.KeyEnter, Label: c.Words.DoSignIn, Next: true, Do: func() tea.Cmd { return p.enter(c, p, page.Cashier{}, p.isNobodys()) }},
		slipKey(c, p.shift, "")}
	return append(keys, p.ScrollKeys(c, p.head(c), p.lines(c))...)
}

// Update reads the shift, and hears who is signed in now.
func (p *People) Update(c *page.Context, msg tea.Msg) tea.Cmd {
	switch got := msg.(type) {
	case page.Entered, page.ListsMsg:
		return p.load(c, p)
	case page.ShiftMsg:
		p.loaded(p, got)
	case page.SignedMsg:
		if got.Of == page.Page(p) {
			return tea.Batch(p.signed(c, p, got), p.load(c, p)) // who is signed in may be why it failed
		}
	}
	return nil
}

// View has the line first, and the shift below it.
func (p *People) View(c *page.Context) draw.Block { return p.Scrolled(c, p.head(c), p.lines(c)) }

func (p *People) head(c *page.Context) draw.Block {
	b := c.TopBlock()
	c.SayOr(&b, c.Words.PeopleTitle, c.Theme.Strong)
	if !c.Compact() {
		b.Wrap(c.Words.PeopleHint, c.Theme.Muted)
		b.Blank()
	}
	p.view(c, &b, c.Words.PeopleNumber)
	b.Blank()
	c.Loading(&b, p.read, p.err)
	return b
}

func (p *People) lines(c *page.Context) []string {
	if !p.read || p.err != nil {
		return nil
	}
	return shiftLines(c, p.shift)
}

// shiftOf is a shift that is read for a page.
type shiftOf struct {
	shift till.Shift
	read  bool
	err   error
}

// isNobodys reports whether nobody is signed in, as far as was read.
func (p *shiftOf) isNobodys() bool { return p.read && p.shift.Cashier == "" }

func (p *shiftOf) load(c *page.Context, of page.Page) tea.Cmd {
	behind, lane := c.Opt().Till, c.Opt().Lane
	return c.Job(func(ctx context.Context) tea.Msg {
		s, err := behind.Shift(ctx, lane)
		return page.ShiftMsg{Of: of, Shift: s, Err: err}
	})
}

func (p *shiftOf) loaded(of page.Page, msg page.ShiftMsg) {
	if msg.Of == of {
		p.shift, p.err, p.read = msg.Shift, msg.Err, true
	}
}

// slipKey shows a shift as it would be printed; to is who takes it over.
func slipKey(c *page.Context, s till.Shift, to string) page.Binding {
	return page.Binding{Name: "f6", Cap: "F6", Label: c.Words.DoShiftSlip, Do: func() tea.Cmd {
		if s.Cashier == "" {
			c.Warn(c.Words.ShiftNobody)
			return nil
		}
		return c.Show(page.NewPaper(func(c *page.Context) string {
			return receipt.ShiftSlip{Shop: c.Opt().Shop, Shift: s, To: to, At: c.Now(), Width: receipt.Narrow, Words: c.Words}.Text()
		}))
	}}
}

// shiftLines are a shift: since when, what has no end, which a small screen shows too, and
// its sums.
func shiftLines(c *page.Context, s till.Shift) (lines []string) {
	since := c.Words.ShiftNobody
	if s.Cashier != "" {
		since = fmt.Sprintf(c.Words.ShiftSince, s.Cashier, s.Since.In(flow.Beijing).Format("01-02 15:04"))
	}
	lines = append(lines, c.Theme.Strong.Render(since))
	style := c.Theme.Muted
	if len(s.Unended()) > 0 {
		style = c.Theme.Care
	}
	for _, line := range c.Wrapped(fmt.Sprintf(c.Words.ShiftCounts, len(s.Open), len(s.Unclaimed), len(s.Persons()), len(s.OnTheirWay))) {
		lines = append(lines, style.Render(line))
	}
	for _, a := range slices.Concat(s.Open, s.Unclaimed) {
		lines = append(lines, page.Describe(c, a, c.Width-2))
	}
	for _, r := range slices.Concat(s.Persons(), s.OnTheirWay) {
		lines = append(lines, fmt.Sprintf(c.Words.ShiftRefund, text.WithSign(r.Amount()), c.Words.Refund(r.Entry))+" .."+r.Sale.OutTradeNo.LastDigits(4))
	}
	if len(s.Sums) > 0 && !c.Compact() {
		lines = append(lines, "", c.Theme.Muted.Render(shiftRow(c, c.Words.ColMethod, c.Words.ColSales, c.Words.ColCharged, c.Words.ColRefunded, c.Words.ColSum)))
	}
	for _, sum := range s.Sums {
		lines = append(lines, shiftSum(c, c.Words.Method(sum.Method), sum))
	}
	if s.Cashier != "" {
		lines = append(lines, c.Theme.Strong.Render(shiftSum(c, c.Words.DayAll, s.All)))
	}
	return c.Indent(lines, min(c.Width-2, shiftWidth), 0)
}

const shiftWidth = 56

// shiftSum is a sum in a row: how many sales, what was charged, what went back, the rest.
func shiftSum(c *page.Context, name string, s till.Sum) string {
	rest, back := (s.Charged - s.Refunded).String(), ""
	if s.Refunded > 0 {
		back = "-" + s.Refunded.String()
	}
	if c.Compact() {
		return c.Fit(name, 12) + draw.Right(fmt.Sprint(s.Sales), 4) + draw.Right(rest, 13)
	}
	return shiftRow(c, name, fmt.Sprint(s.Sales), s.Charged.String(), back, rest)
}

// shiftRow is a row of the sums.
func shiftRow(c *page.Context, name, sales, charged, back, rest string) string {
	return c.Fit(name, 14) + draw.Right(sales, 7) + draw.Right(charged, 12) + draw.Right(back, 11) + draw.Right(rest, 12)
}
