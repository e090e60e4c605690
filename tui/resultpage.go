package tui

import (
	"errors"
	"fmt"
	"time"

	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/tui/draw"
	"facetill/tui/text"
	"facetill/tui/theme"
)

// resultSays are the one sentence under the word, and a code no sentence is about.
func (m *model) resultSays() (sentence, code string) {
	s, w := m.sale, m.w
	switch s.money() {
	case text.MoneyPaid:
		return w.PaidSay, ""
	case text.MoneyNotCharged:
		if s.a.State == flow.Refunded {
			return w.RefundedSay, ""
		}
		return w.Reason(s.a)
	}
	late := m.noticeText(m.noticeOf(s.a))
	switch {
	case errors.Is(s.err, flow.ErrFenced):
		sentence = w.ElsewhereSay
	case flow.Displaced(s.err):
		sentence = m.elsewhereSay(s.err)
	case late != "":
		sentence = late
	case s.a.State == flow.Paid:
		sentence = w.UnclaimedSay
	case s.a.State == flow.NeedsPerson:
		sentence = w.PersonSay
	case s.a.State == flow.Refunding:
		sentence = w.RefundingSay
	case s.a.State == flow.Reversing:
		sentence = w.CheckingSay
	case s.err != nil:
		sentence = w.BrokenSay
	default:
		sentence = w.CheckingOpen
	}
	return sentence, ""
}

// looks is how a word about money looks: its colour, its mark, and a large one.
func (m *model) looks(money text.Money) (f theme.Fill, mark string, art []string) {
	switch money {
	case text.MoneyPaid:
		return m.Theme.Paid, m.Theme.Done, draw.ArtCheck
	case text.MoneyNotCharged:
		return m.Theme.NotCharged, m.Theme.Failed, draw.ArtCross
	}
	return m.Theme.Checking, "?", draw.ArtQuery
}

// resultBody fills the screen: large mark, word, amount, one sentence.
func (m *model) resultBody() draw.Block {
	f, mark, art := m.looks(m.sale.money())
	word := mark + "   " + draw.Spaced(m.w.Money(m.sale.money())) + "   " + mark
	sentence, code := m.resultSays()
	b, p, fee := m.Block(), m.PaintOn(&f), amountOf(m.sale.req.TotalFee)
	b.Fill = &f
	room := m.PageHeight() - len(m.Large(fee, m.Width, p))
	alert, _ := m.alert()
	if room >= len(art)+10 {
		b.Spare(func() { b.Mark(art, p) })
		b.Blank()
	}
	b.Word(f, word, room >= 9)
	b.Blank()
	b.Big(fee, p)
	b.Blank()
	b.Wrap(sentence, f.Strong)
	if m.sale.money() == text.MoneyChecking && m.closesPage(m.sale.a) {
		b.Wrap(m.w.ClosePage, f.Strong)
	}
	detail := func() {
		for _, line := range m.resultDetail(code) {
			b.Center(f.Area.Render(line))
		}
	}
	if alert == "" {
		m.tryRow(&b, f)
		detail()
		return b
	}
	b.Spare(func() { m.tryRow(&b, f) })
	b.Spare(detail)
	b.Blank()
	b.Wrap(alert, f.Strong)
	return b
}

// tryRow says of a sale that is not settled what is being tried, and when next:
// it has time in it. An alert may take its room.
func (m *model) tryRow(b *draw.Block, f theme.Fill) {
	s := m.sale
	_, known := m.tries[s.a.OutTradeNo]
	if s.money() != text.MoneyChecking || !s.a.Open() || s.a.State == flow.Paid || s.err != nil && !known {
		return // ended, waits for a word that the page asks for, or nobody here knows
	}
	b.Live(func() string {
		return m.Centered(f.Strong.Render(ansi.Truncate(m.trying(s.a, m.Width-2), m.Width-2, m.Theme.Ellipsis)))
	})
}

// resultDetail is for looking the sale up later, in as many lines as it needs.
// A compact screen has the short number and the time first.
func (m *model) resultDetail(code string) []string {
	s := m.sale
	var parts []string
	if s.a.OutTradeNo != "" {
		parts = append(parts, fmt.Sprintf(m.w.OrderLine, s.a.OutTradeNo.LastDigits(6)))
	}
	if at := s.at(); !at.IsZero() {
		parts = append(parts, at.In(flow.Beijing).Format("15:04:05"))
	}
	parts = append(parts, m.method(s.req.Method))
	if code != "" {
		parts = append(parts, fmt.Sprintf(m.w.CodeLine, code))
	}
	if s.a.State == flow.Paid && s.a.TransactionID != "" && !m.Compact() {
		parts = append(parts, fmt.Sprintf(m.w.TransactionLine, s.a.TransactionID))
	}
	sep := " " + m.Theme.Sep + " "
	var lines []string
	for _, p := range parts {
		if n := len(lines); n > 0 && ansi.StringWidth(lines[n-1]+sep+p) <= m.Width-2 {
			lines[n-1] += sep + p
			continue
		}
		lines = append(lines, p)
	}
	return lines
}

// at is the sale's time as its receipt has it: WeChat's of the charge, else the
// opening.
func (s *sale) at() time.Time {
	if !s.a.TimeEnd.IsZero() {
		return s.a.TimeEnd
	}
	return s.a.OpenedAt
}

func (m *model) method(method flow.Method) string {
	if method == flow.MethodCode {
		return m.w.MethodCode
	}
	return m.w.MethodFace
}
