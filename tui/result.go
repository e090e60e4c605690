package tui

import (
	"errors"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/text"
)

// money never says more than is proven: an error leaves what is open open.
func (s *sale) money() text.Money { return moneyOf(s.a, s.err) }

// noGoods reports whether a charge is not this till's to tell of, whatever its
// state says: it was taken over, or nobody who reads the journal would find that
// it was told (money rules 5.6, 5.9).
func noGoods(err error) bool { return errors.Is(err, flow.ErrFenced) || flow.Displaced(err) }

// elsewhereSay is the sentence about such a journal.
func (m *model) elsewhereSay(err error) string {
	if errors.Is(err, flow.ErrCopy) {
		return m.w.CopySay
	}
	return m.w.GoneSay
}

// moneyOf is the word about an attempt, of the one table of outcomes.
func moneyOf(a flow.Attempt, err error) text.Money {
	if noGoods(err) {
		return text.MoneyChecking
	}
	return text.Say(a.Outcome()).Money
}

// grace is how long keys are swallowed on a page that came by itself.
func (m *model) grace() time.Duration {
	if m.page() == pageResult && m.sale.money() == text.MoneyPaid {
		return gracePaid
	}
	return graceKeys
}

// keptFee is what the amount page begins with after this result.
func (m *model) keptFee() flow.Fen {
	if m.sale != nil && m.sale.money() == text.MoneyNotCharged {
		return m.sale.req.TotalFee
	}
	return 0
}

// resultKeys: the way on first, then what else is open. What a shown sentence
// tells to press is among them.
func (m *model) resultKeys() []binding {
	enter := binding{Name: "enter", Cap: m.w.KeyEnter, Label: m.w.DoNext, Brief: m.w.BriefNext, Next: true, Do: m.leaveResult}
	esc := binding{Name: "esc", Cap: m.w.KeyEsc, Label: m.w.DoNext, Brief: m.w.BriefNext, Do: m.nextCustomer}
	receipt := m.receiptKey(func() flow.Attempt { return m.sale.a }, true)
	switch m.sale.money() {
	case text.MoneyNotCharged:
		enter.Label, enter.Brief = m.w.DoAgain, m.w.BriefAgain
		if m.sale.req.Method == flow.MethodFace && m.cameraGone() {
			enter.Label, enter.Brief, enter.Do = m.w.DoCode, "", m.codeInstead
			return append([]binding{enter, esc}, m.openKeys()...)
		}
		if m.sale.networkDown() {
			return append([]binding{enter, esc}, m.openKeys()...) // a code needs it as a face does
		}
		keys := []binding{enter, {Cap: m.w.StepCode, Label: m.w.DoScan}, esc}
		if s := m.sale.a.State; s == flow.Reversed || s == flow.Refunded { // the customer's phone may show the charge
			keys = slices.Insert(keys, 1, receipt)
		}
		return append(keys, m.openKeys()...)
	case text.MoneyPaid:
		esc.Quiet = true
		return append([]binding{enter, receipt, esc}, m.openKeys()...)
	}
	esc.Quiet = true // while checking the till goes on by itself
	open := m.openKeys()
	if m.saleUnclaimed() { // which is the next thing to do, before another customer
		enter.Next, open[0].Next = false, true
		return append(open, enter, receipt, esc)
	}
	return append(append([]binding{enter}, open...), receipt, esc)
}

// networkDown: not even a connection to WeChat was made, or its clock, which is
// asked before the charge, did not answer.
func (s *sale) networkDown() bool {
	return s.a.State == flow.NotSent && slices.Contains([]string{"NETWORK", "CONNECT", "DNS", "PROXY", "TLS"}, s.a.Code)
}

// saleUnclaimed: the sale in hand turned out to be charged, and its page asks
// about the goods.
func (m *model) saleUnclaimed() bool {
	return m.sale != nil && m.sale.over && m.sale.a.Unclaimed && m.sale.a.State == flow.Paid && m.sale.err == nil
}

// openKeys lead from a result to what is open, the sale in hand included.
func (m *model) openKeys() (keys []binding) {
	if m.unclaimedCount() > 0 || m.saleUnclaimed() {
		keys = append(keys, binding{Name: "u", Cap: "u", Label: m.w.DoClaims, Do: m.openClaims})
	}
	if len(m.openAttempts()) > 0 {
		keys = append(keys, m.openKey())
	}
	return keys
}

func (m *model) leaveResult() tea.Cmd {
	if !m.mayLeave() {
		return nil
	}
	m.toAmount(m.keptFee())
	return m.refresh()
}

func (m *model) nextCustomer() tea.Cmd {
	if !m.mayLeave() {
		return nil
	}
	m.toAmount(0)
	return m.refresh()
}
