package tui

import (
	"facetill/flow"
	"facetill/flow/till"
	"facetill/tui/input"
	"facetill/tui/page"
	"facetill/tui/page/sale"
)

// shown is what the customer sees of the page in hand.
func (m *model) shown() till.Display {
	at := m.At()
	if at == page.KindHelp && len(m.Panels) == 1 {
		at = m.Base.Kind() // the customer needs no help
	}
	switch at {
	case page.KindSale:
		return till.Display{State: m.shownSale(), Fee: m.Sale.Req.TotalFee}
	case page.KindResult:
		return till.Display{State: string(m.Sale.Money()), Fee: m.Sale.Req.TotalFee}
	case page.KindCode:
		return till.Display{State: till.DisplayAmount, Fee: m.code().Fee}
	case page.KindAmount:
		if fee, fault := m.Fee(); fault.Kind == input.FaultNone && !m.Amount.Kept {
			return till.Display{State: till.DisplayAmount, Fee: fee}
		}
	}
	return till.Display{State: till.DisplayIdle}
}

func (m *model) shownSale() string {
	s := m.Sale
	switch {
	case s.Stopping != "" && s.BeforeSubmission():
		return till.DisplayWait
	case s.Attempt.State == flow.Opened && s.Req.Method == flow.MethodFace:
		return till.DisplayLook
	case s.Attempt.State == flow.Confirming && sale.Saying(m.Context) == m.Words.SayPassword:
		return till.DisplayPassword
	}
	return till.DisplayWait
}

// feed tells the display what has changed. It never waits: that is for whoever
// is told to see to.
func (m *model) feed() {
	if m.Opt.Display == nil {
		return
	}
	if now := m.shown(); now != m.fed {
		m.fed = now
		m.Opt.Display(now)
	}
}
