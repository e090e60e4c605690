package refund

import (
	"context"
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/refund"
	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/receipt"
	"facetill/tui/text"
)

// Card is one sale: what can still be given back of it, and what was.
type Card struct {
	a      flow.Attempt
	loaded bool
	err    error
	number string // of the chosen refund
	begun  string // the number of the one that was begun from here: its first slip is no reprint
}

// NewCard is that of an attempt, which is read anew.
func NewCard(a flow.Attempt) *Card { return &Card{a: a} }

// For reports whether an attempt has a card: it took money, or gave some back.
func For(a flow.Attempt) bool {
	return a.State == flow.Paid || a.State == flow.Refunded || len(a.Refunds) > 0
}

// Keys are the key that shows the card of an attempt, where it has one.
func Keys(c *page.Context, a flow.Attempt) []page.Binding {
	if !For(a) {
		return nil
	}
	return []page.Binding{{Name: "f7", Cap: "F7", Label: c.Words.DoRefund, Do: func() tea.Cmd { return c.Show(NewCard(a)) }}}
}

func (p *Card) Kind() page.Kind { return "refund" }
func (p *Card) Title(c *page.Context) string {
	return c.Words.RefundTitle + " " + text.WithSign(p.rest())
}

// Notes are what its word means.
func (*Card) Notes(w *text.Words) []string { return []string{w.RefundOnWaySay} }

// Changed is the chosen refund, and the sale as it is shown.
func (p *Card) Changed() string { return fmt.Sprint(p.number, p.a.Version) }

// Follows: WeChat has yet to end one of them.
func (p *Card) Follows() bool { return p.a.RefundUnderWay() }

// Hurries: whether WeChat takes one is not known, and its customer stands there.
func (p *Card) Hurries() bool { return p.a.OpenRefund() }

// Hears: a form of this card was left, and led back to it.
func (p *Card) Hears(of page.Page) bool {
	switch of := of.(type) {
	case *Form:
		return of.card == p
	case *Word:
		return of.card == p
	}
	return false
}

// Update reads the sale anew.
func (p *Card) Update(c *page.Context, msg tea.Msg) tea.Cmd {
	switch got := msg.(type) {
	case page.RefundedMsg: // the form was left meanwhile
		if got.Err != nil {
			c.Warn(c.Words.Failure(got.Err))
		}
		return p.load(c)
	case page.Entered, page.ListsMsg, page.RefundToldMsg:
		return p.load(c)
	case page.AttemptMsg:
		if got.No != p.a.OutTradeNo {
			return nil
		}
		if got.Attempt.Version > p.a.Version {
			page.Unasked(c) // there is an answer
		}
		if p.loaded, p.err = true, got.Err; got.Err == nil {
			p.take(got.Attempt)
		}
	}
	return nil
}

// take shows a sale; what comes late shows nothing older.
func (p *Card) take(a flow.Attempt) {
	if a.OutTradeNo == p.a.OutTradeNo && a.Version >= p.a.Version {
		p.a = a
	}
}

func (p *Card) load(c *page.Context) tea.Cmd {
	behind, no := c.Opt().Till, p.a.OutTradeNo
	return c.Job(func(ctx context.Context) tea.Msg {
		found, err := behind.Find(ctx, string(no))
		i := slices.IndexFunc(found, func(a flow.Attempt) bool { return a.OutTradeNo == no })
		if i < 0 {
			if err == nil {
				err = flow.ErrUnknown
			}
			return page.AttemptMsg{No: no, Err: err}
		}
		return page.AttemptMsg{No: no, Attempt: found[i], Err: err}
	})
}

// rest is what can still be given back. What the customer of a sale got in another way is
// none of it: who gives that through WeChat as well names it at the command.
func (p *Card) rest() flow.Fen {
	if p.a.State != flow.Paid {
		return p.a.Refunds.Rest(p.a.TotalFee)
	}
	return p.a.Refunds.Left(p.a.TotalFee)
}

// mayGive reports whether something more can be begun. What nobody claimed is given back
// where that is asked, and here where it has a refund already; a refund without an end
// blocks the next one, and a copy of a journal gives nothing back.
func (p *Card) mayGive(c *page.Context) bool {
	if c.Opt().Copy != nil {
		return false
	}
	paid := p.a.State == flow.Paid && (!p.a.Unclaimed || len(p.a.Refunds) > 0) || p.a.State == flow.NeedsPerson && p.a.Expired
	return paid && p.rest() > 0 && !p.a.OpenRefund()
}

