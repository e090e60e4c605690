package tui

import (
	"facetill/flow"
	"facetill/tui/input"
	"facetill/tui/text"
)

// Shown is what the customer's display has to show. It has no number and no
// name: whoever stands in the queue may read it.
type Shown struct {
	State string   `json:"state"`     // one of the Show words
	Fee   flow.Fen `json:"total_fee"` // fen; 0 where there is none
}

// What a display shows.
const (
	ShowIdle     = "idle"
	ShowAmount   = "amount"   // it is being typed, or a code is awaited
	ShowLook     = "look"     // please look at the camera
	ShowWait     = "wait"     // the payment runs
	ShowPassword = "password" // please enter the password on the phone

	ShowPaid       = string(text.MoneyPaid)       // thank you
	ShowNotCharged = string(text.MoneyNotCharged) // nothing was charged, or it is back
	ShowChecking   = string(text.MoneyChecking)   // please ask the cashier
)

// shown is what the customer sees of the page in hand.
func (m *model) shown() Shown {
	at := m.page()
	if _, helping := m.panel().(*helpPanel); helping && at == pagePanel && len(m.panels) == 1 {
		at = m.below() // the customer needs no help
	}
	switch at {
	case pageSale:
		return Shown{m.shownSale(), m.sale.req.TotalFee}
	case pageResult:
		return Shown{string(m.sale.money()), m.sale.req.TotalFee}
	case pageCode:
		return Shown{ShowAmount, m.code.fee}
	case pageAmount:
		if fee, fault := m.fee(); fault.Kind == input.FaultNone && !m.amount.Kept {
			return Shown{ShowAmount, fee}
		}
	}
	return Shown{State: ShowIdle}
}

func (m *model) shownSale() string {
	s := m.sale
	switch {
	case s.stopping != "" && s.beforeSubmission():
		return ShowWait
	case s.a.State == flow.Opened && s.req.Method == flow.MethodFace:
		return ShowLook
	case s.a.State == flow.Confirming && m.saySale() == m.w.SayPassword:
		return ShowPassword
	}
	return ShowWait
}

// feed tells the display what has changed. It never waits: that is for whoever
// is told to see to.
func (m *model) feed() {
	if m.opt.Display == nil {
		return
	}
	if now := m.shown(); now != m.fed {
		m.fed = now
		m.opt.Display(now)
	}
}
