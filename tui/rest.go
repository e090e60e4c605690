package tui

import (
	"facetill/tui/draw"
	"facetill/tui/text"
)

// restsNow: nobody has touched the till for a while and nothing is under way. A
// result that is not settled stays: somebody may still come back to it.
func (m *model) restsNow() bool {
	if m.opt.IdleAfter <= 0 || m.now.Sub(m.touched) < m.opt.IdleAfter {
		return false
	}
	switch m.page() {
	case pageAmount:
		return true
	case pageResult:
		return m.sale.money() != text.MoneyChecking && !m.told.waiting()
	}
	return false
}

// rest leaves a result, and half an amount, for the empty amount page: whoever
// wakes the till next is there for another customer.
func (m *model) rest() {
	m.toAmount(0)
	m.resting = true
}

func (m *model) restBody() draw.Block {
	b := m.Block()
	clock := draw.Number{Digits: m.minute(), Line: m.minute()}
	b.Large(clock, m.Paint(m.Theme.DigitsDim))
	b.Blank()
	b.Center(m.Theme.Muted.Render(m.w.Rest + " " + m.Theme.Sep + " " + m.w.RestHint))
	return b
}
