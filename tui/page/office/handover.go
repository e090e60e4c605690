package office

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow/secret"
	"facetill/flow/till"
	"facetill/tui/draw"
	"facetill/tui/page"
)

// Handover shows who comes what the one who leaves has done, and what has no end. Nothing
// is handed over, and where nobody leaves nothing is sold, before they have seen it and say
// so; their PIN was right already.
type Handover struct {
	page.Scroller
	entry  *entry
	below  page.Page // that asked for the PIN
	ended  till.Shift
	number string
	to     string
	pin    secret.Secret
	in     *page.SignedMsg // who comes is signed in: nobody has left anything to them
}

const kindHandover page.Kind = "handover"

func (p *Handover) Kind() page.Kind { return kindHandover }
func (p *Handover) Title(c *page.Context) string {
	if p.in != nil {
		return fmt.Sprintf(c.Words.PeopleIn, p.to)
	}
	return fmt.Sprintf(c.Words.HandoverTitle, p.ended.Cashier, p.to)
}

// Waits: it is being handed over.
func (p *Handover) Waits() bool { return p.entry.busy }

// Changed is the row in sight.
func (p *Handover) Changed() string { return p.Scroller.Changed() + p.entry.Changed() }

// Keys: Enter, twice, takes over what was seen.
func (p *Handover) Keys(c *page.Context) []page.Binding {
	keys := []page.Binding{{Name: "enter", Cap: c.Words.KeyEnter, Label: c.Words.DoTakeOver, Next: true, Do: func() tea.Cmd { return p.take(c) }},
		slipKey(c, p.ended, p.to)}
	if p.in != nil || p.entry.busy {
		keys = append(keys, page.Binding{Name: "esc", Quiet: true, Do: func() tea.Cmd { c.Warn(c.Words.KeyNothing); return nil }})
	}
	return append(keys, p.ScrollKeys(c, p.head(c), p.lines(c))...)
}

func (p *Handover) take(c *page.Context) tea.Cmd {
	switch {
	case p.entry.busy:
		return nil
	case !c.Again("handover"):
		return c.Wake()
	case p.in != nil:
		return p.entry.opens(c, *p.in)
	}
	return p.entry.sign(c, p, p.number, p.pin.Reveal(), true)
}

// Update hears how it ended. What did not work is said where the PIN is typed.
func (p *Handover) Update(c *page.Context, msg tea.Msg) tea.Cmd {
	done, is := msg.(page.SignedMsg)
	if !is || done.Of != page.Page(p) {
		return nil
	}
	if done.Err != nil {
		cmd := c.Close()
		return tea.Batch(cmd, p.entry.signed(c, p.below, done))
	}
	return p.entry.signed(c, p.below, done)
}

// Keep takes a payment code, as the page of the PIN does.
func (p *Handover) Keep(c *page.Context, code string) { p.entry.Keep(c, code) }

// View has what is asked first.
func (p *Handover) View(c *page.Context) draw.Block { return p.Scrolled(c, p.head(c), p.lines(c)) }

func (p *Handover) head(c *page.Context) draw.Block {
	b := c.TopBlock()
	b.Spare(func() { b.Wrap(p.Title(c), c.Theme.Strong) })
	switch {
	case p.entry.busy:
		b.Wrap(c.Words.SayBegin, c.Theme.Text)
	case c.Armed() == "handover":
		b.Wrap(c.Hastily(fmt.Sprintf(c.Words.ArmedHandover, c.Words.KeyEnter)), c.Theme.Care)
	default:
		c.SayOr(&b, fmt.Sprintf(c.Words.HandoverSay, p.to), c.Theme.Text)
	}
	b.Blank()
	p.entry.viewKept(c, &b)
	return b
}

func (p *Handover) lines(c *page.Context) []string { return shiftLines(c, p.ended) }
