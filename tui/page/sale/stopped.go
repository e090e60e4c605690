package sale

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/page/settle"
	"facetill/tui/text"
)

// Stopped: a sale of the same amount is not settled, and a person has to say
// that this is another customer (money rule 5.3).
type Stopped struct {
	page.Still
	Other flow.Attempt
	Req   flow.SaleRequest
}

// newStopped keeps the press: what else stops it is shown next, also where it was
// shown meanwhile.
func newStopped(req flow.SaleRequest, stop *flow.PossibleDuplicateError) *Stopped {
	req.Press = &stop.Press
	return &Stopped{Other: stop.Others[0], Req: req}
}

func (p *Stopped) Kind() page.Kind { return page.KindStopped }
func (p *Stopped) Title(c *page.Context) string {
	return c.Words.StoppedTitle + " " + text.WithSign(p.Req.TotalFee)
}

// Keys: the safe way out is the obvious one, and Enter does nothing while
// the other sale may have charged.
func (p *Stopped) Keys(c *page.Context) []page.Binding {
	if p.free() {
		return []page.Binding{
			{Name: "enter", Cap: c.Words.KeyEnter, Label: c.Words.DoAgain, Brief: c.Words.BriefAgain, Next: true, Do: func() tea.Cmd { return Begin(c, p.Req) }},
			{Name: "esc", Cap: c.Words.KeyEsc, Label: c.Words.DoBack, Do: func() tea.Cmd { return back(c, p.Req.TotalFee) }},
		}
	}
	keys := []page.Binding{
		{Name: "esc", Cap: c.Words.KeyEsc, Label: c.Words.DoBack, Next: true, Do: func() tea.Cmd { return back(c, p.Req.TotalFee) }},
		{Name: "n", Cap: "n", Label: c.Words.DoAnother, Brief: c.Words.BriefAnother, Do: func() tea.Cmd { return p.another(c) }},
	}
	if p.Other.Unclaimed {
		keys = append(keys, page.Binding{Name: "u", Cap: "u", Label: c.Words.DoClaims, Brief: c.Words.BriefClaims, Do: func() tea.Cmd { return settle.OpenClaims(c) }})
	}
	return keys
}

// free: the sale that stood in the way has taken no money after all. The
// flow is asked once more, as for any sale.
func (p *Stopped) free() bool {
	return page.MoneyOf(p.Other, nil) == text.MoneyNotCharged
}

// Update follows the sale that stands in the way. A page whose Enter comes to mean
// something is another page to a key that was on its way.
func (p *Stopped) Update(c *page.Context, msg tea.Msg) tea.Cmd {
	lists, is := msg.(page.ListsMsg)
	if !is {
		return nil
	}
	before := p.free()
	for _, a := range slices.Concat(lists.Recent, lists.Pending) {
		if o := &p.Other; a.OutTradeNo == o.OutTradeNo && a.Version >= o.Version {
			*o = a
		}
	}
	if p.free() != before {
		c.Changed()
	}
	return nil
}

func (p *Stopped) another(c *page.Context) tea.Cmd {
	if !c.Again("another") {
		return c.Wake()
	}
	req := p.Req
	// It is said of the sale that stands on the page; another one is shown next.
	req.New = append(slices.Clip(req.New), p.Other.OutTradeNo)
	return Begin(c, req)
}

func (p *Stopped) View(c *page.Context) (b draw.Block) {
	b = c.Block()
	o := p.Other
	b.Spare(func() { b.Wrap(c.Theme.Warn+" "+c.Words.StoppedTitle+" "+c.Theme.Warn, c.Theme.Care) })
	b.Blank()
	b.Spare(func() { b.Wrap(c.Words.StoppedSay, c.Theme.Text) })
	b.Blank()
	b.Spare(func() { b.Large(page.NumberOf(o.TotalFee), c.Paint(c.Theme.Digits)) })
	b.Blank()
	b.Center(c.Theme.Strong.Render(page.Describe(c, o, c.Width)))
	b.Blank()
	switch {
	case p.free():
		b.Wrap(c.Words.StoppedFree, c.Theme.Good)
	case o.State == flow.Paid:
		b.Wrap(c.Words.StoppedPaid, c.Theme.Care)
		b.Wrap(c.Words.StoppedAsk, c.Theme.Text)
	default:
		b.Wrap(c.Words.StoppedOpen, c.Theme.Care)
		b.Wrap(c.Words.StoppedAsk, c.Theme.Text)
	}
	c.AlertToo(&b)
	return b
}

// Suspended: no sale begins until the reason is mended (money rules 1.6, 7.3).
type Suspended struct {
	page.Still
	Why flow.Suspension
	say string
	fee flow.Fen
}

func (p *Suspended) Kind() page.Kind              { return page.KindSuspended }
func (p *Suspended) Title(c *page.Context) string { return c.Words.SuspendedTitle }

func (p *Suspended) Keys(c *page.Context) []page.Binding {
	return []page.Binding{
		{Name: "esc", Cap: c.Words.KeyEsc, Label: c.Words.DoBack, Next: true, Do: func() tea.Cmd { return back(c, p.fee) }},
		{Name: "r", Cap: "r", Label: c.Words.DoRetrySuspended, Do: func() tea.Cmd { return p.retry(c) }},
	}
}

// retry goes back to the amount: the next sale asks again. It begins a sale, so
// it wants its second press: a label may begin with an r.
func (p *Suspended) retry(c *page.Context) tea.Cmd {
	if !c.Again("retry") {
		return c.Wake()
	}
	c.ToAmount(p.fee)
	c.Next().Amount.Kept = false
	return charge(c)
}

func (p *Suspended) View(c *page.Context) (b draw.Block) {
	b = c.Block()
	b.Wrap(c.Theme.Warn+" "+c.Words.SuspendedTitle+" "+c.Theme.Warn, c.Theme.Bad)
	b.Blank()
	b.Wrap(c.Words.Suspended(p.Why), c.Theme.Strong)
	b.Wrap(p.say, c.Theme.Muted)
	b.Blank()
	c.SayOr(&b, c.Words.SuspendedDo, c.Theme.Text)
	return b
}
