package day

import (
	"context"
	"fmt"

	"facetill/tui/draw"
	"facetill/tui/page"

	tea "github.com/charmbracelet/bubbletea"
)

// force is how a day comes to a sum although some sale has no result yet:
// by a person's wish, with the manager's PIN where one is set, as in facetill
// close --force.
type force struct {
	done  bool
	asked bool // the PIN is being typed
	busy  bool // and is being checked
	pin   page.Field
}

// withheld says that there is no sum yet.
func (p *Close) withheld() bool {
	return p.loaded && p.err == nil && p.sums.Open > 0 && !p.force.done
}

func (p *Close) forceKeys(c *page.Context) []page.Binding {
	switch {
	case !p.withheld():
		return nil
	case p.force.busy:
		return nil
	case p.force.asked:
		return []page.Binding{{Name: "enter", Cap: c.Words.KeyEnter, Label: c.Words.DoForce, Brief: c.Words.BriefForce, Next: true, Alone: true, Do: func() tea.Cmd { return p.check(c) }}}
	}
	return []page.Binding{{Name: "f", Cap: "f", Label: c.Words.DoForce, Do: func() tea.Cmd {
		if !c.Again("force") {
			return c.Wake()
		}
		p.force.asked, p.force.done = c.Opt.ManagerPIN, !c.Opt.ManagerPIN
		p.force.pin.Most, p.force.pin.Hidden = page.MostPIN, true
		return nil
	}}}
}

// Waits: a PIN is being checked.
func (p *Close) Waits() bool { return p.force.busy }

func (p *Close) check(c *page.Context) tea.Cmd {
	f := &p.force
	if f.pin.Text == "" {
		c.Warn(c.Words.ResolveEmpty)
		return nil
	}
	till, day, pin := c.Opt.Till, p.Day, f.pin.Text
	f.busy, f.pin.Text = true, ""
	return c.Job(func(context.Context) tea.Msg { return page.PINMsg{Day: day, Err: till.CheckPIN(pin)} })
}

// forced hears of the PIN that was typed.
func (p *Close) forced(c *page.Context, err error) {
	f := &p.force
	f.busy, f.done = false, err == nil
	if err != nil {
		c.Warn(c.Words.Failure(err))
		return
	}
	c.Notice = page.Notice{} // of a wrong PIN before it
}

// Field is the PIN.
func (p *Close) Field() *page.Field {
	if f := &p.force; p.withheld() && f.asked && !f.busy {
		return &f.pin
	}
	return nil
}

func (p *Close) bodyWithheld(c *page.Context, b *draw.Block) {
	c.SayOr(b, fmt.Sprintf(c.Words.DayWithheld, p.sums.Open), c.Theme.Care)
	switch f := &p.force; {
	case f.busy:
		b.Blank()
		b.Wrap(c.Words.SayBegin, c.Theme.Muted)
	case f.asked:
		b.Blank()
		b.Wrap(c.Words.ResolvePIN+": "+f.pin.Shown(), c.Theme.Strong)
	}
}
