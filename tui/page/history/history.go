package history

import (
	"context"
	"fmt"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/page/refund"
	"facetill/tui/text"
)

// History lists a day's sales of this lane, newest first. What is typed
// narrows it: the last digits of any number, an amount, or a part of a reference.
type History struct {
	page.Days
	all    []flow.Attempt
	loaded bool
	err    error
	filter page.Field
	Pick   page.Picker
}

// Key shows the sales of today.
var Key = page.Panel{Key: "f3", Label: func(w *text.Words) string { return w.DoHistory },
	Make: func(c *page.Context) page.Page { return New(c.Now()) }}

// New is the history of the day of an instant.
func New(day time.Time) *History {
	return &History{Days: page.Days{Day: day}, filter: page.Field{Most: 40}}
}

func (p *History) Kind() page.Kind              { return "history" }
func (p *History) Title(c *page.Context) string { return c.Words.HistoryTitle }

// Changed is the day and the chosen row.
func (p *History) Changed() string { return fmt.Sprint(p.Day, p.Pick) }

func (p *History) load(c *page.Context) tea.Cmd {
	till, day := c.Opt().Till, p.Day
	return c.Job(func(ctx context.Context) tea.Msg {
		list, err := till.History(ctx, day)
		return page.HistoryMsg{Day: day, List: list, Err: err}
	})
}

func (p *History) Keys(c *page.Context) []page.Binding {
	list := p.List()
	var keys []page.Binding
	if len(list) > 0 {
		keys = ListKeys(c, &p.Pick, list)
		keys[0].Next = true
		keys = append(keys, refund.Keys(c, list[p.Pick.At(list)])...)
	}
	keys = append(keys, page.Binding{Cap: "0-9", Label: c.Words.DoFilter})
	keys = append(keys, p.DayKeys(c, func() tea.Cmd {
		p.loaded = false
		return p.load(c)
	})...)
	if p.filter.Text != "" {
		keys = append(keys, page.Binding{Name: "delete", Cap: c.Words.KeyDelete, Label: c.Words.DoClear, Do: func() tea.Cmd { p.filter.Empty(); return nil }})
	}
	return keys
}

// Field is the filter.
func (p *History) Field() *page.Field { return &p.filter }

// Scanned takes a number from a receipt; a payer's code never comes here. Where it is that
// of one sale, of any day, the card of that is shown.
func (p *History) Scanned(c *page.Context, text string) tea.Cmd {
	p.filter.Text = text
	behind := c.Opt().Till
	return c.Job(func(ctx context.Context) tea.Msg {
		list, err := behind.Find(ctx, text)
		return page.FoundMsg{Text: text, List: list, Err: err}
	})
}

// found shows what was scanned, unless something else was looked for since.
func (p *History) found(c *page.Context, got page.FoundMsg) tea.Cmd {
	if got.Err != nil || len(got.List) != 1 || p.filter.Text != got.Text || !hasNumber(got.List[0], got.Text) {
		return nil
	}
	c.Changed()
	a := got.List[0]
	if !refund.For(a) {
		return c.Show(&Timeline{Attempt: a})
	}
	return c.Show(refund.NewCard(a))
}

func (p *History) Update(c *page.Context, msg tea.Msg) tea.Cmd {
	switch got := msg.(type) {
	case page.HistoryMsg:
		if got.Day.Equal(p.Day) {
			p.all, p.err, p.loaded = got.List, got.Err, true
		}
	case page.FoundMsg:
		return p.found(c, got)
	case page.Entered, page.ListsMsg:
		return p.load(c)
	}
	return nil
}

// hasNumber reports whether a whole number of a sale, or of a refund of it, is that.
func hasNumber(a flow.Attempt, text string) bool {
	_, ofRefund := a.Refunds.Find(text)
	return string(a.OutTradeNo) == text || a.TransactionID == text || ofRefund
}

// List is what the filter leaves.
func (p *History) List() (list []flow.Attempt) {
	want := strings.ToLower(p.filter.Value())
	for _, a := range p.all {
		if want == "" || matches(a, want) {
			list = append(list, a)
		}
	}
	return list
}

