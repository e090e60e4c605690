package tui

import (
	"fmt"
	"time"

	"facetill/tui/input"
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
	s := Seen{page: v.Page(), armed: m.guard.Armed(), since: m.guard.ArmedSince(), amount: m.amount, sales: int(m.lastID), said: m.said, member: m.member.Nickname, hasty: m.press.hasty && m.guard.Armed() != ""}
	if f := m.field(); f != nil {
		s.field = f.text
	}
	if m.code != nil {
		s.digits = len(m.code.typed)
	}
	if m.sale != nil {
		s.stopping, s.waits = m.sale.stopping, !m.sale.next.IsZero()
	}
	if p := m.panel(); p != nil && m.page() == pagePanel {
		s.panel = fmt.Sprintf("%v", p)
	}
	return s
}
