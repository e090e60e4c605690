package sale

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/secret"
	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/text"
)

// Running is the page of a sale that runs. Its till is asked by commands, which leave
// Update at once whatever the till does meanwhile.
type Running struct{ page.Still }

func (Running) Kind() page.Kind { return page.KindSale }
func (Running) Title(c *page.Context) string {
	state := c.Words.NowBegin
	if s := c.Sale(); s.Attempt.State != "" {
		state = c.Words.State(s.Attempt.State, s.Req.Method)
	}
	return state + " " + text.WithSign(c.Sale().Req.TotalFee)
}

// Stop asks the till to cancel, or to end the window.
func Stop(c *page.Context, by string) tea.Cmd {
	s := c.Sale()
	s.Stopping = by
	if s.Run == nil {
		return nil // as soon as it is admitted
	}
	return cancel(c, s.Run, by)
}

// scanned: while the camera waits the code takes over, but only once the
// face attempt is surely dead; later it is not used.
func scanned(c *page.Context, text string) tea.Cmd {
	s := c.Sale()
	if s.Req.Method != flow.MethodFace || !s.BeforeSubmission() {
		c.Warn(c.Words.CodeBusy)
		return nil
	}
	if !s.Next.IsZero() {
		c.Say(c.Words.CodeAgain)
	}
	s.Next = secret.New(text)
	if s.Stopping != "" {
		return nil
	}
	return Stop(c, "scan")
}

// Keys end it, or ask what became of it.
func (Running) Keys(c *page.Context) []page.Binding {
	s := c.Sale()
	esc := page.Binding{Name: "esc", Cap: c.Words.KeyEsc, Label: c.Words.DoCancel, Next: true, Do: func() tea.Cmd { return escape(c) }}
	if s.BeforeSubmission() {
		if s.Stopping != "" {
			esc.Label = c.Words.EscCancelling
		}
		keys := []page.Binding{esc}
		if s.Req.Method == flow.MethodFace && s.Stopping == "" {
			keys = append(keys, page.Binding{Cap: c.Words.StepCode, Label: c.Words.DoScan})
		}
		return keys
	}
	esc.Label, esc.Brief, esc.Next = c.Words.DoEnd, c.Words.BriefEnd, false
	// Enter is the obvious key of every page; a keypad has no c.
	return []page.Binding{{Name: "enter", Cap: c.Words.KeyEnter, Label: c.Words.DoAsk, Next: true, Do: func() tea.Cmd { return askNow(c) }},
		{Name: "c", Quiet: true, Do: func() tea.Cmd { return askNow(c) }}, esc}
}

// escape cancels at once while nothing was submitted, and asks first afterwards.
func escape(c *page.Context) tea.Cmd {
	s := c.Sale()
	switch {
	case s.BeforeSubmission() && s.Stopping == "":
		return Stop(c, "cashier")
	case s.BeforeSubmission() || s.Stopping == "end":
		c.Warn(c.Words.KeyNothing) // it has been asked to
		return nil
	case c.Again("end"):
		cmd := Stop(c, "cashier")
		s.Stopping = "end"
		return cmd
	}
	return nil
}

func askNow(c *page.Context) tea.Cmd {
	run := c.Sale().Run
	if run == nil {
		return nil
	}
	return c.Job(func(context.Context) tea.Msg { run.AskNow(); return nil })
}

// View is the page of a running sale: the amount, the steps, the time, and
// one sentence for the cashier. On a wide screen the steps stand beside the
// amount.
func (Running) View(c *page.Context) (b draw.Block) {
	b = c.Block()
	if c.Wide() {
		return wide(c)
	}
	b.Big(page.NumberOf(c.Sale().Req.TotalFee), c.Paint(c.Theme.Digits))
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
	if c.Sale().BeforeSubmission() && c.Sale().Stopping == "" && !c.Compact() {
		b.Wrap(c.Words.EscCancels, c.Theme.Muted)
	}
	return b
}

// Sum is the amount, what the sale does, the sentence and the time.
func (p Running) Sum(c *page.Context, b *draw.Block) {
	b.Wrap(p.Title(c), c.Theme.Strong)
	b.Wrap(Saying(c), c.Theme.Text)
	w := min(c.Width-2, timelineWidth)
	pad := strings.Repeat(" ", (c.Width-w)/2+1)
	b.Live(func() string { return pad + barRow(c, w-1) })
	b.Blank()
}

// wide puts the amount to the left and the steps to the right.
func wide(c *page.Context) (b draw.Block) {
	b = c.Block()
	half := c.Width - timelineWidth - 6
	right := c.Block()
	timeline(c, &right, 0, timelineWidth)
	right.Blank()
	right.Live(func() string { return " " + barRow(c, timelineWidth-1) })
	b.Beside(c.Large(page.NumberOf(c.Sale().Req.TotalFee), half, c.Paint(c.Theme.Digits)), half, right)
	b.Blank()
	b.Blank()
	c.SayOr(&b, Saying(c), c.Theme.Strong)
	if c.Sale().BeforeSubmission() && c.Sale().Stopping == "" {
		b.Wrap(c.Words.EscCancels, c.Theme.Muted)
	}
	return b
}

// Saying is the one sentence: what to do, or what to tell the customer.
func Saying(c *page.Context) string {
	s, w := c.Sale(), c.Words
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
