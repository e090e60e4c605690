package tui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/tui/draw"
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
		if p != "" && !m.Compact() {
			left += "  " + p
		}
	}
	right := " " + m.minute() + " "
	if m.opt.Simulated {
		right = m.Theme.Simulated.Render(" "+m.simulated()+" ") + m.Theme.Bar.Render(right)
	} else {
		right = m.Theme.Bar.Render(right)
	}
	return m.Theme.Bar.Render(m.Fit(left, m.Width-ansi.StringWidth(right))) + right
}

// trainingMark is the same in every language: a colleague may read it.
const trainingMark = "TRAINING 演练"

// trainingOn is the mark as a screen can show it.
func trainingOn(s draw.Screen) string {
	if s.Theme.ASCII {
		mark, _, _ := strings.Cut(trainingMark, " ")
		return mark
	}
	return trainingMark
}

func (m *model) simulated() string {
	if m.Compact() {
		return trainingOn(m.Screen)
	}
	return trainingOn(m.Screen) + " - " + m.w.Simulated
}

// keyLine offers the keys of the page, and notes where they stand for the mouse.
func (m *model) keyLine() (line string) {
	var keys []draw.Key
	for _, b := range m.bindings() {
		keys = append(keys, b.key())
	}
	line, m.frame.keys = m.Screen.KeyLine(keys, m.w.DoMore)
	return line
}

// footer is the last sale, what is open, and the keys.
func (m *model) footer() []draw.Row {
	rows := []draw.Row{draw.Text(m.statusLine()), draw.Text(m.keyLine())}
	if !m.Compact() {
		rows = append([]draw.Row{draw.Text(m.Theme.Muted.Render(strings.Repeat(m.Theme.Rule, m.Width)))}, rows...)
	}
	return rows
}

func (m *model) statusLine() string {
	right := m.countsText()
	m.frame.counts = ansi.StringWidth(right)
	left := " " + m.w.LastSale + " "
	room := max(0, m.Width-ansi.StringWidth(right)-2)
	return m.Fit(left+m.lastSale(room-ansi.StringWidth(left)), room) + " " + right
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
	return m.Theme.Muted.Render(m.w.NoSale)
}

// countsText: what is not known, and what nobody claimed.
func (m *model) countsText() string {
	if m.listErr != nil {
		return m.Theme.Bad.Render(m.Theme.Warn + " " + m.w.Offline)
	}
	var parts []string
	if n := m.openCount(); n > 0 {
		parts = append(parts, m.counted("?", m.w.OpenCount, n))
	}
	if n := m.unclaimedCount(); n > 0 {
		parts = append(parts, m.counted(m.Theme.Warn, m.w.UnclaimedCount, n))
	}
	if len(parts) == 0 && m.Compact() {
		return ""
	}
	if len(parts) == 0 {
		return m.Theme.Muted.Render(m.w.NoneOpen)
	}
	return strings.Join(parts, " ")
}

// counted is a count with its mark and word; a compact screen has the mark alone.
func (m *model) counted(mark, text string, n int) string {
	if m.Compact() {
		text = "%d"
	}
	return m.Theme.Care.Render(mark + " " + fmt.Sprintf(text, n))
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
func (m *model) smallRows() []draw.Row {
	var lines []string
	if m.opt.Simulated {
		lines = append(lines, m.Theme.Simulated.Render(m.w.SimulatedShort))
	}
	lines = append([]string{m.smallState()}, lines...)
	text, style := m.alert()
	if m.page() == pageResult && text == "" {
		text, _ = m.resultSays()
	}
	if text != "" {
		for _, l := range m.WrappedAt(text, max(8, m.Width)) {
			lines = append(lines, style.Render(l))
		}
	}
	lines = append(lines, m.statusLine(), m.keyLine())
	rows := make([]draw.Row, 0, m.Height)
	for _, l := range lines {
		if len(rows) < m.Height {
			rows = append(rows, draw.Text(ansi.Truncate(l, m.Width, "")))
		}
	}
	return rows
}

func (m *model) smallState() string {
	fee, state := text.Signed(m.amountShown()), m.w.Amount
	style := m.Theme.Strong
	switch m.page() {
	case pageSale:
		fee, state = text.WithSign(m.sale.req.TotalFee), m.w.State(m.sale.a.State, m.sale.req.Method)
		if m.sale.a.State == "" {
			state = m.w.NowBegin
		}
	case pageResult:
		f, mark, _ := m.looks(m.sale.money())
		fee, state, style = text.WithSign(m.sale.req.TotalFee), mark+" "+m.w.Money(m.sale.money()), f.Strong
	case pageCode:
		fee, state = text.WithSign(m.code.fee), m.w.CodeTitle
	case pageStopped:
		fee, state = text.WithSign(m.stopped.req.TotalFee), m.w.StoppedTitle
	case pageHalted:
		fee, state = "", m.w.HaltTitle
	case pageClaims:
		fee, state = "", m.w.ClaimTitle
	case pagePanel:
		fee, state = "", m.panel().title(m)
	}
	return style.Render(state + " " + fee)
}
