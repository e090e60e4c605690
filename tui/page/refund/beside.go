package refund

import (
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow/refund"
	"facetill/tui/draw"
	"facetill/tui/page"
)

// Beside is a press that was stopped: what it may have meant is there already. It goes on
// only by a person's word that names what they were shown (money rule 4b.2).
type Beside struct {
	form    *Form
	entries []refund.Entry
	version int // of the sale with those
	busy    bool
}

func (p *Beside) Kind() page.Kind              { return "beside" }
func (p *Beside) Title(c *page.Context) string { return c.Words.BesideTitle }

// Waits: the word is being written down.
func (p *Beside) Waits() bool { return p.busy }

// Changed is whether the word is on its way.
func (p *Beside) Changed() string { return fmt.Sprint(p.busy) }

// open reports whether one of them has no end yet: that one is not named away.
func (p *Beside) open() bool {
	return slices.ContainsFunc(p.entries, func(e refund.Entry) bool { return e.State == refund.Entered })
}

// Keys: back is obvious, and another refund wants two presses.
func (p *Beside) Keys(c *page.Context) []page.Binding {
	keys := []page.Binding{{Name: "esc", Cap: c.Words.KeyEsc, Label: c.Words.DoBack, Next: true, Do: c.Close}}
	if p.open() || p.busy {
		return keys
	}
	return append(keys, page.Binding{Name: "o", Cap: "o", Label: c.Words.DoBeside, Brief: c.Words.BriefBeside, Do: func() tea.Cmd {
		if !c.Again("beside") {
			return c.Wake()
		}
		return p.another(c)
	}})
}

// another goes on beside what was shown; a PIN is typed for it anew.
func (p *Beside) another(c *page.Context) tea.Cmd {
	next := *p.form
	next.wish.Press.Version, next.Form, next.step = p.version, lastForm(), stepRest
	for _, e := range p.entries {
		if !slices.Contains(next.wish.Press.Beside, e.Number) {
			next.wish.Press.Beside = append(slices.Clone(next.wish.Press.Beside), e.Number)
		}
	}
	if c.Opt().ManagerPIN {
		next.askWho(c)
		return tea.Batch(c.Close(), c.Show(&next))
	}
	p.form, p.busy = &next, true
	return next.write(c, "")
}

// Update hears how it ended.
func (p *Beside) Update(c *page.Context, msg tea.Msg) tea.Cmd {
	done, is := msg.(page.RefundedMsg)
	if !is || done.Of != page.Page(p.form) {
		return nil
	}
	p.busy = false
	return p.form.ended(c, done)
}

// View is the list, and what either key means.
func (p *Beside) View(c *page.Context) draw.Block {
	b := c.Block()
	b.Wrap(c.Theme.Warn+" "+c.Words.BesideTitle+" "+c.Theme.Warn, c.Theme.Care)
	b.Blank()
	b.Spare(func() { b.Wrap(c.Words.BesideSay, c.Theme.Text) })
	from, to := draw.Window(len(p.entries), len(p.entries)-1, max(1, c.PageHeight()-8))
	for _, e := range p.entries[from:to] {
		addRow(c, &b, e, false)
	}
	if to-from < len(p.entries) {
		b.Center(c.Theme.Muted.Render(fmt.Sprintf(c.Words.ListPart, from+1, to, len(p.entries))))
	}
	b.Blank()
	switch {
	case c.Armed() == "beside":
		b.Wrap(c.Hastily(fmt.Sprintf(c.Words.ArmedBeside, "o", c.Words.Yuan(p.form.wish.Press.Fee))), c.Theme.Care)
	case p.open():
		b.Wrap(c.Words.BesideBegun, c.Theme.Care)
	default:
		b.Wrap(c.Words.BesideAsk, c.Theme.Text)
		c.AlertToo(&b)
	}
	return b
}
