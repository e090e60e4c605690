package sale

import (
	"errors"
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/page/history"
	"facetill/tui/page/refund"
	"facetill/tui/page/settle"
	"facetill/tui/receipt"
	"facetill/tui/text"
	"facetill/tui/theme"
)

// Result says what became of the sale in hand, all over the screen.
type Result struct{ page.Still }

func (Result) Kind() page.Kind { return page.KindResult }
func (Result) Title(c *page.Context) string {
	_, mark, _ := page.Looks(c.Theme, c.Sale().Money())
	return mark + " " + c.Words.Money(c.Sale().Money()) + " " + text.WithSign(c.Sale().Req.TotalFee)
}

// Notes are what its word means.
func (Result) Notes(w *text.Words) []string { return []string{w.HelpWords} }

// Keys: the way on first, then what else is open. What a shown sentence
// tells to press is among them.
func (Result) Keys(c *page.Context) []page.Binding {
	enter := page.Binding{Name: "enter", Cap: c.Words.KeyEnter, Label: c.Words.DoNext, Brief: c.Words.BriefNext, Next: true, Do: func() tea.Cmd { return leave(c, c.Sale().KeptFee()) }}
	esc := page.Binding{Name: "esc", Cap: c.Words.KeyEsc, Label: c.Words.DoNext, Brief: c.Words.BriefNext, Do: func() tea.Cmd { return leave(c, 0) }}
	receipt := history.SlipKey(c, func() flow.Attempt { return c.Sale().Attempt }, true)
	switch c.Sale().Money() {
	case text.MoneyNotCharged:
		if c.Sale().Forbidden() {
			esc.Quiet = true
			return append([]page.Binding{enter, esc}, openKeys(c)...)
		}
		enter.Label, enter.Brief = c.Words.DoAgain, c.Words.BriefAgain
		if c.Sale().Req.Method == flow.MethodFace && c.Lists().CameraGone() {
			enter.Label, enter.Brief, enter.Do = c.Words.DoCode, "", func() tea.Cmd { return codeInstead(c) }
			return append([]page.Binding{enter, esc}, openKeys(c)...)
		}
		if c.Sale().NetworkDown() {
			return append([]page.Binding{enter, esc}, openKeys(c)...) // a code needs it as a face does
		}
		keys := []page.Binding{enter, {Cap: c.Words.StepCode, Label: c.Words.DoScan}, esc}
		if o := c.Sale().Attempt.Outcome(); o == flow.OutcomeReversed || o == flow.OutcomeRefunded { // the customer's phone may show the charge
			keys = slices.Insert(keys, 1, receipt)
		}
		return append(keys, openKeys(c)...)
	case text.MoneyPaid:
		esc.Quiet = true
		keys := append([]page.Binding{enter, receipt, esc}, refund.Keys(c, c.Sale().Attempt)...)
		return append(keys, openKeys(c)...)
	}
	esc.Quiet = true // while checking the till goes on by itself
	open := openKeys(c)
	if c.Sale().Unclaimed() { // which is the next thing to do, before another customer
		enter.Next, open[0].Next = false, true
		return append(open, enter, receipt, esc)
	}
	return append(append([]page.Binding{enter}, open...), receipt, esc)
}

// openKeys lead from a result to what is open, the sale in hand included.
func openKeys(c *page.Context) (keys []page.Binding) {
	if len(c.Lists().Unclaimed()) > 0 || c.Sale().Unclaimed() {
		keys = append(keys, page.Binding{Name: "u", Cap: "u", Label: c.Words.DoClaims, Do: func() tea.Cmd { return settle.OpenClaims(c) }})
	}
	if settle.OpenKey.For(c) {
		keys = append(keys, settle.OpenKey.Binding(c))
	}
	return keys
}

// leave goes on with an amount.
func leave(c *page.Context, fee flow.Fen) tea.Cmd {
	if !c.MayLeave() {
		return nil
	}
	c.ToAmount(fee)
	return c.Refresh()
}

// codeInstead goes on from a result to the scanner, because the camera is gone.
func codeInstead(c *page.Context) tea.Cmd {
	fee := c.Sale().KeptFee()
	c.ToAmount(0)
	c.Go(codeFor(c, fee))
	return c.Refresh()
}

// Says are the one sentence under the word, and a code no sentence is about.
func Says(c *page.Context) (sentence, code string) {
	s, w := c.Sale(), c.Words
	switch s.Money() {
	case text.MoneyPaid:
		return w.PaidSay, ""
	case text.MoneyNotCharged:
		if s.Attempt.Outcome() == flow.OutcomeRefunded {
			return w.RefundedSay, ""
		}
		return w.Reason(s.Attempt)
	}
	late := c.Words.Notice(s.Attempt, page.NoticeOf(c, s.Attempt))
	switch {
	case errors.Is(s.Err, flow.ErrFenced):
		sentence = w.ElsewhereSay
	case flow.Displaced(s.Err):
		sentence = c.Words.Displaced(s.Err)
	case late != "":
		sentence = late
	case s.Attempt.Outcome() == flow.OutcomeRefunding:
		sentence = w.RefundingSay
	case s.Attempt.State == flow.Paid && s.Attempt.Refunds.Stuck() > 0:
		sentence = w.PersonSay
	case s.Attempt.State == flow.Paid && s.Attempt.OpenRefund() && !s.Attempt.Unclaimed:
		sentence = w.RefundBegunSay
	case s.Attempt.State == flow.Paid:
		sentence = w.UnclaimedSay
	case s.Attempt.State == flow.NeedsPerson:
		sentence = w.PersonSay
	case s.Attempt.State == flow.Refunding:
		sentence = w.RefundingSay
	case s.Attempt.State == flow.Reversing:
		sentence = w.CheckingSay
	case s.Err != nil:
		sentence = w.BrokenSay
	default:
		sentence = w.CheckingOpen
	}
	return sentence, ""
}