// chosen is the row in hand; the newest one where none was chosen.
func (p *Card) chosen() int {
	i := slices.IndexFunc(p.a.Refunds, func(e refund.Entry) bool { return e.Number == p.number })
	if i < 0 || p.number == "" {
		return len(p.a.Refunds) - 1
	}
	return i
}

func (p *Card) move(by int) func() tea.Cmd {
	return func() tea.Cmd {
		if n := len(p.a.Refunds); n > 0 {
			p.number = p.a.Refunds[max(0, min(p.chosen()+by, n-1))].Number
		}
		return nil
	}
}

// Keys give more back, and end or send the chosen refund.
func (p *Card) Keys(c *page.Context) (keys []page.Binding) {
	if !p.loaded || p.err != nil {
		return nil
	}
	if p.mayGive(c) {
		keys = append(keys, p.key(c, "a", c.Words.DoRefundAll, c.Words.BriefRefundAll, true, func() tea.Cmd { return c.Show(newForm(c, p, false)) }))
		if p.a.State == flow.Paid && !p.a.Unclaimed {
			keys = append(keys, p.key(c, "p", c.Words.DoRefundPart, c.Words.BriefRefundPart, false, func() tea.Cmd { return c.Show(newForm(c, p, true)) }))
		}
	}
	if p.a.RefundUnderWay() {
		keys = append(keys, p.key(c, "r", c.Words.DoAskNow, "", false, func() tea.Cmd { return p.askNow(c) }))
	}
	if i := p.chosen(); i >= 0 {
		e := p.a.Refunds[i]
		keys = append(keys, p.wordKeys(c, e)...)
		keys = append(keys, page.Binding{Name: "f6", Cap: "F6", Label: c.Words.DoReceipt, Do: func() tea.Cmd { return c.Show(p.slip(e)) }},
			page.Binding{Name: "down", Cap: c.Words.KeyUpDown, Label: c.Words.DoMove, Quiet: len(p.a.Refunds) < 2, Do: p.move(1)}, page.Binding{Name: "up", Quiet: true, Do: p.move(-1)},
			page.Binding{Name: "pgdown", Cap: page.CapPages, Label: c.Words.DoMove, Quiet: true, Do: p.move(10)}, page.Binding{Name: "pgup", Quiet: true, Do: p.move(-10)})
	}
	return keys
}

// key is a letter that begins something; twice is one that wants its second press here.
func (p *Card) key(c *page.Context, name, label, brief string, twice bool, do func() tea.Cmd) page.Binding {
	return page.Binding{Name: name, Cap: name, Label: label, Brief: brief, Do: func() tea.Cmd {
		if twice && !c.Again("word "+name) {
			return c.Wake()
		}
		return do()
	}}
}

// askNow makes the till ask about what is under way.
func (p *Card) askNow(c *page.Context) tea.Cmd {
	c.Say(c.Words.AskedNow)
	behind, no := c.Opt().Till, p.a.OutTradeNo
	return tea.Sequence(c.Job(func(context.Context) tea.Msg { behind.AskNow(no); return nil }), p.load(c))
}

// slip is what the customer takes home of a refund.
func (p *Card) slip(e refund.Entry) page.Page {
	reprint := e.ToldN > 0 && e.Number != p.begun
	slip := page.NewPaper(func(c *page.Context) string {
		return receipt.RefundSlip{Shop: c.Opt().Shop, Attempt: p.a, Number: e.Number, Width: receipt.Narrow, Reprint: reprint, Words: c.Words}.Text()
	})
	slip.Of = p
	return slip
}

// Tells is the first refund in sight that nobody was told of and that has a word. What
// WeChat closed is not told by being in sight: it stands before a person until one says
// what became of it.
func (p *Card) Tells(c *page.Context) (flow.OutTradeNo, refund.Entry) {
	if !p.loaded || p.err != nil || c.Opt().Copy != nil {
		return "", refund.Entry{}
	}
	from, to := p.window(c)
	for _, e := range p.a.Refunds[from:to] {
		closed := e.IsUnheard() && e.Final
		if e.ToldN == 0 && e.State != refund.Entered && e.Number != "" && !closed {
			return p.a.OutTradeNo, e
		}
	}
	return "", refund.Entry{}
}

// window is the part of the rows that has room.
func (p *Card) window(c *page.Context) (from, to int) {
	around := 13 // the rest in large digits, the sums, and what is said of the chosen one
	if c.Compact() {
		around = 5
	}
	return draw.Window(len(p.a.Refunds), p.chosen(), max(1, c.PageHeight()-around))
}
