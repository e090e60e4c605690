package tui

import (
	"strings"

	"facetill/flow"
)

// saleBody is the page of a running sale: the amount, the steps, the time, and
// one sentence for the cashier. On a wide screen the steps stand beside the
// amount.
func (m *model) saleBody(width, height int) (b block) {
	if m.wide() {
		return m.saleWide(width)
	}
	m.bigAmount(&b, width, m.sale.req.Fee.String(), m.paint(m.th.Digits))
	b.blank()
	w := min(width-2, timelineWidth)
	left := (width - w) / 2
	m.timeline(&b, left, w)
	b.blank()
	pad := strings.Repeat(" ", left+1)
	b.live(func() string { return pad + m.barRow(w-1) })
	b.blank()
	b.wrap(width, m.saySale(), m.th.Strong)
	m.alertToo(&b, width)
	if m.sale.beforeSubmission() && m.sale.stopping == "" && !m.compact() {
		b.wrap(width, m.w.EscCancels, m.th.Muted)
	}
	return b
}

// saleWide puts the amount to the left and the steps to the right.
func (m *model) saleWide(width int) (b block) {
	half := (width - timelineWidth - 6)
	large := m.large(m.sale.req.Fee.String(), half, m.paint(m.th.Digits))
	var right block
	m.timeline(&right, 0, timelineWidth)
	right.blank()
	right.live(func() string { return " " + m.barRow(timelineWidth-1) })
	n := max(len(large), len(right.rows))
	above := (n - len(large)) / 2
	for i := range n {
		cell := strings.Repeat(" ", half)
		if j := i - above; j >= 0 && j < len(large) {
			cell = fit(centered(half, large[j]), half, m.th.Ellipsis)
		}
		r := row{}
		if i < len(right.rows) {
			r = right.rows[i]
		}
		if draw := r.draw; draw != nil {
			b.live(func() string { return cell + draw() })
			continue
		}
		b.add(cell + r.text)
	}
	b.blank()
	b.blank()
	m.sayOr(&b, width, m.saySale(), m.th.Strong)
	if m.sale.beforeSubmission() && m.sale.stopping == "" {
		b.wrap(width, m.w.EscCancels, m.th.Muted)
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
