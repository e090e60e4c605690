package tui

import (
	"fmt"

	"facetill/tui/draw"

	tea "github.com/charmbracelet/bubbletea"
)

// dayForce is how a day comes to a sum although some sale has no result yet:
// by a person's wish, with the manager's PIN where one is set, as in facetill
// close --force.
type dayForce struct {
	done  bool
	asked bool // the PIN is being typed
	busy  bool // and is being checked
	pin   field
}

// withheld says that there is no sum yet.
func (p *dayPanel) withheld() bool {
	return p.loaded && p.err == nil && p.sums.Open > 0 && !p.force.done
}

func (p *dayPanel) forceKeys(m *model) []binding {
	switch {
	case !p.withheld():
		return nil
	case p.force.busy:
		return nil
	case p.force.asked:
		return []binding{{Name: "enter", Cap: m.w.KeyEnter, Label: m.w.DoForce, Brief: m.w.BriefForce, Next: true, Alone: true, Do: func() tea.Cmd { return p.check(m) }}}
	}
	return []binding{{Name: "f", Cap: "f", Label: m.w.DoForce, Do: func() tea.Cmd {
		if !m.again("force") {
			return m.wake()
		}
		p.force.asked, p.force.done = m.opt.ManagerPIN, !m.opt.ManagerPIN
		p.force.pin.most = mostPIN
		return nil
	}}}
}

// waits: a PIN is being checked.
func (p *dayPanel) waits() bool { return p.force.busy }

func (p *dayPanel) check(m *model) tea.Cmd {
	f := &p.force
	if f.pin.text == "" {
		m.warn(m.w.ResolveEmpty)
		return nil
	}
	cmd := m.pinCmd(p.day, f.pin.text)
	f.busy, f.pin.text = true, ""
	return cmd
}

// forced hears of the PIN that was typed.
func (p *dayPanel) forced(m *model, err error) {
	f := &p.force
	f.busy, f.done = false, err == nil
	if err != nil {
		m.warn(m.errText(err))
		return
	}
	m.notice = notice{} // of a wrong PIN before it
}

func (p *dayPanel) field(*model) *field {
	if f := &p.force; p.withheld() && f.asked && !f.busy {
		return &f.pin
	}
	return nil
}

func (p *dayPanel) bodyWithheld(m *model, b *draw.Block) {
	m.sayOr(b, fmt.Sprintf(m.w.DayWithheld, p.sums.Open), m.Theme.Care)
	switch f := &p.force; {
	case f.busy:
		b.Blank()
		b.Wrap(m.w.SayBegin, m.Theme.Muted)
	case f.asked:
		b.Blank()
		b.Wrap(m.w.ResolvePIN+": "+f.pin.shown(true), m.Theme.Strong)
	}
}
