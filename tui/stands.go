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

// entry is what is typed on the page in hand.
type entry struct{ keymap }

func (e *entry) stands() stands {
	s := stands{amount: e.Amount, sale: e.Sale, base: e.Base, panels: e.Panels, member: e.Member, notice: e.Notice, doubts: e.Doubts}
	if code := e.code(); code != nil {
		s.digits = len(code.Typed)
	}
	if s.field = e.field(); s.field != nil {
		s.text = s.field.Text
	}
	return s
}

// code is the page that waits for a payment code, nil where none does.
func (e *entry) code() *sale.Code {
	code, _ := e.Base.(*sale.Code)
	return code
}

// putBack is how it was. What happened meanwhile to a sale that comes back is read.
func (e *entry) putBack(s stands) tea.Cmd {
	if e.Sale != nil && !e.Sale.Over && e.Sale != s.sale {
		return nil // a sale has begun since
	}
	another := e.Sale != s.sale
	e.Amount, e.Sale, e.Base, e.Panels = s.amount, s.sale, s.base, s.panels
	e.Member, e.Notice, e.Doubts = s.member, s.notice, s.doubts
	if code := e.code(); code != nil {
		rest := code.Typed[min(s.digits, len(code.Typed)):]
		clear(rest)
		code.Typed = code.Typed[:len(code.Typed)-len(rest)]
	}
	if s.field != nil {
		s.field.Text = s.text
	}
	if another {
		return e.Refresh()
	}
	return nil
}

// mode is who types what on the page in hand.
func (e *entry) mode() input.Mode {
	switch {
	case e.At() == page.KindCode:
		return input.Codes
	case e.field() != nil:
		return input.Texts
	}
	return input.Amounts
}

// field is the line that is typed on a page, nil where there is none.
func (e *entry) field() *page.Field {
	if p, types := e.Top().(page.Typing); types {
		return p.Field()
	}
	return nil
}

// fills says where an entry had no room for a character.
func (e *entry) fills(took bool) {
	if !took {
		e.Warn(e.Words.KeyNoRoom)
	}
}

// typedText is what erase takes from.
func (e *entry) typedText() string {
	switch f := e.field(); {
	case f != nil:
		return f.Text
	case e.At() == page.KindCode:
		return string(e.code().Typed)
	}
	return e.Amount.Text
}

// erase takes the last character of an entry away.
func (e *entry) erase() bool {
	f := e.field()
	switch p := e.At(); {
	case p == page.KindAmount:
		e.Amount.Back()
	case p == page.KindCode:
		e.code().Back()
	case f != nil:
		f.Erase()
	default:
		return false
	}
	return true
}
