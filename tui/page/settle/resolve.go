package settle

import (
	"context"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/page/refund"
)

// Resolve takes a person's word about an attempt that no rule can end (money rule
// 5.7): the word, who says so, how they know, and the manager's PIN where one is set and
// the word is not that the goods were given.
type Resolve struct {
	page.Form
	a    flow.Attempt
	word string // "" until it is chosen
}

// wordsFor are the words that a person may say of an attempt. "paid" is not one once a
// reverse may be on its way, and "not charged" is none of what was charged: where neither is
// one its money goes back by its refunds.
func wordsFor(a flow.Attempt) []string {
	switch {
	case a.State == flow.Paid && a.Unclaimed:
		return []string{flow.ResolvedGiven, flow.ResolvedGiveBack}
	case a.State == flow.NeedsPerson && a.TransactionID != "" && !a.DecidedAt.IsZero():
		return nil
	case a.State == flow.NeedsPerson && a.TransactionID != "":
		return []string{flow.ResolvedPaid}
	case a.State == flow.NeedsPerson && a.DecidedAt.IsZero():
		return []string{flow.ResolvedPaid, flow.ResolvedNotCharged}
	case a.State == flow.NeedsPerson:
		return []string{flow.ResolvedNotCharged}
	}
	return nil
}

// Word is the one that was chosen, "" until one is.
func (p *Resolve) Word() string { return p.word }

func (p *Resolve) Kind() page.Kind              { return "resolve" }
func (p *Resolve) Title(c *page.Context) string { return c.Words.ResolveTitle }

// Changed is the word, and the field in hand.
func (p *Resolve) Changed() string { return fmt.Sprint(p.word, p.At, p.Busy) }

// Keys choose the word, and then write it down.
func (p *Resolve) Keys(c *page.Context) (keys []page.Binding) {
	if p.word != "" {
		return p.EnterKey(c, func() tea.Cmd { return p.write(c) })
	}
	for i, word := range wordsFor(p.a) {
		key := fmt.Sprint(i + 1)
		keys = append(keys, page.Binding{Name: key, Cap: key, Label: c.Words.Resolution(word), Do: func() tea.Cmd {
			if !c.Again("word " + key) {
				return c.Wake()
			}
			p.choose(c, word)
			return nil
		}})
	}
	return keys
}

// newResolve asks for the rest of a word that is chosen already.
func newResolve(c *page.Context, a flow.Attempt, word string) *Resolve {
	p := &Resolve{a: a}
	p.choose(c, word)
	return p
}

// newForm asks who says it, and how they know.
func newForm(c *page.Context) page.Form {
	return page.Form{Fields: append(page.AskName(c), page.AskReason())}
}

func (p *Resolve) choose(c *page.Context, word string) {
	p.word, p.Form = word, newForm(c)
	if c.Opt().ManagerPIN && word != flow.ResolvedGiven {
		p.Fields = append(p.Fields, page.AskPIN())
	}
}

func (p *Resolve) write(c *page.Context) tea.Cmd {
	behind := c.Opt().Till
	word := flow.Resolution{OutTradeNo: p.a.OutTradeNo, As: p.word, By: p.By(), Reason: p.Reason()}
	pin, back := p.TakePIN(), giveBack(c, p.a, word.By, word.Reason)
	return c.Write(page.WordWithin, func(ctx context.Context) tea.Msg {
		if word.As != flow.ResolvedGiveBack {
			a, err := behind.Resolve(ctx, word, pin)
			return page.ResolvedMsg{Of: p, No: word.OutTradeNo, Attempt: a, Err: err}
		}
		a, e, err := behind.Reverse(ctx, back, pin)
		return page.ResolvedMsg{Of: p, No: word.OutTradeNo, Attempt: a, Number: e.Number, Err: err}
	})
}

// Update hears how it ended.
func (p *Resolve) Update(c *page.Context, msg tea.Msg) tea.Cmd {
	done, is := msg.(page.ResolvedMsg)
	if !is || done.Of != page.Page(p) {
		return nil
	}
	p.Busy = false
	if done.Err != nil && !isRefund(done.Number, done.Err) {
		c.Warn(c.Words.Failure(done.Err))
		return c.Refresh()
	}
	cmd := c.Close()
	if isRefund(done.Number, done.Err) {
		cmd = tea.Batch(cmd, c.Show(refund.NewCard(done.Attempt)))
	}
	if done.Err != nil {
		c.Warn(c.Words.Failure(done.Err))
	} else {
		c.Say(c.Words.ClaimDone)
	}
	return tea.Batch(cmd, c.Refresh())
}

// View is the question, or the form of the reply.
func (p *Resolve) View(c *page.Context) draw.Block {
	b := c.Block()
	b.Wrap(c.Words.ResolveTitle, c.Theme.Strong)
	b.Center(page.Describe(c, p.a, c.Width))
	b.Blank()
	if p.word == "" {
		c.SayOr(&b, c.Words.ResolveAsk, c.Theme.Text)
		for i, word := range wordsFor(p.a) {
			b.Blank()
			b.Wrap(fmt.Sprintf("%d  %s", i+1, c.Words.Resolution(word)), c.Theme.Accent)
		}
		return b
	}
	b.Wrap(c.Words.Resolution(p.word), c.Theme.Accent)
	b.Blank()
	p.Show(c, &b)
	b.Blank()
	c.SayOr(&b, c.Words.ResolveSay, c.Theme.Care)
	return b
}
