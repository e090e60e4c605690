package tui

import (
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/tui/text"
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

func (p *timelinePanel) title(m *model) string { return m.w.TimelineTitle }
func (p *timelinePanel) open(m *model) tea.Cmd { return m.timelineCmd(p.a.OutTradeNo) }
func (p *timelinePanel) field(*model) *field   { return nil }

func (p *timelinePanel) keys(m *model) []binding {
	keys := []binding{m.receiptKey(func() flow.Attempt { return p.a }, false)}
	return append(keys, m.scrollKeys(&p.from, len(p.lines(m, m.width))-p.room(m))...)
}

func (p *timelinePanel) hear(m *model, msg tea.Msg) tea.Cmd {
	switch got := msg.(type) {
	case timelineMsg:
		if got.no == p.a.OutTradeNo {
			p.events, p.err, p.loaded = got.events, got.err, true
		}
	case listsMsg:
		for _, a := range slices.Concat(got.recent, got.pending) {
			if a.OutTradeNo == p.a.OutTradeNo && a.Version > p.a.Version {
				p.a = a
			}
		}
		return m.timelineCmd(p.a.OutTradeNo)
	}
	return nil
}

func (p *timelinePanel) body(m *model, width, height int) (b block) {
	b.top = true
	mark, label := m.marked(p.a)
	m.sayOr(&b, width, text.WithSign(p.a.TotalFee)+"  "+mark+" "+label, m.th.Strong)
	for _, line := range p.numbers(m) {
		b.center(width, m.th.Muted.Render(line))
	}
	b.blank()
	if m.loading(&b, width, p.loaded, p.err) {
		return b
	}
	lines := p.lines(m, width)
	left := margin(width, lines)
	for _, line := range lines[min(p.from, max(0, len(lines)-p.room(m))):] {
		b.add(m.cut(width, left+line))
	}
	return b
}

// lines are a fact each; a code that has no room beside it stands below.
func (p *timelinePanel) lines(m *model, width int) (lines []string) {
	const at, within = "15:04:05", 8 + 2
	for _, e := range p.events {
		said, code := m.w.Fact(e.Fact, p.a.Method)
		line := m.th.Muted.Render(e.At.In(flow.Beijing).Format(at)) + "  " + said
		beside := " " + m.th.Sep + " " + code
		switch {
		case code == "":
			lines = append(lines, line)
		case ansi.StringWidth(line+beside) < width:
			lines = append(lines, line+beside)
		default:
			lines = append(lines, line, strings.Repeat(" ", within)+code)
		}
	}
	return lines
}

// room is how many lines there are rows for: below the amount, the numbers and a
// blank.
func (p *timelinePanel) room(m *model) int { return max(1, m.pageHeight()-2-len(p.numbers(m))) }

// margin stands before each of some lines, so that the widest is in the middle.
func margin(width int, lines []string) string {
	widest := 0
	for _, line := range lines {
		widest = max(widest, ansi.StringWidth(line))
	}
	return strings.Repeat(" ", max(1, (width-widest)/2))
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
