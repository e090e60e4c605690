package sale

import (
	"strings"

	"facetill/flow"
	"facetill/tui/draw"
	"facetill/tui/page"
)

// View is the page of a running sale: the amount, the steps, the time, and
// one sentence for the cashier. On a wide screen the steps stand beside the
// amount.
func (Running) View(c *page.Context) (b draw.Block) {
	b = c.Block()
	if c.Wide() {
		return wide(c)
	}
	b.Big(page.NumberOf(c.Sale.Req.TotalFee), c.Paint(c.Theme.Digits))
	b.Blank()
	w := min(c.Width-2, timelineWidth)
	left := (c.Width - w) / 2
	timeline(c, &b, left, w)
	b.Blank()
	pad := strings.Repeat(" ", left+1)
	b.Live(func() string { return pad + barRow(c, w-1) })
	b.Blank()
	b.Wrap(Saying(c), c.Theme.Strong)
	c.AlertToo(&b)
	if c.Sale.BeforeSubmission() && c.Sale.Stopping == "" && !c.Compact() {
		b.Wrap(c.Words.EscCancels, c.Theme.Muted)
	}
	return b
}

// wide puts the amount to the left and the steps to the right.
func wide(c *page.Context) (b draw.Block) {
	b = c.Block()
	half := c.Width - timelineWidth - 6
	right := c.Block()
	timeline(c, &right, 0, timelineWidth)
	right.Blank()
	right.Live(func() string { return " " + barRow(c, timelineWidth-1) })
	b.Beside(c.Large(page.NumberOf(c.Sale.Req.TotalFee), half, c.Paint(c.Theme.Digits)), half, right)
	b.Blank()
	b.Blank()
	c.SayOr(&b, Saying(c), c.Theme.Strong)
	if c.Sale.BeforeSubmission() && c.Sale.Stopping == "" {
		b.Wrap(c.Words.EscCancels, c.Theme.Muted)
	}
	return b
}

// Saying is the one sentence: what to do, or what to tell the customer.
func Saying(c *page.Context) string {
	s, w := c.Sale, c.Words
	switch {
	case !s.Next.IsZero():
		return w.SayStoppingForCode
	case s.Stopping == "end" && s.Attempt.State != flow.Reversing:
		return w.EscEnding
	case s.Stopping != "" && s.BeforeSubmission():
		return w.SayStopping
	}
	switch s.Attempt.State {
	case flow.Opened:
		if s.Req.Method == flow.MethodFace {
			return w.SayCapture
		}
	case flow.Identified, flow.Submitting:
		return w.SaySubmit
	case flow.Confirming:
		if s.Attempt.PayAnswer == flow.AnswerPaying && (s.Attempt.Live.Ask == "" || s.Attempt.Live.Ask == flow.AnswerPaying) {
			return w.SayPassword
		}
		return w.Doubt(s.Req.Method)
	case flow.Reversing, flow.NeedsPerson:
		return w.SayReversing
	}
	return w.SayBegin
}
