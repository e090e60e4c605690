package sale

import (
	"context"
	"errors"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	outside "facetill/flow/field"
	"facetill/flow/secret"
	"facetill/flow/till"
	"facetill/tui/page"
	"facetill/tui/page/settle"
	"facetill/tui/text"
)

// Update takes what is said of a sale, whatever page is in hand.
func Update(c *page.Context, msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.BegunMsg:
		return onBegun(c, msg)
	case page.UpdateMsg:
		return onUpdate(c, msg)
	case page.OverMsg:
		return onOver(c, msg)
	}
	return nil
}

// Begin makes a sale and asks the till to admit it. From here on no second one
// can begin: the page is another one at once.
func Begin(c *page.Context, r flow.SaleRequest) tea.Cmd {
	if r.Method == flow.MethodFace {
		c.Next().Lesson = page.LessonPays // a customer is there once
	} else {
		ForgetLesson(c)
	}
	s := c.Begin(r, Running{})
	till, id, box := c.Opt().Till, s.ID, s.Box
	return tea.Batch(c.Job(func(ctx context.Context) tea.Msg {
		run, err := till.Begin(ctx, r, box)
		return page.BegunMsg{ID: id, Sale: run, Err: err}
	}), c.Listen(id, box), c.Wake())
}

func onBegun(c *page.Context, msg page.BegunMsg) tea.Cmd {
	s := c.Sale()
	if s == nil || s.ID != msg.ID {
		return nil
	}
	if msg.Err != nil {
		return notBegun(c, s, msg.Err)
	}
	s.Run = msg.Sale
	s.Take(flow.Update{Attempt: s.Run.Attempt().Plain()}, c.Now())
	cmds := []tea.Cmd{run(c, s)}
	if s.Stopping != "" {
		cmds = append(cmds, cancel(c, s.Run, s.Stopping))
	}
	return tea.Batch(cmds...)
}

// notBegun goes where the refusal belongs. Nothing has begun.
func notBegun(c *page.Context, s *page.InHand, err error) tea.Cmd {
	var stop *flow.PossibleDuplicateError
	var suspended *flow.SalesSuspendedError
	left := c.Leaving()
	if c.Opt().Training != nil {
		_ = c.Opt().Training.Customer(page.LessonPays) // nobody came to the camera
	}
	c.ToAmount(s.Req.TotalFee)
	switch {
	case left:
		return tea.Quit
	case errors.As(err, &stop):
		c.Go(newStopped(s.Req, stop))
	case c.Opt().Copy != nil && errors.Is(err, flow.ErrCopy):
		return tea.Batch(c.Show(settle.NewAdopt(c)), c.Refresh())
	case errors.As(err, &suspended):
		c.Go(&Suspended{Why: suspended.Kind, say: outside.Plain(suspended.Why), fee: s.Req.TotalFee})
	default:
		c.Warn(c.Words.NotBegunSay + c.Words.Because(err))
	}
	return c.Refresh()
}

// onUpdate goes on listening. What is of another sale is news of the
// background: it reaches the two rows below, and nothing else.
func onUpdate(c *page.Context, msg page.UpdateMsg) tea.Cmd {
	var cmds []tea.Cmd
	if s := c.Sale(); s != nil && s.ID == msg.ID {
		s.Take(msg.Update, c.Now())
	}
	if c.Sale() == nil || c.Sale().ID != msg.ID || c.Sale().Over {
		cmds = append(cmds, c.Refresh())
	}
	if a := msg.Update.Attempt; !a.Final() || a.Closing || a.State == flow.Paid && !a.Shown {
		cmds = append(cmds, c.Listen(msg.ID, msg.Box))
	}
	return tea.Batch(cmds...)
}

func onOver(c *page.Context, msg page.OverMsg) tea.Cmd {
	s := c.Sale()
	if s == nil || s.ID != msg.ID {
		return c.Refresh()
	}
	s.Take(flow.Update{Attempt: msg.Attempt}, c.Now())
	s.Err, s.Over, s.Ended = msg.Err, true, c.Now()
	c.Go(Result{})
	var stop *flow.PossibleDuplicateError
	cmds := []tea.Cmd{c.Refresh()}
	switch {
	case c.Leaving():
		return tea.Quit
	case !s.Next.IsZero() && s.Money() == text.MoneyNotCharged && !s.Forbidden():
		return tea.Batch(c.Refresh(), Begin(c, flow.SaleRequest{TotalFee: s.Req.TotalFee, Method: flow.MethodCode, AuthCode: s.Next}))
	case errors.As(s.Err, &stop): // another one came to be paid before its own request
		c.ToAmount(s.Req.TotalFee)
		c.Go(newStopped(s.Req, stop))
	case s.Attempt.State == flow.Cancelled && s.Err == nil && s.Attempt.Code == "SCAN_PAYMENT": // the customer chose it on the face screen
		c.ToAmount(0)
		c.Go(&Code{Fee: s.Req.TotalFee, NoFace: c.Words.CodeFromFace})
	case s.Attempt.State == flow.Cancelled && s.Err == nil && s.Stopping == "cashier":
		c.ToAmount(s.Req.TotalFee)
		c.Say(c.Words.NotCharged + ": " + c.Words.CancelledSay)
	default:
		if !s.Next.IsZero() {
			s.Next = secret.Secret{}
			c.Warn(c.Words.CodeUnused)
		}
		if s.Money() == text.MoneyPaid {
			c.FollowPaid(s.Attempt.OutTradeNo)
		}
		cmds = append(cmds, Bell(c, s.Money()))
	}
	return tea.Batch(append(cmds, c.Wake())...)
}

// ForgetLesson: the customer who was to come is not there any more. The terminal
// forgets one who has not been at it.
func ForgetLesson(c *page.Context) {
	if c.Opt().Training != nil && c.Next().Lesson != page.LessonPays {
		_ = c.Opt().Training.Customer(page.LessonPays) // as ever; it cannot be refused
	}
	c.Next().Lesson = page.LessonPays
}

func run(c *page.Context, s *page.InHand) tea.Cmd {
	run, id := s.Run, s.ID
	return c.Job(func(ctx context.Context) tea.Msg {
		a, err := run.Run(ctx)
		return page.OverMsg{ID: id, Attempt: a, Err: err}
	})
}

func cancel(c *page.Context, run till.Sale, by string) tea.Cmd {
	return c.Job(func(context.Context) tea.Msg { run.Cancel(by); return nil })
}

// bellGap is between two strokes: near enough to be one signal.
const bellGap = 250 * time.Millisecond

// Bell rings the result: the ear tells paid from not charged. One byte
// written at once cannot split what the renderer writes.
func Bell(c *page.Context, money text.Money) tea.Cmd {
	if !c.Opt().Bell {
		return nil
	}
	out, ctx := c.Opt().Out, c.Ctx()
	return func() tea.Msg {
		for i := range strokes(money) {
			if i > 0 {
				select {
				case <-time.After(bellGap):
				case <-ctx.Done():
					return nil
				}
			}
			_, _ = out.Write([]byte{'\a'})
		}
		return nil
	}
}

func strokes(money text.Money) int {
	switch money {
	case text.MoneyPaid:
		return 1
	case text.MoneyNotCharged:
		return 2
	}
	return 3
}
