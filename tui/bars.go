package tui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/tui/text"
)

// header names the till and, on every page, that a sale is simulated.
func (m *model) header() string {
	left := " facetill"
	parts := []string{m.opt.StoreName, m.opt.Lane}
	if m.opt.Cashier != "" {
		parts = append(parts, m.w.Cashier+" "+m.opt.Cashier)
	}
	for _, p := range parts {
		if p != "" && !m.compact() {
			left += "  " + p
		}
	}
	right := " " + m.minute() + " "
	if m.opt.Simulated {
		right = m.th.Simulated.Render(" "+m.simulated()+" ") + m.th.Bar.Render(right)
	} else {
		right = m.th.Bar.Render(right)
	}
	return m.th.Bar.Render(fit(left, m.width-ansi.StringWidth(right), m.th.Ellipsis)) + right
}

// trainingMark is the same in every language: a colleague may read it.
const trainingMark = "TRAINING 演练"

func (m *model) training() string {
	if m.th.ASCII {
		mark, _, _ := strings.Cut(trainingMark, " ")
		return mark
	}
	return trainingMark
}

func (m *model) simulated() string {
	if m.compact() {
		return m.training()
	}
	return m.training() + " - " + m.w.Simulated
}

// footer is the last sale, what is open, and the keys.
func (m *model) footer() []row {
	rows := []row{{text: m.statusLine()}, {text: m.keyLine()}}
	if !m.compact() {
		rows = append([]row{{text: m.th.Muted.Render(strings.Repeat(m.th.Rule, m.width))}}, rows...)
	}
	return rows
}

func (m *model) statusLine() string {
	right := m.countsText()
	m.frame.counts = ansi.StringWidth(right)
	left := " " + m.w.LastSale + " "
	room := max(0, m.width-ansi.StringWidth(right)-2)
	return fit(left+m.lastSale(room-ansi.StringWidth(left)), room, m.th.Ellipsis) + " " + right
}

// lastIsBegun: the last sale was left before its request, by a process that died.
// It is about to be cancelled, and the row says so soon.
func (m *model) lastIsBegun() bool {
	for _, a := range m.recent {
		if !m.inHand(a.OutTradeNo) {
			return a.State == flow.Opened || a.State == flow.Identified
		}
	}
	return false
}

// lastSale is the newest one that is not in the cashier's hands.
func (m *model) lastSale(width int) string {
	for _, a := range m.recent {
		if !m.inHand(a.OutTradeNo) {
			return m.describe(a, width)
		}
	}
	return m.th.Muted.Render(m.w.NoSale)
}

// countsText: what is not known, and what nobody claimed.
func (m *model) countsText() string {
	if m.listErr != nil {
		return m.th.Bad.Render(m.th.Warn + " " + m.w.Offline)
	}
	var parts []string
	if n := m.openCount(); n > 0 {
		parts = append(parts, m.counted("?", m.w.OpenCount, n))
	}
	if n := m.unclaimedCount(); n > 0 {
		parts = append(parts, m.counted(m.th.Warn, m.w.UnclaimedCount, n))
	}
	if len(parts) == 0 && m.compact() {
		return ""
	}
	if len(parts) == 0 {
		return m.th.Muted.Render(m.w.NoneOpen)
	}
	return strings.Join(parts, " ")
}

// counted is a count with its mark and word; a compact screen has the mark alone.
func (m *model) counted(mark, text string, n int) string {
	if m.compact() {
		text = "%d"
	}
	return m.th.Care.Render(mark + " " + fmt.Sprintf(text, n))
}

// quitText says what leaving means now.
func (m *model) quitText() string {
	n := m.openCount()
	switch s := m.sale; {
	case s != nil && !s.over && s.beforeSubmission():
		return m.w.QuitScanning
	case s != nil && s.a.Open():
		return m.w.QuitOpen
	case n > 0:
		return fmt.Sprintf(m.w.QuitBackground, n)
	}
	return m.w.QuitIdle
}

// smallRows: whatever the size, the amount and the state are there, because
// money may be moving.
func (m *model) smallRows() []row {
	var lines []string
	if m.opt.Simulated {
		lines = append(lines, m.th.Simulated.Render(m.w.SimulatedShort))
	}
	lines = append([]string{m.smallState()}, lines...)
	text, style := m.alert()
	if m.page() == pageResult && text == "" {
		text, _ = m.resultSays()
	}
	if text != "" {
		for _, l := range wrapped(text, max(8, m.width)) {
			lines = append(lines, style.Render(l))
		}
	}
	lines = append(lines, m.statusLine(), m.keyLine())
	rows := make([]row, 0, m.height)
	for _, l := range lines {
		if len(rows) < m.height {
			rows = append(rows, row{text: ansi.Truncate(l, m.width, "")})
		}
	}
	return rows
}

func (m *model) smallState() string {
	fee, state := text.Sign+strings.TrimPrefix(m.amountShown(), text.Sign+" "), m.w.Amount
	style := m.th.Strong
	switch m.page() {
	case pageSale:
		fee, state = text.WithSign(m.sale.req.Fee), m.w.State(m.sale.a.State, m.sale.req.Method)
		if m.sale.a.State == "" {
			state = m.w.NowBegin
		}
	case pageResult:
		f, mark, _ := m.looks(m.sale.money())
		fee, state, style = text.WithSign(m.sale.req.Fee), mark+" "+m.w.Money(m.sale.money()), f.Strong
	case pageCode:
		fee, state = text.WithSign(m.code.fee), m.w.CodeTitle
	case pageStopped:
		fee, state = text.WithSign(m.stopped.req.Fee), m.w.StoppedTitle
	case pageHalted:
		fee, state = "", m.w.HaltTitle
	case pageClaims:
		fee, state = "", m.w.ClaimTitle
	case pagePanel:
		fee, state = "", m.panel().title(m)
	}
	return style.Render(state + " " + fee)
}

var _ flow.Observer = (*mailbox)(nil)
