package tui

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
)

// timelinePanel is one attempt from its first fact to its last, as the journal
// has them.
type timelinePanel struct {
	a      flow.Attempt
	events []flow.Event
	loaded bool
	err    error
	from   int // the first row shown
}

func (p *timelinePanel) title(m *model) string   { return m.w.TimelineTitle }
func (p *timelinePanel) open(m *model) tea.Cmd   { return m.timelineCmd(p.a.OutTradeNo) }
func (p *timelinePanel) typed(*model, rune) bool { return false }
func (p *timelinePanel) erase()                  {}

func (p *timelinePanel) keys(m *model) []binding {
	scroll := func(by int) func() tea.Cmd {
		return func() tea.Cmd { p.from = max(0, min(p.from+by, len(p.events)-1)); return nil }
	}
	return []binding{m.receiptKey(func() flow.Attempt { return p.a }, false), {key: "down", cap: m.w.KeyUpDown, label: m.w.DoMove, quiet: len(p.events) < 5, do: scroll(1)}, {key: "up", quiet: true, do: scroll(-1)}}
}

func (p *timelinePanel) hear(_ *model, msg tea.Msg) tea.Cmd {
	if got, is := msg.(timelineMsg); is && got.no == p.a.OutTradeNo {
		p.events, p.err, p.loaded = got.events, got.err, true
	}
	return nil
}

func (p *timelinePanel) body(m *model, width, height int) (b block) {
	b.top = true
	mark, label := m.marked(p.a)
	b.wrap(width, "¥"+p.a.TotalFee.String()+"  "+mark+" "+label, m.th.Strong)
	for _, line := range p.numbers(m) {
		b.center(width, m.th.Muted.Render(line))
	}
	b.blank()
	if m.loading(&b, width, p.loaded, p.err) {
		return b
	}
	left := strings.Repeat(" ", max(1, (width-textWidth)/2))
	room := max(1, height-len(b.rows)-1)
	for _, e := range p.events[min(p.from, max(0, len(p.events)-room)):] {
		b.add(m.cut(width, left+m.th.Muted.Render(e.At.In(flow.Beijing).Format("15:04:05"))+"  "+m.factText(e)))
	}
	return b
}

// numbers are what one looks a sale up by elsewhere.
func (p *timelinePanel) numbers(m *model) []string {
	lines := []string{fmt.Sprintf(m.w.OrderWhole, p.a.OutTradeNo)}
	if p.a.TransactionID != "" {
		lines = append(lines, fmt.Sprintf(m.w.TransactionLine, p.a.TransactionID))
	}
	if !p.a.RefMinted && p.a.Sale.Ref != "" {
		lines = append(lines, fmt.Sprintf(m.w.RefLine, p.a.Sale.Ref))
	}
	if p.a.ResolvedBy != "" {
		lines = append(lines, fmt.Sprintf(m.w.ByHandLine, p.a.ResolvedBy, m.w.Resolution(p.a.ResolvedAs)))
	}
	return lines
}

// factText is what happened, and the code that came with it.
func (m *model) factText(e flow.Event) string {
	text, code := m.w.Fact(e.Fact)
	if code != "" {
		text += " " + m.th.Sep + " " + code
	}
	return text
}
