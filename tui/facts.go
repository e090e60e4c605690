package tui

import (
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/tui/draw"
	"facetill/tui/text"
)

// timelinePanel is one attempt from its first fact to its last, as the journal
// has them.
type timelinePanel struct {
	a      flow.Attempt
	events []flow.Event
	loaded bool
	err    error
	scroller
}

func (p *timelinePanel) title(m *model) string { return m.w.TimelineTitle }
func (p *timelinePanel) open(m *model) tea.Cmd { return m.timelineCmd(p.a.OutTradeNo) }
func (p *timelinePanel) field(*model) *field   { return nil }

func (p *timelinePanel) keys(m *model) []binding {
	keys := []binding{m.receiptKey(func() flow.Attempt { return p.a }, false)}
	return append(keys, p.scrollKeys(m, p.head(m), p.lines(m))...)
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

func (p *timelinePanel) body(m *model) draw.Block { return p.scrolled(m, p.head(m), p.lines(m)) }

// head is the sale, and what keeps its facts from being shown.
func (p *timelinePanel) head(m *model) draw.Block {
	b := m.Block()
	b.Top = true
	mark, label := m.marked(p.a)
	m.sayOr(&b, text.WithSign(p.a.TotalFee)+"  "+mark+" "+label, m.Theme.Strong)
	for _, line := range p.numbers(m) {
		b.Center(m.Theme.Muted.Render(line))
	}
	b.Blank()
	m.loading(&b, p.loaded, p.err)
	return b
}

// lines are a fact each; a code that has no room beside it stands below.
func (p *timelinePanel) lines(m *model) (lines []string) {
	if !p.loaded || p.err != nil {
		return nil
	}
	const at, within = "15:04:05", 8 + 2
	for _, e := range p.events {
		said, code := m.w.Fact(e.Fact, p.a.Method)
		line := m.Theme.Muted.Render(e.At.In(flow.Beijing).Format(at)) + "  " + said
		beside := " " + m.Theme.Sep + " " + code
		switch {
		case code == "":
			lines = append(lines, line)
		case ansi.StringWidth(line+beside) < m.Width:
			lines = append(lines, line+beside)
		default:
			lines = append(lines, line, strings.Repeat(" ", within)+code)
		}
	}
	return m.Indent(lines, 0, 1)
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
