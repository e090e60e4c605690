package refund

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/refund"
	"facetill/tui/draw"
	"facetill/tui/page"
)

// wordKeys are what a person may do about one refund.
func (p *Card) wordKeys(c *page.Context, e refund.Entry) (keys []page.Binding) {
	if c.Opt().Copy != nil {
		return nil
	}
	again := func(account string) func() tea.Cmd {
		return func() tea.Cmd { return c.Show(newAgain(c, p, e, account)) }
	}
	word := func(as string) func() tea.Cmd {
		return func() tea.Cmd { return c.Show(newWord(c, p, e, as)) }
	}
	held := e.State == refund.Entered && e.IsAdopted(p.a.Adoptions)
	if held || e.State == refund.Refused && !e.Final {
		keys = append(keys, p.key(c, "s", c.Words.DoSendAgain, "", true, again(e.Account)))
	}
	if e.WantsBalance() {
		keys = append(keys, p.key(c, "l", c.Words.DoFromBalance, "", true, again(refund.AccountBalance)))
	}
	if e.IsUnsettled() {
		keys = append(keys, p.key(c, "t", c.Words.DoSettledThere, c.Words.BriefSettled, true, word(refund.SettledThere)))
	}
	ends := e.State == refund.Refused || e.IsLate()  // what is begun only where its sale was reversed
	if ends && (flow.Charged(p.a) || !p.a.Expired) { // else there is nothing to give back
		keys = append(keys, p.key(c, "w", c.Words.DoSettledElse, c.Words.BriefSettled, true, word(refund.SettledElse)))
	}
	return keys
}

// newAgain sends a refund again, under its number.
func newAgain(c *page.Context, card *Card, e refund.Entry, account string) *Form {
	p := &Form{card: card, step: stepRest, wish: flow.RefundRequest{OutTradeNo: card.a.OutTradeNo, By: c.Staff().By(), Reason: e.Reason, Account: account,
		Press: refund.Press{Version: card.a.Version, Fee: e.Fee, Again: e.Number}}}
	p.Form = lastForm()
	p.askWho(c)
	return p
}

// Word takes a person's word that ends a refund: there, at WeChat's merchant platform, or
// in another way.
type Word struct {
	page.Form
	card *Card
	e    refund.Entry
	wish flow.RefundWord
}

// newWord is of the sale as the card shows it now.
func newWord(c *page.Context, card *Card, e refund.Entry, as string) *Word {
	wish := flow.RefundWord{OutTradeNo: card.a.OutTradeNo, Number: e.Number, As: as, Version: card.a.Version}
	p := &Word{card: card, e: e, wish: wish, Form: page.Form{Arms: "record", Fields: append(page.AskName(c), page.AskReason())}}
	if c.Opt().ManagerPIN {
		p.Fields = append(p.Fields, page.AskPIN())
	}
	return p
}

func (p *Word) Kind() page.Kind              { return "settling" }
func (p *Word) Title(c *page.Context) string { return p.label(c) }

func (p *Word) label(c *page.Context) string {
	if p.wish.As == refund.SettledThere {
		return c.Words.DoSettledThere
	}
	return c.Words.DoSettledElse
}

// Keys write it down.
func (p *Word) Keys(c *page.Context) []page.Binding {
	return p.EnterKey(c, func() tea.Cmd {
		p.wish.By, p.wish.Reason = cmp.Or(p.By(), p.wish.By), cmp.Or(p.Reason(), p.wish.Reason)
		return p.write(c, p.TakePIN())
	})
}

func (p *Word) write(c *page.Context, pin string) tea.Cmd {
	behind, w := c.Opt().Till, p.wish
	return c.Write(page.WordWithin, func(ctx context.Context) tea.Msg {
		a, err := behind.SettleRefund(ctx, w, pin)
		return page.RefundedMsg{Of: p, No: w.OutTradeNo, Attempt: a, Number: w.Number, Err: err}
	})
}

// named is the same word, beside what was shown; a PIN is typed for it anew.
func (p *Word) named(c *page.Context, numbers []string, version int) stoppable {
	next := *p
	next.Form = page.Form{Arms: p.Arms}
	next.wish.Version, next.wish.Beside = version, alsoNamed(p.wish.Beside, numbers)
	if c.Opt().ManagerPIN {
		next.Fields = []page.Asked{page.AskPIN()}
	}
	return &next
}

func (p *Word) armed(c *page.Context, key string) string {
	return fmt.Sprintf(c.Words.ArmedBesideWord, key, c.Words.Yuan(p.e.Amount()))
}

// Update hears how it ended.
func (p *Word) Update(c *page.Context, msg tea.Msg) tea.Cmd {
	done, is := msg.(page.RefundedMsg)
	if !is || done.Of != page.Page(p) {
		return nil
	}
	p.Busy = false
	return p.ended(c, done)
}

// ended goes back to the card, or asks whether it is one more.
func (p *Word) ended(c *page.Context, done page.RefundedMsg) tea.Cmd {
	if stopped, is := errors.AsType[*flow.RefundStoppedError](done.Err); is {
		return tea.Batch(c.Close(), c.Show(newBeside(p, stopped.Entries, max(p.wish.Version, done.Attempt.Version))))
	}
	if says := meanwhile(c, done, p.e.Number); says != "" {
		p.card.take(done.Attempt)
		cmd := c.Close()
		c.Warn(says)
		return tea.Batch(cmd, c.Refresh())
	}
	if done.Err != nil {
		c.Warn(c.Words.Failure(done.Err))
		return c.Refresh()
	}
	p.card.take(done.Attempt)
	c.Say(c.Words.ClaimDone)
	return tea.Batch(c.Close(), c.Refresh())
}

// meanwhile is what became of a refund while its page was open, so that what was meant for
// it is refused; "" where that is no reason.
func meanwhile(c *page.Context, done page.RefundedMsg, number string) string {
	wrong, is := errors.AsType[*field.Error](done.Err)
	e, known := done.Attempt.Refunds.Find(number)
	switch {
	case !is || wrong.Field != "refund" || !known:
		return ""
	case e.IsHeld():
		return fmt.Sprintf(c.Words.RefundMeanwhile, c.Words.Refund(e))
	case e.State == refund.Refused && !done.Attempt.Refunds.FitsOtherwise(done.Attempt.TotalFee, e):
		return c.Words.RefundNothingLeft
	}
	return c.Words.RefundSays(e, false)
}

// View is the refund, and the fields of the word.
func (p *Word) View(c *page.Context) draw.Block {
	b := c.Block()
	b.Wrap(p.label(c), c.Theme.Strong)
	b.Add(row(c, p.e, false))
	b.Blank()
	p.Show(c, &b)
	b.Blank()
	c.SayOr(&b, c.Words.ResolveSay, c.Theme.Care)
	return b
}
