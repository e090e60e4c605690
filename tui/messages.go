package tui

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/till"
	"facetill/tui/text"
)

// The messages. id is the sale a message belongs to.
type (
	begunMsg struct {
		id   int
		sale till.Sale
		err  error
	}
	overMsg struct {
		id  int
		a   flow.Attempt
		err error
	}
	updateMsg struct {
		id  int
		box *mailbox
		u   flow.Update
	}
	listsMsg struct {
		pending, recent []flow.Attempt
		tries           map[flow.OutTradeNo]flow.Update
		camera          string
		err             error
	}
	toldMsg struct {
		no  flow.OutTradeNo
		err error
	}
	claimedMsg struct {
		no  flow.OutTradeNo
		err error
	}
	resolvedMsg struct{ err error }
	// pinMsg is about the PIN that was typed for a day.
	pinMsg struct {
		day time.Time
		err error
	}
	historyMsg struct {
		day  time.Time
		list []flow.Attempt
		err  error
	}
	timelineMsg struct {
		no     flow.OutTradeNo
		events []flow.Event
		err    error
	}
	tickMsg  struct{ gen int }
	pulseMsg struct{}
)

// writeWithin bounds a durable write that outlives the screen.
const writeWithin = 5 * time.Second

// resolveWithin is longer: a person's word waits for the process that is just
// asking about the attempt.
const resolveWithin = 30 * time.Second

// job makes a command that is waited for when the screen is left.
func (m *model) job(do func(ctx context.Context) tea.Msg) tea.Cmd {
	ctx := m.ctx
	return func() tea.Msg {
		if !m.jobs.start() {
			return nil
		}
		defer m.jobs.end()
		return do(ctx)
	}
}

func (m *model) beginCmd(s *sale) tea.Cmd {
	till, id, req, box := m.opt.Till, s.id, s.req, s.box
	return m.job(func(ctx context.Context) tea.Msg {
		run, err := till.Begin(ctx, req, box)
		return begunMsg{id, run, err}
	})
}

func (m *model) runCmd(s *sale) tea.Cmd {
	run, id := s.run, s.id
	return m.job(func(ctx context.Context) tea.Msg {
		a, err := run.Run(ctx)
		return overMsg{id, a, err}
	})
}

// listenCmd waits for one update; the model asks again after each.
func (m *model) listenCmd(id int, box *mailbox) tea.Cmd {
	ctx, hear := m.ctx, m.hear
	return func() tea.Msg {
		u, ok := hear(ctx, box)
		if !ok {
			return nil
		}
		return updateMsg{id, box, u}
	}
}

// refresh reads the open attempts and the last sales; one reading at a time.
func (m *model) refresh() tea.Cmd {
	if m.refreshing {
		m.refreshAgain = true
		return nil
	}
	m.refreshing, m.refreshed = true, m.now
	till := m.opt.Till
	return m.job(func(ctx context.Context) tea.Msg {
		pending, err := till.Pending(ctx)
		if err != nil {
			return listsMsg{err: err}
		}
		recent, err := till.Recent(ctx)
		return listsMsg{pending, recent, till.Tries(), till.Camera(), err}
	})
}

func (m *model) toldCmd(no flow.OutTradeNo) tea.Cmd {
	till := m.opt.Till
	return m.job(func(ctx context.Context) tea.Msg {
		ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), writeWithin)
		defer stop()
		return toldMsg{no, till.Shown(ctx, no)}
	})
}

func (m *model) claimCmd(no flow.OutTradeNo, given bool) tea.Cmd {
	till, by := m.opt.Till, m.opt.Cashier
	if by == "" {
		by = "cashier"
	}
	return m.job(func(ctx context.Context) tea.Msg {
		ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), writeWithin)
		defer stop()
		return claimedMsg{no, till.Claim(ctx, no, given, by)}
	})
}

func (m *model) resolveCmd(w flow.Resolution, pin string) tea.Cmd {
	till := m.opt.Till
	return m.job(func(ctx context.Context) tea.Msg {
		ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), resolveWithin)
		defer stop()
		_, err := till.Resolve(ctx, w, pin)
		return resolvedMsg{err}
	})
}

func (m *model) pinCmd(day time.Time, pin string) tea.Cmd {
	till := m.opt.Till
	return m.job(func(context.Context) tea.Msg { return pinMsg{day, till.CheckPIN(pin)} })
}

func (m *model) historyCmd(day time.Time) tea.Cmd {
	till := m.opt.Till
	return m.job(func(ctx context.Context) tea.Msg {
		list, err := till.History(ctx, day)
		return historyMsg{day, list, err}
	})
}

func (m *model) dayCmd(day time.Time) tea.Cmd {
	till := m.opt.Till
	return m.job(func(ctx context.Context) tea.Msg {
		sums, err := till.Day(ctx, day)
		return dayMsg{day, sums, err}
	})
}

func (m *model) timelineCmd(no flow.OutTradeNo) tea.Cmd {
	till := m.opt.Till
	return m.job(func(ctx context.Context) tea.Msg {
		events, err := till.Timeline(ctx, no)
		return timelineMsg{no, events, err}
	})
}

// jobThen does something that brings no message, and reads the lists anew.
func (m *model) jobThen(do func()) tea.Cmd {
	return tea.Sequence(m.job(func(context.Context) tea.Msg { do(); return nil }), m.refresh())
}

// cancelCmd and askCmd leave Update at once whatever the till does meanwhile.
func (m *model) cancelCmd(s *sale, by string) tea.Cmd {
	run := s.run
	return m.job(func(context.Context) tea.Msg { run.Cancel(by); return nil })
}

func (m *model) askCmd(s *sale) tea.Cmd {
	run := s.run
	return m.job(func(context.Context) tea.Msg { run.AskNow(); return nil })
}

// bellGap is between two strokes: near enough to be one signal.
const bellGap = 250 * time.Millisecond

// bellCmd rings the result: the ear tells paid from not charged. One byte
// written at once cannot split what the renderer writes.
func (m *model) bellCmd(money text.Money) tea.Cmd {
	if !m.opt.Bell {
		return nil
	}
	out, ctx := m.opt.Out, m.ctx
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

const (
	liveTick = 100 * time.Millisecond // while something moves
	slowTick = time.Second
)

// tick goes on with the ticks of this generation.
func (m *model) tick() tea.Cmd {
	gen, every := m.tickGen, slowTick
	if m.live() {
		every = liveTick
	}
	return m.after(every, tickMsg{gen})
}

// after brings a message when a time has passed.
func after(d time.Duration, msg tea.Msg) tea.Cmd {
	return tea.Tick(d, func(time.Time) tea.Msg { return msg })
}

// wake starts quick ticks at once where slow ones were running.
func (m *model) wake() tea.Cmd {
	m.tickGen++
	return m.tick()
}
