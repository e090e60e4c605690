package page

import (
	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/input"
)

// Top is the page in hand. It follows from what is known; nobody sets it: a sale that
// runs is always on the screen.
func (s *State) Top() Page {
	switch {
	case s.Locked():
		return s.Doors[len(s.Doors)-1]
	case s.Resting:
		return s.AtRest
	case s.OnPanel():
		return s.Panels[len(s.Panels)-1]
	}
	return s.Base
}

// At is what sort of page is in hand.
func (c *Context) At() Kind { return c.s.Top().Kind() }

// OnPanel reports whether it is one beside the sale, or before it.
func (s *State) OnPanel() bool {
	return s.Locked() || !s.Resting && len(s.Panels) > 0 && (s.Sale == nil || s.Sale.Over)
}

// Base is the page of the sale in hand, whatever lies over it.
func (c *Context) Base() Page { return c.s.Base }

// Go puts another page where that of the sale in hand is.
func (c *Context) Go(p Page) { c.s.Base = p }

// Show lays a panel over the page, or over the panel in hand. It leaves a
// result, and PAID is not left before its fact is written.
func (c *Context) Show(p Page) tea.Cmd {
	switch {
	case c.s.OnPanel() || c.At() == KindAmount:
	case c.At() == KindResult && c.MayLeave():
		c.ToAmount(c.s.Sale.KeptFee())
	default:
		return nil
	}
	pages, _ := c.s.over()
	*pages = append(*pages, p)
	return p.Update(c, Entered{})
}

// over is what lies over the page of the sale now, and how much of it Close leaves.
func (s *State) over() (pages *[]Page, least int) {
	if s.Locked() {
		return &s.Doors, 1 // the lock stays
	}
	return &s.Panels, 0
}

// Close goes back to what lies below the panel in hand.
func (c *Context) Close() tea.Cmd {
	c.s.Guard.Disarm()
	pages, least := c.s.over()
	n := len(*pages)
	if n <= least {
		return nil
	}
	if p, is := (*pages)[n-1].(Closing); is {
		p.Closes()
	}
	if *pages = (*pages)[:n-1]; n > 1 {
		return (*pages)[n-2].Update(c, Entered{})
	}
	return nil
}

// ToAmount goes to the amount page. A kept amount is replaced by the first digit.
func (c *Context) ToAmount(kept flow.Fen) {
	c.s.Sale, c.s.Base, c.s.Panels = nil, c.s.Home, nil
	c.s.Amount = input.Amount{}
	if kept > 0 {
		c.s.Amount = input.Amount{Text: kept.String(), Kept: true}
	}
	c.s.Guard.Disarm()
}

// MayLeave: PAID stays until its fact is written.
func (c *Context) MayLeave() bool {
	paid := &c.s.Shown
	return !paid.Waiting() || paid.Asked || !paid.Again.IsZero()
}
