package settle

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	outside "facetill/flow/field"
	"facetill/tui/draw"
	"facetill/tui/page"
)

// Adopt takes a person's word that the original of a copy is not used any
// more. Esc leaves it, to look at what the copy has; a sale leads back to it.
type Adopt struct{ page.Form }

// NewAdopt is empty but for the cashier's name.
func NewAdopt(c *page.Context) *Adopt { return &Adopt{newForm(c)} }

func (p *Adopt) Kind() page.Kind              { return "adopt" }
func (p *Adopt) Title(c *page.Context) string { return c.Words.AdoptTitle }

// Keys write it down.
func (p *Adopt) Keys(c *page.Context) []page.Binding {
	if c.Opt().Copy == nil { // it is none any more
		return nil
	}
	return p.EnterKey(c, func() tea.Cmd {
		adopt, by, reason := c.Opt().Copy.Adopt, p.By(), p.Reason()
		return c.Write(page.WordWithin, func(ctx context.Context) tea.Msg { return page.AdoptedMsg{Of: p, Err: adopt(ctx, by, reason)} })
	})
}

// Update hears how it ended.
func (p *Adopt) Update(c *page.Context, msg tea.Msg) tea.Cmd {
	done, is := msg.(page.AdoptedMsg)
	if !is {
		return nil
	}
	p.Busy = false
	if done.Err != nil {
		c.Warn(c.Words.Failure(done.Err))
		return nil
	}
	c.Adopted()
	c.Say(c.Words.AdoptDone)
	return tea.Batch(c.Close(), c.Refresh())
}

// View has the fields first: a small screen is cut at its foot.
func (p *Adopt) View(c *page.Context) draw.Block {
	b := c.Block()
	b.Wrap(c.Theme.Warn+" "+c.Words.AdoptTitle, c.Theme.Bad)
	b.Blank()
	p.Show(c, &b)
	b.Blank()
	c.SayOr(&b, c.Words.AdoptAsk, c.Theme.Text)
	if c.Opt().Copy != nil {
		b.Blank()
		b.Wrap(outside.Plain(c.Opt().Copy.Why), c.Theme.Muted)
	}
	return b
}
