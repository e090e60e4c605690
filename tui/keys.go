package tui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/tui/draw"
	"facetill/tui/input"
	"facetill/tui/text"
)

const (
	// graceKeys: a key that was on its way when the page changed by itself is
	// not meant for the new page.
	graceKeys = 700 * time.Millisecond
	// gracePaid is longer: PAID has to stand for a second before anything may
	// take it away (money rule 5.3).
	gracePaid = 1100 * time.Millisecond
)

// binding is a key that works on the page, and how the last line offers it (draw.Key). Do
// is nil for what is offered and is no single key: digits, the scanner.
type binding struct {
	Name, Cap, Label, Brief   string
	Next, Stays, Quiet, Alone bool // Alone: an Enter that gives a person's word acts where it stayed alone
	Do                        func() tea.Cmd
}

// key is how it is offered.
func (b binding) key() draw.Key {
	return draw.Key{Name: b.Name, Cap: b.Cap, Label: b.Label, Brief: b.Brief, Next: b.Next, Stays: b.Stays, Quiet: b.Quiet}
}

// bindings are the keys of the page, the page of all keys, and those of training.
func (m *model) bindings() []binding {
	keys := m.pageBindings()
	if m.helps() {
		keys = append(keys, binding{Name: "f1", Cap: "F1", Label: m.w.DoHelp, Do: m.openHelp})
	}
	return append(keys, m.trainingKeys()...)
}

func (m *model) pageBindings() []binding {
	switch m.page() {
	case pageCode:
		return m.codeKeys()
	case pageSale:
		return m.saleKeys()
	case pageResult:
		return m.resultKeys()
	case pageStopped:
		return m.stoppedKeys()
	case pageHalted:
		return m.haltedKeys()
	case pageClaims:
		return m.claimKeys()
	case pagePanel:
		return m.panelKeys()
	case pageRest:
		return nil
	}
	return m.amountKeys()
}

// bound reports whether a key does something on the page.
func (m *model) bound(key string) bool {
	for _, b := range m.bindings() {
		if b.Do != nil && b.Name == key {
			return true
		}
	}
	return false
}

// actsAlone reports whether a key acts only where no other one comes with it.
func (m *model) actsAlone(key string) bool {
	for _, b := range m.bindings() {
		if b.Name == key {
			return b.Alone
		}
	}
	return false
}

// do does what the page's table says.
func (m *model) do(key string) tea.Cmd {
	for _, b := range m.bindings() {
		if b.Do != nil && b.Name == key {
			return b.Do()
		}
	}
	m.guard.Disarm() // no first press stands beside another key
	m.warn(m.w.KeyNothing)
	return nil
}

// click is a key that was pressed with the mouse, which no scanner does.
func (m *model) click(key string) tea.Cmd {
	when := moment{m.now, m.now}
	switch {
	case m.scanner.Busy():
		m.warn(m.w.KeysTogether)
		return nil
	case key == "ctrl+c":
		return m.quit(when)
	case m.lost(key, when, moves(key)):
		return nil
	}
	return m.acts(key, m.now)
}

// moves says that a key may be held down: it goes through a list and does nothing.
func moves(key string) bool { return key == "up" || key == "down" || key == "pgup" || key == "pgdown" }

// onScan is a scan that has ended. What it says is never shown.
func (m *model) onScan(scan input.Scan) tea.Cmd {
	m.doubtScan(scan)
	switch why := m.unlike(scan.Kind); {
	case scan.Early:
		m.warn(m.w.KeysEarly)
	case m.page() == pagePanel:
		m.scanOnPanel(scan)
	case why != "":
		m.warn(m.tookToo(scan, why))
	default:
		return m.onCode(scan.Text)
	}
	return nil
}

// onCode is a payment code.
func (m *model) onCode(code string) tea.Cmd {
	if m.codeDoubted() {
		return nil
	}
	switch m.page() {
	case pageAmount:
		fee, fault := m.fee()
		switch {
		case fault.Kind == input.FaultEmpty:
			m.warn(m.w.CodeNeedsAmount)
		case fault.Kind != input.FaultNone:
			m.warn(m.faultText(fault))
		default:
			return m.beginCode(fee, code)
		}
		return nil
	case pageCode:
		return m.beginCode(m.code.fee, code)
	case pageSale:
		return m.scanDuringSale(code)
	case pageResult:
		if m.sale.money() == text.MoneyNotCharged {
			return m.beginCode(m.sale.req.TotalFee, code)
		}
		m.warn(m.w.CodeNeedsAmount)
		return nil
	}
	m.warn(m.w.CodeNotNow)
	return nil
}

// scanOnPanel: a number from a receipt is looked for; a payer's code is not used.
func (m *model) scanOnPanel(scan input.Scan) {
	h, is := m.panel().(*historyPanel)
	switch why := m.unlike(scan.Kind); {
	case is && isNumber(scan.Kind) && !m.stalled:
		h.scanned(scan.Text)
		m.say(m.w.FilterScan)
	case scan.Kind == input.Code || isNumber(scan.Kind):
		m.warn(m.w.CodeNotNow)
	default:
		m.warn(m.tookToo(scan, why))
	}
}

// isNumber reports whether a scan may be the number of a sale.
func isNumber(k input.Kind) bool {
	return k == input.Goods || k == input.Alipay || k == input.Other || k == input.Cut
}

// unlike says why a scan cannot be charged; "" when it can.
func (m *model) unlike(k input.Kind) string {
	if m.stalled && k != input.Code {
		return m.w.KeysStalled
	}
	switch k {
	case input.Code:
		return ""
	case input.Alipay:
		return m.w.CodeAlipay
	case input.UnionPay:
		return m.w.CodeUnionPay
	case input.Goods:
		return m.w.CodeGoods
	case input.Link:
		return m.w.CodeLink
	case input.Cut:
		return m.w.CodeCut
	case input.Held:
		return m.w.KeysHeld
	case input.Quick:
		return m.w.KeysQuick
	case input.Pasted:
		return m.w.KeysPasted
	case input.Stalled:
		return m.w.KeysStalled
	case input.Mixed:
		return m.w.KeysMixed
	case input.Joined:
		return m.joined()
	}
	return m.w.CodeWrong
}

// joined says that a code and what was typed came together, and what is to be done.
func (m *model) joined() string {
	switch p := m.page(); {
	case p == pageAmount && m.standing() == 0, p == pageResult, p == pageClaims:
		return m.w.KeysJoinedAmount
	}
	return m.w.KeysJoined
}

// tookToo says behind what a scan was that what was typed right before it went, too:
// where the words of the kind do not say so.
func (m *model) tookToo(scan input.Scan, why string) string {
	switch scan.Kind {
	case input.Alipay, input.UnionPay, input.Goods, input.Link, input.Other, input.Cut:
		if scan.Took && !m.stalled {
			return why + ". " + m.w.TypedToo
		}
	}
	return why
}

// quit asks first, and says what leaving means now.
func (m *model) quit(when moment) tea.Cmd {
	lost, say := m.guard.Key("ctrl+c", when.at, when.soonest, false, false)
	if m.press.came = when.at; lost && m.guard.Armed() != "quit" {
		if say { // meant for the page before: PAID stands for its second
			m.guard.Disarm()
			m.warn(m.w.KeysEarly)
		}
		return nil
	}
	if !m.again("quit") {
		return m.wake()
	}
	m.leaving = true
	if s := m.sale; s != nil && !s.over && s.beforeSubmission() {
		return m.stopSale("cashier")
	}
	return tea.Quit
}
