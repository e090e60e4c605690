package settle

import (
	"context"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/page/history"
	"facetill/tui/page/refund"
	"facetill/tui/text"
)

// Open lists what has no end yet: how old each is, what is being tried and
// when next. `r` asks WeChat now, `m` takes a person's word (money rule 5.7).
type Open struct {
	pick page.Picker
}

// OpenKey shows it, as a click on the counter does.
var OpenKey = page.Panel{Key: "f2", Label: func(w *text.Words) string { return w.DoOpen },
	For:  func(c *page.Context) bool { return len(c.OpenAttempts()) > 0 },
	Make: func(c *page.Context) page.Page { return &Open{} }}

func (p *Open) Kind() page.Kind              { return "open" }
func (p *Open) Title(c *page.Context) string { return c.Words.OpenTitle }

// Changed is the chosen row.
func (p *Open) Changed() string { return fmt.Sprint(p.pick) }

// Update reads anew what is open.
func (p *Open) Update(c *page.Context, msg tea.Msg) tea.Cmd {
	if _, is := msg.(page.Entered); is {
		return c.Refresh()
	}
	return nil
}

func (p *Open) list(c *page.Context) []flow.Attempt { return c.OpenAttempts() }

func (p *Open) chosen(c *page.Context) (flow.Attempt, bool) {
	list := p.list(c)
	if len(list) == 0 {
		return flow.Attempt{}, false
	}
	return list[p.pick.At(list)], true
}

func (p *Open) Keys(c *page.Context) []page.Binding {
	list := p.list(c)
	if len(list) == 0 {
		return nil
	}
	a := list[p.pick.At(list)]
	_, stands := page.RefundStands(a)
	onItsPage := stands && !a.Unfinished() // what is to be read or done is there
	var keys []page.Binding
	if onItsPage {
		keys = refundKeys(c, a)
		keys[0].Next = true
	}
	if !page.WaitsForWord(a) && !page.Contradicted(a) {
		keys = append(keys, page.Binding{Name: "r", Cap: "r", Label: c.Words.DoAskNow, Next: !onItsPage, Do: func() tea.Cmd { return p.askNow(c) }})
	}
	if len(wordsFor(a)) > 0 {
		keys = append(keys, page.Binding{Name: "m", Cap: "m", Label: c.Words.DoResolve, Next: len(keys) == 0, Do: func() tea.Cmd {
			if !c.Again("resolve " + string(a.OutTradeNo)) {
				return c.Wake()
			}
			return c.Show(&Resolve{a: a})
		}})
	}
	if !onItsPage {
		keys = append(keys, refundKeys(c, a)...)
	}
	return append(keys, history.ListKeys(c, &p.pick, list)...)
}

// refundKeys lead to the card of a sale that has a refund.
func refundKeys(c *page.Context, a flow.Attempt) []page.Binding {
	if len(a.Refunds) == 0 {
		return nil
	}
	return refund.Keys(c, a)
}

// askNow makes the till ask about the chosen one, and shows what it says.
func (p *Open) askNow(c *page.Context) tea.Cmd {
	a, ok := p.chosen(c)
	if !ok {
		return nil
	}
	c.Say(c.Words.AskedNow)
	till := c.Opt().Till
	return tea.Sequence(c.Job(func(context.Context) tea.Msg { till.AskNow(a.OutTradeNo); return nil }), c.Refresh())
}

func (p *Open) View(c *page.Context) draw.Block {
	b := c.TopBlock()
	list := p.list(c)
	b.Wrap(c.Words.OpenTitle, c.Theme.Strong)
	if len(list) == 0 {
		b.Blank()
		c.SayOr(&b, c.Words.OpenNone, c.Theme.Good)
		return b
	}
	chosen := p.pick.At(list)
	say := c.Words.OpenSay
	if page.WaitsForWord(list[chosen]) {
		say = c.Words.OpenClaimSay
	} else if page.Contradicted(list[chosen]) {
		say = c.Words.OpenOtherwiseSay
	} else if e, stands := page.RefundStands(list[chosen]); stands && !list[chosen].Open() {
		say = c.Words.RefundSays(e, e.IsAdopted(list[chosen].Adoptions))
	} else if late := c.Words.Notice(list[chosen], page.NoticeOf(c, list[chosen])); late != "" {
		say = late
	}
	c.SayOr(&b, say, c.Theme.Care)
	if page.ClosesPage(c, list[chosen]) {
		b.Wrap(c.Words.ClosePage, c.Theme.Care)
	}
	b.Blank()
	each := 2
	from, to := draw.Window(len(list), chosen, max(1, (c.PageHeight()-b.Len()-1)/each))
	for i := from; i < to; i++ {
		a := list[i]
		b.Live(func() string {
			return c.ListRow(i == chosen, page.Describe(c, a, c.Width-5-ansi.StringWidth(page.Age(c, a))), page.Age(c, a))
		})
		b.Live(func() string {
			return "   " + c.Theme.Muted.Render(c.Fit(page.Trying(c, a, max(0, c.Width-4)), max(0, c.Width-4)))
		})
	}
	if to-from < len(list) {
		b.Center(c.Theme.Muted.Render(fmt.Sprintf(c.Words.ListPart, from+1, to, len(list))))
	}
	return b
}