// matches: the end of a number, a part of a reference, or the amount.
func matches(a flow.Attempt, want string) bool {
	ref := ""
	if !a.RefMinted {
		ref = strings.ToLower(a.Sale.Ref)
	}
	return strings.HasSuffix(string(a.OutTradeNo), want) || strings.HasSuffix(a.TransactionID, want) ||
		ref != "" && strings.Contains(ref, want) || strings.HasPrefix(a.TotalFee.String(), want)
}

func (p *History) View(c *page.Context) draw.Block {
	b := c.TopBlock()
	b.Wrap(p.Dated(c.Words.HistoryTitle), c.Theme.Strong)
	if p.filter.Text != "" || !c.Compact() {
		b.Center(c.Theme.Accent.Render(fmt.Sprintf(c.Words.FilterLine, p.filter.Shown())))
	}
	list := p.List()
	if c.Loading(&b, p.loaded, p.err) {
		return b
	}
	if len(list) == 0 {
		b.Blank()
		none := c.Words.HistoryNone
		if len(p.all) > 0 || p.filter.Text != "" { // it may be another till's
			none = c.Words.HistoryEmpty
		}
		c.SayOr(&b, none, c.Theme.Text)
		return b
	}
	b.Blank()
	chosen := p.Pick.At(list)
	from, to := draw.Window(len(list), chosen, max(1, c.PageHeight()-5))
	for i := from; i < to; i++ {
		b.Add(c.ListRow(i == chosen, historyRow(c, list[i]), historySide(c, list[i])))
	}
	b.Center(c.Theme.Muted.Render(p.sum(c, list, from, to)))
	return b
}

func historyRow(c *page.Context, a flow.Attempt) string {
	mark, label := page.Marked(c, a)
	at, format := "15:04:05", "%s %10s  %s %s"
	if c.Compact() { // the word about the money is not the one to be cut
		at, format = "15:04", "%s %8s  %s %s"
	}
	return fmt.Sprintf(format, a.OpenedAt.In(flow.Beijing).Format(at), a.TotalFee, mark, label)
}

// historySide is the number, shortened where the screen is narrow.
func historySide(c *page.Context, a flow.Attempt) string {
	if c.Compact() {
		return ".." + a.OutTradeNo.LastDigits(4)
	}
	return c.Words.Method(a.Method) + "  .." + a.OutTradeNo.LastDigits(8)
}

// sum says how many are shown and what the paid ones come to.
func (p *History) sum(c *page.Context, list []flow.Attempt, from, to int) string {
	var total flow.Fen
	paidOnes := 0
	for _, a := range list {
		if a.State == flow.Paid {
			total, paidOnes = total+a.TotalFee-max(a.RefundedFee, a.Refunds.Claimed()), paidOnes+1
		}
	}
	text := fmt.Sprintf(c.Words.HistorySum, paidOnes, total)
	if to-from < len(list) {
		text = fmt.Sprintf(c.Words.ListPart, from+1, to, len(list)) + " " + c.Theme.Sep + " " + text
	}
	return text
}

// ListKeys move through a list and show the chosen attempt.
func ListKeys(c *page.Context, pick *page.Picker, list []flow.Attempt) []page.Binding {
	move := func(by int) func() tea.Cmd { return func() tea.Cmd { pick.Move(list, by); return nil } }
	return []page.Binding{
		{Name: "enter", Cap: c.Words.KeyEnter, Label: c.Words.DoTimeline, Do: func() tea.Cmd { return c.Show(&Timeline{Attempt: list[pick.At(list)]}) }},
		{Name: "down", Cap: c.Words.KeyUpDown, Label: c.Words.DoMove, Quiet: len(list) < 2, Do: move(1)},
		{Name: "up", Quiet: true, Do: move(-1)},
		{Name: "pgdown", Cap: page.CapPages, Label: c.Words.DoMove, Quiet: true, Do: move(10)}, {Name: "pgup", Quiet: true, Do: move(-10)},
		{Name: "home", Cap: "Home/End", Label: c.Words.DoMove, Quiet: true, Do: move(-len(list))}, {Name: "end", Quiet: true, Do: move(len(list))},
	}
}
