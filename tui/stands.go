package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"facetill/tui/input"
	"facetill/tui/page"
	"facetill/tui/page/sale"
)

// stands is all that characters change: what is typed, and the page, because a
// digit on a result begins an amount; and what was said of them. A scan puts it
// back.
type stands struct {
	amount input.Amount
	sale   *page.InHand
	base   page.Page
	digits int // of a code
	panels []page.Page
	field  *page.Field
	text   string
	member page.Recognised
	notice page.Notice
	doubts page.Doubts
}

func (k *keyboard) stands() stands {
	s := stands{amount: k.Amount, sale: k.Sale, base: k.Base, panels: k.Panels, member: k.Member, notice: k.Notice, doubts: k.Doubts}
	if code := k.code(); code != nil {
		s.digits = len(code.Typed)
	}
	if s.field = k.field(); s.field != nil {
		s.text = s.field.Text
	}
	return s
}

// code is the page that waits for a payment code, nil where none does.
func (k *keyboard) code() *sale.Code {
	code, _ := k.Base.(*sale.Code)
	return code
}

// putBack is how it was. What happened meanwhile to a sale that comes back is read.
func (k *keyboard) putBack(s stands) tea.Cmd {
	if k.Sale != nil && !k.Sale.Over && k.Sale != s.sale {
		return nil // a sale has begun since
	}
	another := k.Sale != s.sale
	k.Amount, k.Sale, k.Base, k.Panels = s.amount, s.sale, s.base, s.panels
	k.Member, k.Notice, k.Doubts = s.member, s.notice, s.doubts
	if code := k.code(); code != nil {
		rest := code.Typed[min(s.digits, len(code.Typed)):]
		clear(rest)
		code.Typed = code.Typed[:len(code.Typed)-len(rest)]
	}
	if s.field != nil {
		s.field.Text = s.text
	}
	if another {
		return k.Refresh()
	}
	return nil
}
