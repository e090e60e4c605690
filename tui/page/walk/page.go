package walk

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/tui/draw"
	"facetill/tui/page"
)

// calls are the rows of what was called, below what has to stay in sight of the page that
// they hide. The newest is in sight until somebody scrolls up.
type calls struct {
	page.Scroller
	end int // the first row in sight where the newest is the last one
}

// follow goes on with the newest call where that was the last one in sight.
func (p *calls) follow(c *page.Context, head draw.Block, n int) {
	all := page.Scroller{From: n}
	end, _ := all.InSight(c, head, n)
	if p.From >= p.end {
		p.From = end
	}
	p.end = end
}

// over is the page of calls where it hides another one.
func (p *calls) over(c *page.Context, hidden page.Page) draw.Block {
	head, lines := head(c, hidden), lines(c)
	p.follow(c, head, len(lines))
	return p.Scrolled(c, head, lines)
}

func (p *calls) keys(c *page.Context, hidden page.Page) []page.Binding {
	head, lines := head(c, hidden), lines(c)
	p.follow(c, head, len(lines))
	return p.ScrollKeys(c, head, lines)
}

func head(c *page.Context, hidden page.Page) draw.Block {
	b := c.TopBlock()
	sums, is := hidden.(page.Summing)
	if !is {
		c.SayOr(&b, c.Words.WalkTitle, c.Theme.Strong)
		return b
	}
	sums.Sum(c, &b)
	c.AlertToo(&b)
	return b
}

func lines(c *page.Context) []string {
	width := min(c.Width-4, 72)
	lines := Lines(c, width)
	if len(lines) == 0 {
		lines = []string{c.Theme.Muted.Render(c.Words.WalkEmpty)}
	}
	return c.Indent(lines, width, 1)
}

// Page shows what the till called, where it has no room beside a page.
type Page struct {
	page.Still
	calls
}

// New begins with the newest calls.
func New() *Page { return &Page{} }

// Kind is its sort of page.
const Kind page.Kind = "walk"

func (p *Page) Kind() page.Kind { return Kind }

// Title is that of the result below it: whatever the size, its word and amount are there.
func (p *Page) Title(c *page.Context) string {
	if _, is := c.Base().(page.Summing); is {
		return c.Base().Title(c)
	}
	return c.Words.WalkTitle
}

// Keys scroll.
func (p *Page) Keys(c *page.Context) []page.Binding { return p.keys(c, c.Base()) }

func (p *Page) View(c *page.Context) draw.Block { return p.over(c, c.Base()) }

// During is the walk in the place of a sale that runs, and is that page to everybody else:
// it hears what the sale hears, and goes with it, so that no walk hides a result that has
// just come.
type During struct {
	page.Page
	calls calls
}

// Lay puts the walk over the page of the sale, and takes it away again.
func Lay(c *page.Context) tea.Cmd {
	if !Lift(c) {
		c.Go(&During{Page: c.Base()})
	}
	return nil
}

// Lift takes the walk away from over the page of a sale, and reports whether it was there.
func Lift(c *page.Context) bool {
	p, is := c.Base().(*During)
	if is {
		c.Go(p.Page)
	}
	return is
}

// Keys are those of the sale, but for Esc: whoever leaves a page with it ends no sale.
func (p *During) Keys(c *page.Context) []page.Binding {
	keys := p.Page.Keys(c)
	if c.Whole().Wide() {
		return keys
	}
	back := page.Binding{Name: "esc", Cap: c.Words.KeyEsc, Label: c.Words.DoBack, Do: func() tea.Cmd { Lift(c); return nil }}
	keys = slices.DeleteFunc(keys, func(b page.Binding) bool { return b.Name == "esc" })
	return slices.Concat(keys, []page.Binding{back}, p.calls.keys(c, p.Page))
}

// View is the page of the sale where the calls have room beside it.
func (p *During) View(c *page.Context) draw.Block {
	if c.Whole().Wide() {
		return p.Page.View(c)
	}
	return p.calls.over(c, p.Page)
}
