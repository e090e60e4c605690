package history

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/page/refund"
	"facetill/tui/text"
)

// Timeline is one attempt from its first fact to its last, as the journal
// has them.
type Timeline struct {
	Attempt flow.Attempt
	events  []flow.Event
	loaded  bool
	err     error
	page.Scroller
}

func (p *Timeline) Kind() page.Kind              { return "timeline" }
func (p *Timeline) Title(c *page.Context) string { return c.Words.TimelineTitle }

func (p *Timeline) Keys(c *page.Context) []page.Binding {
	keys := append([]page.Binding{SlipKey(c, func() flow.Attempt { return p.Attempt }, false)}, refund.Keys(c, p.Attempt)...)
	keys = append(keys, tenderKey(c, p.Attempt)...)
	return append(keys, p.ScrollKeys(c, p.head(c), p.lines(c))...)
}

func (p *Timeline) Update(c *page.Context, msg tea.Msg) tea.Cmd {
	switch got := msg.(type) {
	case page.TimelineMsg:
		if got.No == p.Attempt.OutTradeNo {
			p.events, p.err, p.loaded = got.Events, got.Err, true
		}
	case page.Entered:
		return p.load(c)
	case page.ListsMsg:
		for _, a := range slices.Concat(got.Recent, got.Pending) {
			if a.OutTradeNo == p.Attempt.OutTradeNo && a.Version > p.Attempt.Version {
				p.Attempt = a
			}
		}
		return p.load(c)
	}
	return nil
}

func (p *Timeline) load(c *page.Context) tea.Cmd {
	till, no := c.Opt().Till, p.Attempt.OutTradeNo
	return c.Job(func(ctx context.Context) tea.Msg {
		events, err := till.Timeline(ctx, no)
		return page.TimelineMsg{No: no, Events: events, Err: err}
	})
}

func (p *Timeline) View(c *page.Context) draw.Block { return p.Scrolled(c, p.head(c), p.lines(c)) }

// head is the sale, and what keeps its facts from being shown.
func (p *Timeline) head(c *page.Context) draw.Block {
	b := c.TopBlock()
	mark, label := page.Marked(c, p.Attempt)
	c.SayOr(&b, text.WithSign(p.Attempt.TotalFee)+"  "+mark+" "+label, c.Theme.Strong)
	for _, line := range p.numbers(c) {
		b.Center(c.Theme.Muted.Render(line))
	}
	b.Blank()
	c.Loading(&b, p.loaded, p.err)
	return b
}

// lines are a fact each; a code that has no room beside it stands below.
func (p *Timeline) lines(c *page.Context) (lines []string) {
	if !p.loaded || p.err != nil {
		return nil
	}
	const at, within = "15:04:05", 8 + 2
	for _, e := range p.events {
		said, code := c.Words.Fact(e.Fact, p.Attempt.Method)
		line := c.Theme.Muted.Render(e.At.In(flow.Beijing).Format(at)) + "  " + said
		beside := " " + c.Theme.Sep + " " + code
		switch {
		case code == "":
			lines = append(lines, line)
		case ansi.StringWidth(line+beside) < c.Width:
			lines = append(lines, line+beside)
		default:
			lines = append(lines, line, strings.Repeat(" ", within)+code)
		}
	}
	return c.Indent(lines, 0, 1)
}

// numbers are what one looks a sale up by elsewhere.
func (p *Timeline) numbers(c *page.Context) []string {
	lines := []string{fmt.Sprintf(c.Words.OrderWhole, p.Attempt.OutTradeNo)}
	if p.Attempt.TransactionID != "" {
		lines = append(lines, fmt.Sprintf(c.Words.TransactionLine, p.Attempt.TransactionID))
	}
	if !p.Attempt.RefMinted && p.Attempt.Sale.Ref != "" {
		lines = append(lines, fmt.Sprintf(c.Words.RefLine, p.Attempt.Sale.Ref))
	}
	if p.Attempt.TenderAs != "" {
		lines = append(lines, fmt.Sprintf(c.Words.TenderLine, p.Attempt.TenderBy, c.Words.Tender(p.Attempt.TenderAs)))
	}
	if p.Attempt.ResolvedBy != "" {
		lines = append(lines, fmt.Sprintf(c.Words.ByHandLine, p.Attempt.ResolvedBy, c.Words.Resolution(p.Attempt.ResolvedAs)))
	}
	return lines
}
