package sale

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/secret"
	"facetill/tui/page"
	"facetill/tui/text"
)

// Running is the page of a sale that runs. Its till is asked by commands, which leave
// Update at once whatever the till does meanwhile.
type Running struct{ page.Still }

// Kind is a sale that runs.
func (Running) Kind() page.Kind { return page.KindSale }

// Title is for a small screen.
func (Running) Title(c *page.Context) string {
	state := c.Words.NowBegin
	if s := c.Sale; s.Attempt.State != "" {
		state = c.Words.State(s.Attempt.State, s.Req.Method)
	}
	return state + " " + text.WithSign(c.Sale.Req.TotalFee)
}

// Stop asks the till to cancel, or to end the window.
func Stop(c *page.Context, by string) tea.Cmd {
	s := c.Sale
	s.Stopping = by
	if s.Run == nil {
		return nil // as soon as it is admitted
	}
	return cancel(c, s.Run, by)
}

// scanned: while the camera waits the code takes over, but only once the
// face attempt is surely dead; later it is not used.
func scanned(c *page.Context, text string) tea.Cmd {
	s := c.Sale
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
	s := c.Sale
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
	s := c.Sale
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
	run := c.Sale.Run
	if run == nil {
		return nil
	}
	return c.Job(func(context.Context) tea.Msg { run.AskNow(); return nil })
}
