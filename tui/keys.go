package tui

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"
)

// binding is a key that works on the page, and how the last line offers it. do
// is nil for what is offered and is no single key: digits, the scanner.
type binding struct {
	key, cap, label string
	brief           string // label where a screen is compact, if it has another
	next            bool   // the obvious one
	quiet           bool   // works and is not offered: another name of one that is
	do              func() tea.Cmd
}

// bindings are the keys of the page, the page of all keys, and those of training.
func (m *model) bindings() []binding {
	keys := m.pageBindings()
	if m.helps() {
		keys = append(keys, binding{key: "f1", cap: "F1", label: m.w.DoHelp, do: m.openHelp})
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

func (m *model) onKey(k tea.KeyMsg) tea.Cmd {
	m.touched = m.now
	if m.resting {
		m.resting = false
		if k.Type != tea.KeyRunes {
			return nil
		}
	}
	if k.Alt {
		return nil
	}
	if k.Type != tea.KeyRunes && k.Type != tea.KeySpace {
		return m.onNamed(k.String())
	}
	var cmds []tea.Cmd
	for _, r := range k.Runes {
		if r == '\r' || r == '\n' { // a pasted line
			cmds = append(cmds, m.onNamed("enter"))
			continue
		}
		cmds = append(cmds, m.onRune(halfWidth(r)))
	}
	return tea.Batch(cmds...)
}

// halfWidth undoes what a Chinese input method does to digits, points and the
// two other keys of a keypad.
func halfWidth(r rune) rune {
	switch {
	case '０' <= r && r <= '９':
		return r - '０' + '0'
	case r == '．' || r == '。':
		return '.'
	case r == '＋':
		return '+'
	case r == '＊':
		return '*'
	}
	return r
}

// onRune is a character: of a scan, of an amount, of a code, or a key by itself.
func (m *model) onRune(r rune) tea.Cmd {
	begins := m.scanner.feed(r, m.now)
	if begins {
		m.amount.mark()
	}
	isDigit := '0' <= r && r <= '9'
	switch p := m.page(); {
	case p == pageCode && isDigit:
		m.code.add(r, m.scanner.burst(), m.scanner.buf)
		return m.ticking(begins)
	case p == pageResult && begins && isDigit && m.mayLeave():
		if m.guard.swallow(string(r), m.now, true) {
			return nil
		}
		m.toAmount(m.keptFee())
		m.amount.mark() // a scan charges the kept amount
		m.amount.add(r)
		return m.ticking(true)
	case p == pageClaims && begins && isDigit: // the next customer first; the question stays in the counter
		if m.guard.swallow(string(r), m.now, true) {
			return nil
		}
		m.toAmount(0)
		m.amount.mark()
		m.amount.add(r)
		return m.ticking(true)
	case p == pagePanel && m.panel().typed(m, r):
		return m.ticking(begins)
	case p == pageAmount && (ofAmount(r) || !begins):
		return tea.Batch(m.typeAmount(r, begins), m.ticking(begins))
	case begins:
		return m.press(strings.ToLower(string(r)))
	}
	return nil
}

// ticking makes ticks quick while a scan may be under way, so that a cut one is
// seen soon.
func (m *model) ticking(begins bool) tea.Cmd {
	if !begins {
		return nil
	}
	return m.wake()
}

// onNamed is a key that is no character.
func (m *model) onNamed(key string) tea.Cmd {
	if key == "enter" {
		if text := m.scanner.enter(m.now); text != "" {
			return m.onScan(text)
		}
	}
	if key == "ctrl+c" {
		return m.quit()
	}
	if m.page() == pageAmount && (key == "backspace" || key == "delete") {
		m.amount.back()
		return nil
	}
	if m.page() == pagePanel && key == "backspace" {
		m.panel().erase()
		return nil
	}
	if m.page() == pageCode && key == "backspace" {
		m.code.back()
		return nil
	}
	return m.press(key)
}

// press does what the page's table says.
func (m *model) press(key string) tea.Cmd {
	if m.guard.swallow(key, m.now, moves(key)) {
		return nil
	}
	for _, b := range m.bindings() {
		if b.do != nil && b.key == key {
			return b.do()
		}
	}
	return nil
}

// moves says that a key may be held down: it goes through a list and does nothing.
func moves(key string) bool { return key == "up" || key == "down" || key == "pgup" || key == "pgdown" }

// onScan is a whole scanned text. What it says is never shown.
func (m *model) onScan(text string) tea.Cmd {
	page := m.page()
	if p := m.panel(); page == pagePanel && p != nil {
		return m.scanOnPanel(p, text)
	}
	if why := m.unlike(text); why != "" {
		m.amount.restore()
		m.warn(why)
		return nil
	}
	switch page {
	case pageAmount:
		m.amount.restore()
		fee, err := m.amount.fee()
		if err != nil {
			m.warn(m.w.CodeNeedsAmount)
			return nil
		}
		return m.beginCode(fee, text)
	case pageCode:
		return m.beginCode(m.code.fee, text)
	case pageSale:
		return m.scanDuringSale(text)
	case pageResult:
		if m.sale.verdict() == notCharged {
			return m.beginCode(m.sale.req.Fee, text)
		}
		m.warn(m.w.CodeNeedsAmount)
		return nil
	}
	m.warn(m.w.CodeNotNow)
	return nil
}

// scanOnPanel: a number from a receipt is looked for; a payer's code is not used.
func (m *model) scanOnPanel(p panel, text string) tea.Cmd {
	if h, is := p.(*historyPanel); is && classify(text) != codeWeChat {
		h.scanned(text)
		return nil
	}
	m.warn(m.w.CodeNotNow)
	return nil
}

// quit asks first, and says what leaving means now.
func (m *model) quit() tea.Cmd {
	if m.guard.swallow("ctrl+c", m.now, false) && m.guard.armed.what != "quit" {
		return nil
	}
	if !m.guard.twice("quit", m.now) {
		return m.wake()
	}
	m.leaving = true
	if s := m.sale; s != nil && !s.over && s.beforeSubmission() {
		return m.stopSale("cashier")
	}
	return tea.Quit
}
