package keyboard

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
	typed  page.Field // as it was
	member page.Recognised
	notice page.Notice
	doubts page.Doubts
}

// entry is what is typed on the page in hand, and the keys that it has.
type entry struct {
	*page.State
	bindings func() []page.Binding
}

// Binding is what a key does on the page; Do is nil where it does nothing.
func (e *entry) Binding(key string) page.Binding {
	for _, b := range e.bindings() {
		if b.Do != nil && b.Name == key {
			return b
		}
	}
	return page.Binding{}
}

func (e *entry) stands() stands {
	s := stands{amount: e.Amount, sale: e.Sale, base: e.Base, panels: e.Panels, member: e.Member, notice: e.Notice, doubts: e.Doubts}
	if code := e.Code(); code != nil {
		s.digits = len(code.Typed)
	}
	if s.field = e.Field(); s.field != nil {
		s.typed = *s.field
	}
	return s
}

// Code is the page that waits for a payment code, nil where none does.
func (e *entry) Code() *sale.Code {
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
	if code := e.Code(); code != nil {
		rest := code.Typed[min(s.digits, len(code.Typed)):]
		clear(rest)
		code.Typed = code.Typed[:len(code.Typed)-len(rest)]
	}
	if s.field != nil {
		*s.field = s.typed
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
	case e.Field() != nil && !e.Field().IsAmount():
		return input.Texts
	}
	return input.Amounts
}

// Field is the text that is typed on a page, nil where there is none.
func (e *entry) Field() *page.Field {
	if p, types := e.Top().(page.Typing); types {
		return p.Field()
	}
	return nil
}

// amountGoesOn reports whether what is typed next may go on with an amount.
func (e *entry) amountGoesOn() bool {
	if f := e.Field(); f != nil {
		return f.MayBeAmount() && f.Text != ""
	}
	return e.At() == page.KindAmount && !e.Amount.Kept && e.Amount.Text != ""
}

// fills says where an entry had no room for a character.
func (e *entry) fills(took bool) {
	if !took {
		e.Warn(e.Words.KeyNoRoom)
	}
}

// erasable is what erase takes from, what had no room included.
func (e *entry) erasable() any {
	switch f := e.Field(); {
	case f != nil:
		return *f
	case e.At() == page.KindCode:
		return len(e.Code().Typed)
	}
	return e.Amount
}

// erase takes the last character of an entry away.
func (e *entry) erase() bool {
	f := e.Field()
	switch p := e.At(); {
	case p == page.KindAmount:
		e.Amount.Back()
	case p == page.KindCode:
		e.Code().Back()
	case f != nil:
		f.Erase()
	default:
		return false
	}
	return true
}
