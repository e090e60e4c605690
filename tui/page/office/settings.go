package office

import (
	"facetill/tui/draw"
	"facetill/tui/page"
)

// Settings shows the configuration.
type Settings struct {
	page.Still
	page.Scroller
}

// Kind is the configuration.
func (p *Settings) Kind() page.Kind { return page.KindSettings }

func (p *Settings) Title(c *page.Context) string { return c.Words.SettingsTitle }

func (p *Settings) Keys(c *page.Context) []page.Binding {
	return p.ScrollKeys(c, p.head(c), p.lines(c))
}
func (p *Settings) View(c *page.Context) draw.Block { return p.Scrolled(c, p.head(c), p.lines(c)) }

func (p *Settings) head(c *page.Context) draw.Block {
	b := c.Block()
	b.Top = true
	b.Wrap(c.Words.SettingsTitle, c.Theme.Strong)
	b.Blank()
	return b
}

func (p *Settings) lines(c *page.Context) []string {
	lines := make([]string, len(c.Opt.Settings))
	for i, s := range c.Opt.Settings {
		lines[i] = c.Theme.Muted.Render(c.Fit(s.Name, min(26, c.Width/2))) + " " + s.Value
	}
	return c.Indent(lines, 0, 1)
}
