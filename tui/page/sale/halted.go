package sale

import (
	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/draw"
	"facetill/tui/page"
)

// Halted: no sale begins until the reason is mended (money rules 1.6, 7.3).
type Halted struct {
	page.Still
	Why flow.Suspension
	say string
	fee flow.Fen
}

// Kind is a till that sells nothing.
func (p *Halted) Kind() page.Kind { return page.KindHalted }

// Title is for a small screen.
func (p *Halted) Title(c *page.Context) string { return c.Words.HaltTitle }

func (p *Halted) Keys(c *page.Context) []page.Binding {
	return []page.Binding{
		{Name: "esc", Cap: c.Words.KeyEsc, Label: c.Words.DoBack, Next: true, Do: func() tea.Cmd { return back(c, p.fee) }},
		{Name: "r", Cap: "r", Label: c.Words.DoRetryHalt, Do: func() tea.Cmd { return p.retry(c) }},
	}
}

// retry goes back to the amount: the next sale asks again. It begins a sale, so
// it wants its second press: a label may begin with an r.
func (p *Halted) retry(c *page.Context) tea.Cmd {
	if !c.Again("retry") {
		return c.Wake()
	}
	c.ToAmount(p.fee)
	c.Amount.Kept = false
	return charge(c)
}

func (p *Halted) View(c *page.Context) (b draw.Block) {
	b = c.Block()
	b.Wrap(c.Theme.Warn+" "+c.Words.HaltTitle+" "+c.Theme.Warn, c.Theme.Bad)
	b.Blank()
	b.Wrap(c.Words.Halt(p.Why), c.Theme.Strong)
	b.Wrap(p.say, c.Theme.Muted)
	b.Blank()
	c.SayOr(&b, c.Words.HaltDo, c.Theme.Text)
	return b
}
