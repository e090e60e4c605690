package settle

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	refunds "facetill/flow/refund"
	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/page/refund"
)

// Claims are charges that were found after a restart, one after the other. Somebody
// has to say whether the goods were given (money rule 5.2).
type Claims struct {
	Busy flow.OutTradeNo // a word is being written down
}

// OpenClaims asks about the first of them.
func OpenClaims(c *page.Context) tea.Cmd {
	if c.At() == page.KindResult && !c.MayLeave() {
		return nil
	}
	if c.Sale().Unclaimed() && !slices.ContainsFunc(c.Lists().Pending, func(a flow.Attempt) bool { return a.OutTradeNo == c.Sale().Attempt.OutTradeNo }) {
		c.Correct(append(c.Lists().Pending, c.Sale().Attempt)) // the list is behind the sale
	}
	if len(c.Lists().Unclaimed()) == 0 {
		c.Say(c.Words.ClaimNone)
		return nil
	}
	c.ToAmount(0)
	c.Go(&Claims{})
	return nil
}

func (p *Claims) Kind() page.Kind              { return page.KindClaims }
func (p *Claims) Title(c *page.Context) string { return c.Words.ClaimTitle }

// Update does nothing: Claimed hears what was written down.
func (p *Claims) Update(*page.Context, tea.Msg) tea.Cmd { return nil }

// Keys: both replies move goods or money, so both want a second press.
func (p *Claims) Keys(c *page.Context) []page.Binding {
	return []page.Binding{
		{Name: "g", Cap: "g", Label: c.Words.DoGiven, Brief: c.Words.BriefGiven, Next: true, Do: func() tea.Cmd { return p.claim(c, "given") }},
		{Name: "b", Cap: "b", Label: c.Words.DoGiveBack, Brief: c.Words.BriefGiveBack, Stays: true, Do: func() tea.Cmd { return p.claim(c, "back") }},
		{Name: "esc", Cap: c.Words.KeyEsc, Label: c.Words.DoLater, Do: func() tea.Cmd { return p.Later(c) }},
		{Cap: "0-9", Label: c.Words.DoNext, Brief: c.Words.BriefNext},
	}
}

// Later leaves the question: it waits in the counter.
func (p *Claims) Later(c *page.Context) tea.Cmd {
	list := c.Lists().Unclaimed()
	c.ToAmount(0)
	if len(list) > 0 {
		c.Say(fmt.Sprintf(c.Words.ClaimLater, list[0].OutTradeNo.LastDigits(6)))
	}
	return nil
}

func (p *Claims) claim(c *page.Context, what string) tea.Cmd {
	list := c.Lists().Unclaimed()
	if len(list) == 0 || p.Busy != "" || !c.Again(claimArmed(what, list[0])) {
		return c.Wake()
	}
	a := list[0]
	if what == "back" && c.Opt().ManagerPIN {
		c.ToAmount(0) // what lies over the question is asked first
		return c.Show(newResolve(c, a, flow.ResolvedGiveBack))
	}
	p.Busy = a.OutTradeNo
	till, by, no := c.Opt().Till, c.Staff().By(), a.OutTradeNo
	if what == "given" {
		return c.Write(page.FactWithin, func(ctx context.Context) tea.Msg {
			return page.ClaimedMsg{No: no, Err: till.Claim(ctx, no, by)}
		})
	}
	if !c.Staff().SignsIn() {
		by = cmp.Or(by, "cashier")
	}
	q := giveBack(c, a, by, "at the till")
	return c.Write(page.WordWithin, func(ctx context.Context) tea.Msg {
		a, e, err := till.Reverse(ctx, q, "")
		return page.ClaimedMsg{No: no, Attempt: a, Number: e.Number, Err: err}
	})
}

// giveBack is a person's wish that a charge which nobody claimed goes back. Where that is
// a refund the customer reads that the sale was cancelled, and nobody but us the note.
func giveBack(c *page.Context, a flow.Attempt, by, note string) flow.RefundRequest {
	return flow.RefundRequest{OutTradeNo: a.OutTradeNo, Reason: c.Words.RefundReasons["cancelled"], Note: note, By: by,
		Press: refunds.Press{Version: a.Version, At: c.Opt().Till.Moment()}}
}

// isRefund reports whether a charge goes back as a refund, or may have gone back already:
// then its card is shown, which tells it, and where one more is begun beside it.
func isRefund(number string, err error) bool {
	_, stopped := errors.AsType[*flow.RefundStoppedError](err)
	return stopped || err == nil && number != ""
}

// claimArmed: a first press is for the charge that was shown, not for one that took
// its place meanwhile.
func claimArmed(what string, a flow.Attempt) string { return what + " " + string(a.OutTradeNo) }

// Claimed is how a word was written down, whatever page is in hand.
func Claimed(c *page.Context, msg page.ClaimedMsg) tea.Cmd {
	p, asking := c.Base().(*Claims)
	if asking {
		p.Busy = ""
	}
	if msg.Err != nil {
		c.Warn(c.Words.Failure(msg.Err))
	}
	if asking && isRefund(msg.Number, msg.Err) {
		c.ToAmount(0)
		return tea.Batch(c.Show(refund.NewCard(msg.Attempt)), c.Refresh())
	}
	if msg.Err != nil {
		return c.Refresh()
	}
	c.Say(c.Words.ClaimDone + ": " + fmt.Sprintf(c.Words.OrderLine, msg.No.LastDigits(6)))
	c.Correct(slices.DeleteFunc(slices.Clone(c.Lists().Pending), func(a flow.Attempt) bool { return a.OutTradeNo == msg.No }))
	if asking && len(c.Lists().Unclaimed()) == 0 {
		c.ToAmount(0)
	}
	return c.Refresh()
}

func (p *Claims) View(c *page.Context) (b draw.Block) {
	b = c.Block()
	list := c.Lists().Unclaimed()
	if len(list) == 0 {
		b.Wrap(c.Words.ClaimNone, c.Theme.Text)
		return b
	}
	b.Spare(func() { b.Wrap(c.Theme.Warn+" "+c.Words.ClaimTitle+" "+c.Theme.Warn, c.Theme.Care) })
	b.Blank()
	b.Spare(func() { b.Large(page.NumberOf(list[0].TotalFee), c.Paint(c.Theme.Digits)) })
	b.Blank()
	b.Center(c.Theme.Strong.Render(page.Describe(c, list[0], c.Width)))
	b.Blank()
	switch c.Armed() {
	case claimArmed("given", list[0]):
		b.Wrap(c.Hastily(c.Words.ClaimArmedGiven), c.Theme.Accent)
	case claimArmed("back", list[0]):
		b.Wrap(c.Hastily(c.Words.ClaimArmedBack), c.Theme.Care)
	default:
		b.Wrap(c.Words.ClaimSay, c.Theme.Text)
		c.AlertToo(&b)
	}
	return b
}
