package refund

import (
	"fmt"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/text"
)

// View has the rest first: a small screen is cut at its foot.
func (p *Card) View(c *page.Context) draw.Block {
	b := c.TopBlock()
	if c.Compact() {
		b.Wrap(c.Words.RefundRest+" "+text.WithSign(p.rest()), c.Theme.Strong)
	} else {
		b.Center(c.Theme.Muted.Render(page.Describe(c, p.a, c.Width)))
		b.Center(c.Theme.Muted.Render(c.Words.RefundRest))
		b.Blank()
		b.Large(page.NumberOf(p.rest()), c.Paint(c.Theme.Digits))
		b.Blank()
	}
	list := p.a.Refunds
	b.Wrap(p.sums(c), c.Theme.Muted)
	if c.Loading(&b, p.loaded, p.err) {
		return b
	}
	if len(list) == 0 {
		c.SayOr(&b, p.says(c), c.Theme.Text)
		return b
	}
	from, to := p.window(c)
	for i := from; i < to; i++ {
		b.Add(row(c, list[i], i == p.chosen()))
	}
	if to-from < len(list) {
		b.Center(c.Theme.Muted.Render(fmt.Sprintf(c.Words.ListPart, from+1, to, len(list))))
	}
	c.SayOr(&b, c.Words.RefundSays(list[p.chosen()], list[p.chosen()].IsAdopted(p.a.Adoptions)), c.Theme.Text)
	return b
}

// sums are what was paid, and what of it went back.
func (p *Card) sums(c *page.Context) string {
	l := p.a.Refunds
	sums, stuck := fmt.Sprintf(c.Words.RefundSums, p.a.TotalFee, max(p.a.RefundedFee, l.Back())), l.Stuck()
	if moving := l.Moving() - stuck; moving > 0 || stuck == 0 {
		sums += fmt.Sprintf(c.Words.RefundSumMoving, moving)
	}
	if stuck > 0 {
		sums += fmt.Sprintf(c.Words.RefundSumStuck, stuck)
	}
	if cash := l.Otherwise(); cash > 0 {
		sums += fmt.Sprintf(c.Words.RefundSumCash, cash)
	}
	if over := l.Over(p.a.TotalFee); over > 0 { // refused, and moved after all
		sums += fmt.Sprintf(c.Words.RefundSumOver, over)
	}
	return sums
}

// says is the sentence where nothing was given back.
func (p *Card) says(c *page.Context) string {
	switch {
	case p.a.Unclaimed:
		return c.Words.ClaimSay
	case p.rest() > 0 && !p.mayGive(c):
		return c.Words.RefundState
	}
	return c.Words.RefundNone
}

// row is a refund: when, how much, its word, who gave it, its last digits.
func row(c *page.Context, e refund.Entry, chosen bool) string {
	at, who, number := "01-02 15:04", " "+by(c, e), ".."
	if c.Compact() { // the word about the money is not the one to be cut
		at, who, number = "01-02", "", ""
	}
	left := fmt.Sprintf("%s %8s %s %s", began(e).In(flow.Beijing).Format(at), e.Amount(), mark(c, e), c.Words.Refund(e))
	return c.ListRow(chosen, left+who, number+flow.OutTradeNo(e.Number).LastDigits(4))
}

// by is who gave it back.
func by(c *page.Context, e refund.Entry) string {
	if e.State == refund.Elsewhere {
		return c.Words.RefundElsewhere
	}
	return e.By
}

// mark is how the word of a refund looks.
func mark(c *page.Context, e refund.Entry) string {
	switch {
	case e.Contradicted() || e.IsUnsettled():
		return c.Theme.Warn
	case e.IsBack() || e.State == refund.SettledOtherwise:
		return c.Theme.Done
	case e.IsHeld():
		return "?"
	}
	return c.Theme.Failed
}

// began is when it was begun, or where others did that, taken.
func began(e refund.Entry) time.Time {
	if e.BegunAt.IsZero() {
		return e.AcceptedAt
	}
	return e.BegunAt
}
