package sale

import (
	"errors"
	"fmt"

	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/text"
	"facetill/tui/theme"
)

// Says are the one sentence under the word, and a code no sentence is about.
func Says(c *page.Context) (sentence, code string) {
	s, w := c.Sale, c.Words
	switch s.Money() {
	case text.MoneyPaid:
		return w.PaidSay, ""
	case text.MoneyNotCharged:
		if s.Attempt.State == flow.Refunded {
			return w.RefundedSay, ""
		}
		return w.Reason(s.Attempt)
	}
	late := c.Words.Notice(c.NoticeOf(s.Attempt))
	switch {
	case errors.Is(s.Err, flow.ErrFenced):
		sentence = w.ElsewhereSay
	case flow.Displaced(s.Err):
		sentence = c.Words.Displaced(s.Err)
	case late != "":
		sentence = late
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
	f, mark, art := page.Looks(c.Theme, c.Sale.Money())
	word := mark + "   " + draw.Spaced(c.Words.Money(c.Sale.Money())) + "   " + mark
	sentence, code := Says(c)
	b, paint, fee := c.Block(), c.PaintOn(&f), page.NumberOf(c.Sale.Req.TotalFee)
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
	if c.Sale.Money() == text.MoneyChecking && c.ClosesPage(c.Sale.Attempt) {
		b.Wrap(c.Words.ClosePage, f.Strong)
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

// tryRow says of a sale that is not settled what is being tried, and when next:
// it has time in it. An alert may take its room.
func tryRow(c *page.Context, b *draw.Block, f theme.Fill) {
	s := c.Sale
	_, known := c.Tries[s.Attempt.OutTradeNo]
	if s.Money() != text.MoneyChecking || !s.Attempt.Open() || s.Attempt.State == flow.Paid || s.Err != nil && !known {
		return // ended, waits for a word that the page asks for, or nobody here knows
	}
	b.Live(func() string {
		return c.Centered(f.Strong.Render(ansi.Truncate(c.Trying(s.Attempt, c.Width-2), c.Width-2, c.Theme.Ellipsis)))
	})
}

// detail is for looking the sale up later, in as many lines as it needs.
// A compact screen has the short number and the time first.
func detail(c *page.Context, code string) []string {
	s := c.Sale
	var parts []string
	if s.Attempt.OutTradeNo != "" {
		parts = append(parts, fmt.Sprintf(c.Words.OrderLine, s.Attempt.OutTradeNo.LastDigits(6)))
	}
	if at := s.At(); !at.IsZero() {
		parts = append(parts, at.In(flow.Beijing).Format("15:04:05"))
	}
	parts = append(parts, c.Words.Method(s.Req.Method))
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
