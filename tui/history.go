package tui

import (
	"fmt"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/till"
	"facetill/tui/draw"
)

// historyPanel lists a day's sales of this lane, newest first. What is typed
// narrows it: the last digits of any number, an amount, or a part of a reference.
type historyPanel struct {
	day    time.Time
	all    []flow.Attempt
	loaded bool
	err    error
	filter field
	pick   picker
}

func newHistory(now time.Time) *historyPanel { return &historyPanel{day: now, filter: field{most: 40}} }

func (p *historyPanel) title(m *model) string { return m.w.HistoryTitle }
func (p *historyPanel) open(m *model) tea.Cmd { return m.historyCmd(p.day) }

func (p *historyPanel) keys(m *model) []binding {
	list := p.list()
	var keys []binding
	if len(list) > 0 {
		keys = m.listKeys(&p.pick, list)
		keys[0].Next = true
	}
	keys = append(keys, binding{Cap: "0-9", Label: m.w.DoFilter},
		binding{Name: "left", Cap: m.w.KeySideways, Label: m.w.DoDay, Do: func() tea.Cmd { return p.turn(m, -1) }},
		binding{Name: "right", Quiet: true, Do: func() tea.Cmd { return p.turn(m, 1) }})
	if p.filter.text != "" {
		keys = append(keys, binding{Name: "delete", Cap: m.w.KeyDelete, Label: m.w.DoClear, Do: func() tea.Cmd { p.filter.text = ""; return nil }})
	}
	return keys
}

// turn goes to another day, never past today.
func (p *historyPanel) turn(m *model, by int) tea.Cmd {
	day := p.day.AddDate(0, 0, by)
	if day.After(m.now) {
		return nil
	}
	p.day, p.loaded = day, false
	return m.historyCmd(day)
}

func (p *historyPanel) field(*model) *field { return &p.filter }

// scanned takes a number from a receipt; a payer's code never comes here.
func (p *historyPanel) scanned(text string) { p.filter.text = text }

func (p *historyPanel) hear(m *model, msg tea.Msg) tea.Cmd {
	switch got := msg.(type) {
	case historyMsg:
		if got.day.Equal(p.day) {
			p.all, p.err, p.loaded = got.list, got.err, true
		}
	case listsMsg:
		return m.historyCmd(p.day)
	}
	return nil
}

func (p *historyPanel) list() (list []flow.Attempt) {
	want := strings.ToLower(p.filter.value())
	for _, a := range p.all {
		if want == "" || matches(a, want) {
			list = append(list, a)
		}
	}
	return list
}

// matches: the end of a number, a part of a reference, or the amount.
func matches(a flow.Attempt, want string) bool {
	ref := ""
	if !a.RefMinted {
		ref = strings.ToLower(a.Sale.Ref)
	}
	return strings.HasSuffix(string(a.OutTradeNo), want) || strings.HasSuffix(a.TransactionID, want) ||
		ref != "" && strings.Contains(ref, want) || strings.HasPrefix(a.TotalFee.String(), want)
}

func (p *historyPanel) body(m *model) (b draw.Block) {
	b = m.Block()
	b.Top = true
	title := m.w.HistoryTitle + " " + till.DayName(p.day)
	b.Wrap(title, m.Theme.Strong)
	if p.filter.text != "" || !m.Compact() {
		b.Center(m.Theme.Accent.Render(fmt.Sprintf(m.w.FilterLine, p.filter.shown(false))))
	}
	list := p.list()
	if m.loading(&b, p.loaded, p.err) {
		return b
	}
	if len(list) == 0 {
		b.Blank()
		none := m.w.HistoryNone
		if len(p.all) > 0 {
			none = m.w.HistoryEmpty
		}
		m.sayOr(&b, none, m.Theme.Text)
		return b
	}
	b.Blank()
	chosen := p.pick.at(list)
	from, to := draw.Window(len(list), chosen, max(1, m.PageHeight()-5))
	for i := from; i < to; i++ {
		b.Add(m.ListRow(i == chosen, m.historyRow(list[i]), m.historySide(list[i])))
	}
	b.Center(m.Theme.Muted.Render(p.sum(m, list, from, to)))
	return b
}

func (m *model) historyRow(a flow.Attempt) string {
	mark, label := m.marked(a)
	at, format := "15:04:05", "%s %10s  %s %s"
	if m.Compact() { // the word about the money is not the one to be cut
		at, format = "15:04", "%s %8s  %s %s"
	}
	return fmt.Sprintf(format, a.OpenedAt.In(flow.Beijing).Format(at), a.TotalFee, mark, label)
}

// historySide is the number, shortened where the screen is narrow.
func (m *model) historySide(a flow.Attempt) string {
	if m.Compact() {
		return ".." + a.OutTradeNo.LastDigits(4)
	}
	return m.method(a.Method) + "  .." + a.OutTradeNo.LastDigits(8)
}

// sum says how many are shown and what the paid ones come to.
func (p *historyPanel) sum(m *model, list []flow.Attempt, from, to int) string {
	var total flow.Fen
	paidOnes := 0
	for _, a := range list {
		if a.State == flow.Paid {
			total, paidOnes = total+a.TotalFee, paidOnes+1
		}
	}
	text := fmt.Sprintf(m.w.HistorySum, paidOnes, total)
	if to-from < len(list) {
		text = fmt.Sprintf(m.w.ListPart, from+1, to, len(list)) + " " + m.Theme.Sep + " " + text
	}
	return text
}
