package tui

import (
	"time"

	"facetill/tui/input"
	"facetill/tui/page"
)

// Seen is what keys change on the screen, to be compared: a key that leaves it as it was
// was dropped in silence, unless something waits or the till behind was asked.
type Seen struct {
	page, field, armed, stopping, panel, member string
	amount                                      input.Amount
	digits, sales, said                         int
	since                                       time.Time // of the first press
	waits                                       bool      // a code, for the camera to stop
	hasty                                       bool      // it is said that a press came too soon to be the second one
}

// Said reports whether something was said between two looks.
func (s Seen) Said(before Seen) bool { return s.said > before.said }

// Armed reports whether a press waits for its second one.
func (s Seen) Armed() bool { return s.armed != "" }

// Seen is what stands on the screen now.
func (v *Virtual) Seen() Seen {
	m := v.m
	s := Seen{page: v.Page(), armed: m.Guard.Armed(), since: m.Guard.ArmedSince(), amount: m.Amount, sales: int(m.LastID), said: m.Said, member: m.Member.Nickname, hasty: m.Press.Hasty && m.Guard.Armed() != ""}
	if f := m.field(); f != nil {
		s.field = f.Shown()
	}
	if code := m.code(); code != nil {
		s.digits = len(code.Typed)
	}
	if m.Sale != nil {
		s.stopping, s.waits = m.Sale.Stopping, !m.Sale.Next.IsZero()
	}
	if p, changes := m.Top().(page.Changing); changes && m.OnPanel() {
		s.panel = p.Changed()
	}
	return s
}
