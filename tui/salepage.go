package tui

import (
	"strings"

	"facetill/flow"
	"facetill/tui/draw"
)

// saleBody is the page of a running sale: the amount, the steps, the time, and
// one sentence for the cashier. On a wide screen the steps stand beside the
// amount.
func (m *model) saleBody() (b draw.Block) {
	b = m.Block()
	if m.Wide() {
		return m.saleWide()
	}
	b.Big(amountOf(m.sale.req.TotalFee), m.Paint(m.Theme.Digits))
	b.Blank()
	w := min(m.Width-2, timelineWidth)
	left := (m.Width - w) / 2
	m.timeline(&b, left, w)
	b.Blank()
	pad := strings.Repeat(" ", left+1)
	b.Live(func() string { return pad + m.barRow(w-1) })
	b.Blank()
	b.Wrap(m.saySale(), m.Theme.Strong)
	m.alertToo(&b)
	if m.sale.beforeSubmission() && m.sale.stopping == "" && !m.Compact() {
		b.Wrap(m.w.EscCancels, m.Theme.Muted)
	}
	return b
}

// saleWide puts the amount to the left and the steps to the right.
func (m *model) saleWide() (b draw.Block) {
	b = m.Block()
	half := m.Width - timelineWidth - 6
	right := m.Block()
	m.timeline(&right, 0, timelineWidth)
	right.Blank()
	right.Live(func() string { return " " + m.barRow(timelineWidth-1) })
	b.Beside(m.Large(amountOf(m.sale.req.TotalFee), half, m.Paint(m.Theme.Digits)), half, right)
	b.Blank()
	b.Blank()
	m.sayOr(&b, m.saySale(), m.Theme.Strong)
	if m.sale.beforeSubmission() && m.sale.stopping == "" {
		b.Wrap(m.w.EscCancels, m.Theme.Muted)
	}
	return b
}

// saySale is the one sentence: what to do, or what to tell the customer.
func (m *model) saySale() string {
	s, w := m.sale, m.w
	switch {
	case !s.next.IsZero():
		return w.SayStoppingForCode
	case s.stopping == "end" && s.a.State != flow.Reversing:
		return w.EscEnding
	case s.stopping != "" && s.beforeSubmission():
		return w.SayStopping
	}
	switch s.a.State {
	case flow.Opened:
		if s.req.Method == flow.MethodFace {
			return w.SayCapture
		}
	case flow.Identified, flow.Submitting:
		return w.SaySubmit
	case flow.Confirming:
		if s.a.PayAnswer == flow.AnswerPaying && (s.a.Live.Ask == "" || s.a.Live.Ask == flow.AnswerPaying) {
			return w.SayPassword
		}
		return w.Doubt(s.req.Method)
	case flow.Reversing, flow.NeedsPerson:
		return w.SayReversing
	}
	return w.SayBegin
}
