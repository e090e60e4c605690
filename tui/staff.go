package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/input"
	"facetill/tui/page"
	"facetill/tui/page/office"
	"facetill/tui/page/sale"
	"facetill/tui/text"
)

// behind is what people's pages ask of the sale that waits there.
var behind = office.Counter{Standing: standing, Scan: sale.OnCode}

// standing is the amount that a code would charge on the page of the sale.
func standing(c *page.Context) flow.Fen {
	switch p := c.Base().(type) {
	case *sale.Code:
		return p.Fee
	case sale.Amount:
		if fee, fault := c.Next().Fee(); fault.Kind == input.FaultNone {
			return fee
		}
	}
	return 0
}

// underWay reports whether a sale is, or a page waits for an answer: no lock hides that.
func underWay(s *page.State) bool {
	if p, may := s.Top().(page.Waiting); s.OnPanel() && may && p.Waits() {
		return true
	}
	return s.Sale != nil && (!s.Sale.Over || s.Sale.Money() == text.MoneyChecking || s.Shown.Waiting())
}

// locksNow: people sign in at this till, and nobody has done so here, or nobody has
// touched it for a while.
func locksNow(s *page.State) bool {
	if !s.SignsIn() || s.Locked() || underWay(s) {
		return false
	}
	return !s.Known() || s.Opt.IdleAfter > 0 && s.Now.Sub(s.Touched) >= s.Opt.IdleAfter
}

// lock asks for a PIN. What stands stays behind it, but a result: whoever comes is there
// for another customer. An amount stays as one that the first digit replaces.
func lock(s *page.State) tea.Cmd {
	switch {
	case s.Sale != nil: // help may lie over it
		s.ToAmount(0)
	case s.At() == page.KindAmount:
		if fee := standing(s.Context); fee > 0 {
			s.ToAmount(fee)
		}
	}
	s.Lock(office.NewLock(s.Context, behind))
	s.Stale = true
	return s.Top().Update(s.Context, page.Entered{})
}

// people changes who is signed in, behind a result; a sale that runs comes first.
func (k *keymap) people() tea.Cmd {
	if k.At() == page.KindSale || k.Sale.Money() == text.MoneyChecking || !k.MayLeave() {
		k.Warn(k.Words.PeopleSale)
		return nil
	}
	return k.Show(peopleKey.Make(k.Context))
}
