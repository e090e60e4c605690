package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"facetill/tui/input"
)

// stands is all that characters change: what is typed, and the page, because a
// digit on a result begins an amount; and what was said of them. A scan puts it
// back.
type stands struct {
	amount input.Amount
	sale   *sale
	code   *codeEntry
	digits int // of a code
	stop   *stopped
	halt   *halted
	claims *claims
	panels []panel
	field  *field
	text   string
	member recognised
	notice notice
	doubts doubts
}

func (m *model) stands() stands {
	s := stands{amount: m.amount, sale: m.sale, code: m.code, stop: m.stopped, halt: m.halted, claims: m.claims, panels: m.panels, member: m.member, notice: m.notice, doubts: m.doubts}
	if m.code != nil {
		s.digits = len(m.code.typed)
	}
	if s.field = m.field(); s.field != nil {
		s.text = s.field.text
	}
	return s
}

// putBack is how it was. What happened meanwhile to a sale that comes back is read.
func (m *model) putBack(s stands) tea.Cmd {
	if m.sale != nil && !m.sale.over && m.sale != s.sale {
		return nil // a sale has begun since
	}
	another := m.sale != s.sale
	m.amount, m.sale, m.code, m.stopped, m.halted, m.claims, m.panels = s.amount, s.sale, s.code, s.stop, s.halt, s.claims, s.panels
	m.member, m.notice, m.doubts = s.member, s.notice, s.doubts
	if c := m.code; c != nil {
		clear(c.typed[min(s.digits, len(c.typed)):])
		c.typed = c.typed[:min(s.digits, len(c.typed))]
	}
	if s.field != nil {
		s.field.text = s.text
	}
	if another {
		return m.refresh()
	}
	return nil
}
