package history

import (
	"context"
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/text"
)

// Tender takes a person's word how else the customer paid for a sale that ended unpaid.
// It is a note: no money moves, and no sum has it.
type Tender struct {
	page.Form
	a  flow.Attempt
	as string // one of flow.Tenders, "" until it is chosen
}

// tenderKey asks how else the customer of a sale paid, where it ended unpaid.
func tenderKey(c *page.Context, a flow.Attempt) []page.Binding {
	unpaid := slices.Contains([]flow.State{flow.Refused, flow.Cancelled, flow.NotSent, flow.Reversed}, a.State)
	if !unpaid || c.Opt().Copy != nil {
		return nil
	}
	return []page.Binding{{Name: "t", Cap: "t", Label: c.Words.DoTender, Brief: c.Words.BriefTender, Do: func() tea.Cmd {
		if !c.Again("word t") {
			return c.Wake()
		}
		return c.Show(&Tender{a: a})
	}}}
}

func (p *Tender) Kind() page.Kind { return "tender" }
func (p *Tender) Title(c *page.Context) string {
	return c.Words.TenderTitle + " " + text.WithSign(p.a.TotalFee)
}

// Changed is what was chosen, and the field in hand.
func (p *Tender) Changed() string { return fmt.Sprint(p.as, p.At, p.Busy) }

// Keys choose, and then write it down.
func (p *Tender) Keys(c *page.Context) (keys []page.Binding) {
	if p.as != "" {
		return p.EnterKey(c, func() tea.Cmd { return p.write(c) })
	}
	for i, as := range flow.Tenders() {
		name := fmt.Sprint(i + 1)
		keys = append(keys, page.Binding{Name: name, Cap: name, Label: c.Words.Tender(as), Do: func() tea.Cmd {
			p.as = as
			note := page.Asked{Field: page.Field{Most: page.MostReason}, Label: func(w *text.Words) string { return w.RefundNote }, May: true}
			p.Fields = append([]page.Asked{note}, page.AskName(c)...)
			c.Changed()
			return nil
		}})
	}
	return keys
}

func (p *Tender) write(c *page.Context) tea.Cmd {
	behind, no := c.Opt().Till, p.a.OutTradeNo
	word := flow.TenderTaken{As: p.as, Note: p.Reason(), By: p.By()}
	return c.Write(page.WordWithin, func(ctx context.Context) tea.Msg {
		a, err := behind.TakeTender(ctx, no, word)
		return page.TenderMsg{Of: p, No: no, Attempt: a, Err: err}
	})
}

// Update hears how it ended.
func (p *Tender) Update(c *page.Context, msg tea.Msg) tea.Cmd {
	done, is := msg.(page.TenderMsg)
	if !is || done.Of != page.Page(p) {
		return nil
	}
	p.Busy = false
	if done.Err != nil {
		c.Warn(c.Words.Failure(done.Err))
		return c.Refresh()
	}
	cmd := c.Close()
	c.Say(c.Words.ClaimDone)
	return tea.Batch(cmd, c.Refresh())
}

// View is the question, or the fields of the reply.
func (p *Tender) View(c *page.Context) draw.Block {
	b := c.Block()
	b.Wrap(c.Words.TenderTitle, c.Theme.Strong)
	b.Spare(func() { b.Center(c.Theme.Muted.Render(page.Describe(c, p.a, c.Width))) })
	b.Blank()
	if p.as == "" {
		c.SayOr(&b, c.Words.TenderAsk, c.Theme.Text)
		b.Blank()
		for i, as := range flow.Tenders() {
			b.Add(c.Centered(c.Theme.Accent.Render(c.Fit(fmt.Sprintf("%d  %s", i+1, c.Words.Tender(as)), tenderWidth))))
		}
		return b
	}
	b.Wrap(c.Words.Tender(p.as)+" "+text.WithSign(p.a.TotalFee), c.Theme.Accent)
	b.Blank()
	p.Show(c, &b)
	b.Blank()
	c.SayOr(&b, c.Words.TenderSay, c.Theme.Care)
	return b
}

const tenderWidth = 16
