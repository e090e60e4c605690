package office

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/text"
)

// Help lists the keys of the page that it is about, as that page's own
// table has them, also those for which the last row has no room, and what that page
// has to say beside them. Unlike other panels it comes back to
// a result or to a code that is awaited: reading about keys decides nothing.
type Help struct {
	page.Still
	page.Scroller
	keys  []page.Binding
	about page.Page
}

// NewHelp is about a page with these keys.
func NewHelp(about page.Page, keys []page.Binding) *Help {
	p := &Help{about: about}
	for _, b := range keys {
		if b.Cap != "" && b.Label != "" && b.Name != "f1" {
			p.keys = append(p.keys, b)
		}
	}
	return p
}

func (p *Help) Kind() page.Kind              { return page.KindHelp }
func (p *Help) Title(c *page.Context) string { return c.Words.HelpTitle }

// Keys scroll. Where the key of the settings is that of the people, it is theirs here.
func (p *Help) Keys(c *page.Context) []page.Binding {
	keys := p.ScrollKeys(c, p.head(c), p.lines(c))
	if c.Staff().SignsIn() && len(c.Opt().Settings) > 0 && !c.Staff().Locked() {
		keys = append(keys, page.Binding{Name: SettingsKey.Key, Cap: strings.ToUpper(SettingsKey.Key), Label: c.Words.DoSettings, Do: func() tea.Cmd { return c.Show(&Settings{}) }})
	}
	return keys
}
func (p *Help) View(c *page.Context) draw.Block { return p.Scrolled(c, p.head(c), p.lines(c)) }

// head stays where it is.
func (p *Help) head(c *page.Context) draw.Block {
	b := c.TopBlock()
	c.SayOr(&b, c.Words.HelpTitle, c.Theme.Strong)
	return b
}

// lines are all rows of help.
func (p *Help) lines(c *page.Context) (lines []string) {
	const capWidth = 10
	left := strings.Repeat(" ", max(1, (c.Width-52)/2))
	if !c.Compact() {
		lines = append(lines, "")
	}
	for _, k := range p.keys {
		cap := c.Theme.Key.Render(" " + k.Cap + " ")
		lines = append(lines, left+strings.Repeat(" ", max(0, capWidth-ansi.StringWidth(cap)))+cap+"  "+c.Fit(k.Label, max(0, c.Width-len(left)-capWidth-3)))
	}
	about, notes := p.about.(page.Noting)
	if !notes {
		return lines
	}
	lines = append(lines, "")
	for _, text := range about.Notes(c.Words) {
		for _, line := range c.Wrapped(text) {
			lines = append(lines, c.Theme.Muted.Render(c.Centered(line)))
		}
	}
	return lines
}

// Settings shows the configuration.
type Settings struct {
	page.Still
	page.Scroller
}

// SettingsKey shows the configuration.
var SettingsKey = page.Panel{Key: "f9", Label: func(w *text.Words) string { return w.DoSettings },
	For:  func(c *page.Context) bool { return len(c.Opt().Settings) > 0 && !c.Staff().SignsIn() },
	Make: func(c *page.Context) page.Page { return &Settings{} }}

func (p *Settings) Kind() page.Kind              { return "settings" }
func (p *Settings) Title(c *page.Context) string { return c.Words.SettingsTitle }

func (p *Settings) Keys(c *page.Context) []page.Binding {
	return p.ScrollKeys(c, p.head(c), p.lines(c))
}
func (p *Settings) View(c *page.Context) draw.Block { return p.Scrolled(c, p.head(c), p.lines(c)) }

func (p *Settings) head(c *page.Context) draw.Block {
	b := c.TopBlock()
	b.Wrap(c.Words.SettingsTitle, c.Theme.Strong)
	b.Blank()
	return b
}

func (p *Settings) lines(c *page.Context) []string {
	lines := make([]string, len(c.Opt().Settings))
	for i, s := range c.Opt().Settings {
		lines[i] = c.Theme.Muted.Render(c.Fit(s.Name, min(26, c.Width/2))) + " " + s.Value
	}
	return c.Indent(lines, 0, 1)
}

// Rest is a clock, where nobody has touched the till for a while.
type Rest struct{ page.Still }

func (Rest) Kind() page.Kind { return page.KindRest }

// Title is what stands on a small screen.
func (Rest) Title(c *page.Context) string { return c.Words.Amount + " " + text.Signed("0.00") }

// View is the time of day, in China's time as all of a sale is.
func (Rest) View(c *page.Context) draw.Block {
	b, now := c.Block(), c.Now().In(flow.Beijing).Format("15:04")
	b.Large(draw.Number{Digits: now, Line: now}, c.Paint(c.Theme.DigitsDim))
	b.Blank()
	b.Center(c.Theme.Muted.Render(c.Words.Rest + " " + c.Theme.Sep + " " + c.Words.RestHint))
	return b
}
