package page

import (
	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/input"
	"facetill/tui/text"
)

// Top is the page in hand. It follows from what is known; nobody sets it: a sale that
// runs is always on the screen.
func (c *Context) Top() Page {
	switch n := len(c.Panels); {
	case c.Resting:
		return c.AtRest
	case n > 0 && (c.Sale == nil || c.Sale.Over):
		return c.Panels[n-1]
	}
	return c.Base
}

// At is what sort of page is in hand.
func (c *Context) At() Kind { return c.Top().Kind() }

// OnPanel reports whether it is one beside the sale.
func (c *Context) OnPanel() bool {
	return !c.Resting && len(c.Panels) > 0 && (c.Sale == nil || c.Sale.Over)
}

// Show opens a panel over the page, or over the panel in hand. It leaves a
// result, and PAID is not left before its fact is written.
func (c *Context) Show(p Page) tea.Cmd {
	switch {
	case c.OnPanel() || c.At() == KindAmount:
	case c.At() == KindResult && c.MayLeave():
		c.ToAmount(c.KeptFee())
	default:
		return nil
	}
	c.Panels = append(c.Panels, p)
	return p.Update(c, Opened{})
}

// Close goes back to what lies below the panel in hand.
func (c *Context) Close() tea.Cmd {
	c.Guard.Disarm()
	n := len(c.Panels)
	if n == 0 {
		return nil
	}
	if p, is := c.Panels[n-1].(Closing); is {
		p.Closes()
	}
	if c.Panels = c.Panels[:n-1]; n > 1 {
		return c.Panels[n-2].Update(c, Opened{})
	}
	return nil
}

// ToAmount goes to the amount page. A kept amount is replaced by the first digit.
func (c *Context) ToAmount(kept flow.Fen) {
	c.Sale, c.Base, c.Panels = nil, c.Home, nil
	c.Amount = input.Amount{}
	if kept > 0 {
		c.Amount = input.Amount{Text: kept.String(), Kept: true}
	}
	c.Guard.Disarm()
}

// MayLeave: PAID stays until its fact is written.
func (c *Context) MayLeave() bool {
	return !c.Shown.Waiting() || c.Shown.Asked || !c.Shown.Again.IsZero()
}

// KeptFee is what the amount page begins with after this result.
func (c *Context) KeptFee() flow.Fen {
	if c.Sale != nil && c.Sale.Money() == text.MoneyNotCharged {
		return c.Sale.Req.TotalFee
	}
	return 0
}

// Fee is the amount that is typed, or what is wrong with it.
func (c *Context) Fee() (flow.Fen, input.Fault) {
	fen, fault := c.Amount.Fen()
	return flow.Fen(fen), fault
}
