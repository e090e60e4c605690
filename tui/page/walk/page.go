package walk

import (
	"facetill/tui/draw"
	"facetill/tui/page"
)

// Page shows what the till called, where it has no room beside a page. It begins with the
// newest calls in sight.
type Page struct {
	page.Still
	page.Scroller
}

// New shows the end of the list.
func New() *Page { return &Page{Scroller: page.Scroller{From: 1 << 20}} }

// Kind is its sort of page.
const Kind page.Kind = "walk"

func (p *Page) Kind() page.Kind              { return Kind }
func (p *Page) Title(c *page.Context) string { return c.Words.WalkTitle }

// Keys scroll.
func (p *Page) Keys(c *page.Context) []page.Binding {
	lines := p.lines(c)
	p.From, _ = p.InSight(c, p.head(c), len(lines))
	return p.ScrollKeys(c, p.head(c), lines)
}

func (p *Page) View(c *page.Context) draw.Block { return p.Scrolled(c, p.head(c), p.lines(c)) }

func (p *Page) head(c *page.Context) draw.Block {
	b := c.TopBlock()
	c.SayOr(&b, c.Words.WalkTitle, c.Theme.Strong)
	return b
}

func (p *Page) lines(c *page.Context) []string {
	width := min(c.Width-4, 72)
	lines := Lines(c, width)
	if len(lines) == 0 {
		lines = []string{c.Theme.Muted.Render(c.Words.WalkEmpty)}
	}
	return c.Indent(lines, width, 1)
}
