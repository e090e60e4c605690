package office

import (
	"facetill/flow"
	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/text"
)

// Rest is a clock, where nobody has touched the till for a while.
type Rest struct{ page.Still }

// Kind is rest.
func (Rest) Kind() page.Kind { return page.KindRest }

// Title is what stands on a small screen.
func (Rest) Title(c *page.Context) string { return c.Words.Amount + " " + text.Signed("0.00") }

// View is the time of day, in China's time as all of a sale is.
func (Rest) View(c *page.Context) draw.Block {
	b, now := c.Block(), c.Now.In(flow.Beijing).Format("15:04")
	b.Large(draw.Number{Digits: now, Line: now}, c.Paint(c.Theme.DigitsDim))
	b.Blank()
	b.Center(c.Theme.Muted.Render(c.Words.Rest + " " + c.Theme.Sep + " " + c.Words.RestHint))
	return b
}
