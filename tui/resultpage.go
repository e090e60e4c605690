package tui

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
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
		return m.th.Paid, m.th.Done, artCheck
	case text.MoneyNotCharged:
		return m.th.NotCharged, m.th.Failed, artCross
	}
	return m.th.Checking, "?", artQuery
}

// resultBody fills the screen: large mark, word, amount, one sentence.
func (m *model) resultBody(width, height int) (b block) {
	f, mark, art := m.looks(m.sale.money())
	word := m.w.Money(m.sale.money())
	sentence, code := m.resultSays()
	b.fill = &f
	p := painter{on: f.Digits, off: f.Area, colour: m.th.Colour, block: m.th.Block}
	room := height - len(m.large(m.sale.req.Fee.String(), width, p))
	alert, _ := m.alert()
	if room >= len(art)+10 {
		b.spare(func() { b.centerAll(width, p.pixels(art, m.scale())) })
		b.blank()
	}
	b.centerAll(width, m.wordBlock(f, mark+"   "+spaced(word)+"   "+mark, room >= 9))
	b.blank()
	m.bigAmount(&b, width, m.sale.req.Fee.String(), p)
	b.blank()
	b.wrap(width, sentence, f.Strong)
	if m.sale.money() == text.MoneyChecking && m.closesPage(m.sale.a) {
		b.wrap(width, m.w.ClosePage, f.Strong)
	}
	m.tryRow(&b, width, f, alert != "")
	detail := func() {
		for _, line := range m.resultDetail(width, code) {
			b.center(width, f.Area.Render(line))
		}
	}
	if alert == "" {
		detail()
	} else {
		b.spare(detail)
		b.blank()
		b.wrap(width, alert, f.Strong)
	}
	return b
}

// tryRow says of a sale that is not settled what is being tried, and when next:
// it has time in it. An alert may take its room.
func (m *model) tryRow(b *block, width int, f theme.Fill, alert bool) {
	s := m.sale
	_, known := m.tries[s.a.OutTradeNo]
	if s.money() != text.MoneyChecking || !s.a.Open() || s.a.State == flow.Paid || s.err != nil && !known {
		return // ended, waits for a word that the page asks for, or nobody here knows
	}
	n := needed
	if alert {
		n = spare
	}
	b.mark(n, func() {
		b.live(func() string {
			return centered(width, f.Strong.Render(ansi.Truncate(m.trying(s.a, width-2), width-2, m.th.Ellipsis)))
		})
	})
}

// wordBlock sets the word off, three rows high where there is room.
func (m *model) wordBlock(f theme.Fill, text string, high bool) []string {
	line := f.Word.Render("    " + text + "    ")
	if !high || !m.th.Colour {
		return []string{line}
	}
	edge := f.Word.Render(strings.Repeat(" ", ansi.StringWidth(text)+8))
	return []string{edge, line, edge}
}

// resultDetail is for looking the sale up later, in as many lines as it needs.
// A compact screen has the short number and the time first.
func (m *model) resultDetail(width int, code string) []string {
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
	if s.a.State == flow.Paid && s.a.TransactionID != "" && !m.compact() {
		parts = append(parts, fmt.Sprintf(m.w.TransactionLine, s.a.TransactionID))
	}
	sep := " " + m.th.Sep + " "
	var lines []string
	for _, p := range parts {
		if n := len(lines); n > 0 && ansi.StringWidth(lines[n-1]+sep+p) <= width-2 {
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