// View fills the screen: large mark, word, amount, one sentence.
func (p Result) View(c *page.Context) draw.Block {
	f, mark, art := page.Looks(c.Theme, c.Sale().Money())
	word := mark + "   " + draw.Spaced(c.Words.Money(c.Sale().Money())) + "   " + mark
	sentence, code := Says(c)
	b, paint, fee := c.Block(), c.PaintOn(&f), page.NumberOf(c.Sale().Req.TotalFee)
	b.Fill = &f
	room := c.PageHeight() - len(c.Large(fee, c.Width, paint))
	alert, _ := c.Alert()
	if room >= len(art)+10 {
		b.Spare(func() { b.Mark(art, paint) })
		b.Blank()
	}
	b.Word(f, word, room >= 9)
	b.Blank()
	b.Big(fee, paint)
	b.Blank()
	b.Wrap(sentence, f.Strong)
	if minorTold(c) {
		b.Wrap(c.Words.MinorSay, f.Strong)
	}
	if c.Sale().Money() == text.MoneyChecking && page.ClosesPage(c, c.Sale().Attempt) {
		b.Wrap(c.Words.ClosePage, f.Strong)
	} else if why := c.Words.Exception(c.Sale().Attempt); why != "" && c.Sale().Money() == text.MoneyChecking {
		b.Spare(func() { b.Wrap(why, f.Strong) })
	}
	details := func() {
		for _, line := range detail(c, code) {
			b.Center(f.Area.Render(line))
		}
	}
	if alert == "" {
		tryRow(c, &b, f)
		details()
		return b
	}
	b.Spare(func() { tryRow(c, &b, f) })
	b.Spare(details)
	b.Blank()
	b.Wrap(alert, f.Strong)
	return b
}

// Sum is the word and the amount, and what there is to do.
func (p Result) Sum(c *page.Context, b *draw.Block) {
	f, _, _ := page.Looks(c.Theme, c.Sale().Money())
	b.Center(f.Word.Render(" " + p.Title(c) + " "))
	sentence, _ := Says(c)
	b.Spare(func() { b.Wrap(sentence, c.Theme.Strong) })
	if minorTold(c) {
		b.Spare(func() { b.Wrap(c.Words.MinorSay, c.Theme.Strong) })
	}
	b.Blank()
}

// minorTold reports whether it is said beside the sentence that the customer is a minor:
// where no other one is about it.
func minorTold(c *page.Context) bool {
	return isMinor(c) && !c.Sale().Forbidden()
}

// tryRow says of a sale that is not settled what is being tried, and when next:
// it has time in it. An alert may take its room.
func tryRow(c *page.Context, b *draw.Block, f theme.Fill) {
	s := c.Sale()
	_, known := c.Lists().Tries[s.Attempt.OutTradeNo]
	if s.Money() != text.MoneyChecking || !s.Attempt.Open() || s.Attempt.State == flow.Paid || s.Err != nil && !known {
		return // ended, waits for a word that the page asks for, or nobody here knows
	}
	b.Live(func() string {
		return c.Centered(f.Strong.Render(ansi.Truncate(page.Trying(c, s.Attempt, c.Width-2), c.Width-2, c.Theme.Ellipsis)))
	})
}

// detail is for looking the sale up later, in as many lines as it needs.
// A compact screen has the short number and the time first.
func detail(c *page.Context, code string) []string {
	s := c.Sale()
	var parts []string
	if s.Attempt.OutTradeNo != "" {
		parts = append(parts, fmt.Sprintf(c.Words.OrderLine, s.Attempt.OutTradeNo.LastDigits(6)))
	}
	if at := receipt.At(s.Attempt); !at.IsZero() {
		parts = append(parts, at.In(flow.Beijing).Format("15:04:05"))
	}
	parts = append(parts, c.Words.Method(s.Req.Method))
	if coupon := s.Attempt.Coupon(s.Attempt.TotalFee, s.Attempt.CashFee); coupon > 0 && s.Attempt.State == flow.Paid {
		parts = append(parts, c.Words.SlipCoupon+" "+coupon.String())
	}
	if code != "" {
		parts = append(parts, fmt.Sprintf(c.Words.CodeLine, code))
	}
	if s.Attempt.State == flow.Paid && s.Attempt.TransactionID != "" && !c.Compact() {
		parts = append(parts, fmt.Sprintf(c.Words.TransactionLine, s.Attempt.TransactionID))
	}
	sep := " " + c.Theme.Sep + " "
	var lines []string
	for _, p := range parts {
		if n := len(lines); n > 0 && ansi.StringWidth(lines[n-1]+sep+p) <= c.Width-2 {
			lines[n-1] += sep + p
			continue
		}
		lines = append(lines, p)
	}
	return lines
}
