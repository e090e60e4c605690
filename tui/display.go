package tui

import (
	"context"
	"errors"
	"io"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	outside "facetill/flow/field"
	"facetill/tui/theme"
)

// DisplayOptions are the customer's display: a second terminal or screen.
type DisplayOptions struct {
	In       io.Reader
	Out      io.Writer
	Language string
	Theme    string
	Getenv   func(string) string

	StoreName string
	Simulated bool
	// States brings what to show, nil while no till is there.
	States <-chan *Shown
	// Width and Height as in Options.
	Width, Height int
}

// RunDisplay shows what the till feeds until ctx ends or somebody presses Ctrl+C.
func RunDisplay(ctx context.Context, o DisplayOptions, extra ...tea.ProgramOption) error {
	d := newDisplay(o)
	p := tea.NewProgram(d, append([]tea.ProgramOption{tea.WithInput(o.In), tea.WithOutput(o.Out), tea.WithAltScreen(),
		tea.WithoutSignalHandler()}, extra...)...)
	defer context.AfterFunc(ctx, func() { leave(p) })()
	go func() {
		for s := range o.States {
			p.Send(displayMsg{s})
		}
	}()
	if _, err := p.Run(); err != nil && ctx.Err() == nil && !errors.Is(err, tea.ErrProgramKilled) {
		return err
	}
	return nil
}

// display is the model of the customer's screen. It borrows the painting of the
// till's: digits, fills, words.
type display struct {
	m   *model // for its size, theme and words alone
	now *Shown // nil: no till
}

type displayMsg struct{ shown *Shown }

func newDisplay(o DisplayOptions) *display {
	if o.Getenv == nil {
		o.Getenv = plainEnv
	}
	th, w := Options{Out: o.Out, Language: o.Language, Theme: o.Theme, Getenv: o.Getenv}.look()
	m := &model{opt: Options{StoreName: outside.Plain(o.StoreName), Simulated: o.Simulated}, w: w, th: th, width: o.Width, height: o.Height}
	return &display{m: m}
}

// Init does nothing: states come by themselves.
func (d *display) Init() tea.Cmd { return nil }

// Update takes sizes, states and the key that ends it.
func (d *display) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		d.m.width, d.m.height = msg.Width, msg.Height
	case displayMsg:
		d.now = msg.shown
	case tea.KeyMsg:
		if msg.String() == "ctrl+c" {
			return d, tea.Quit
		}
	}
	return d, nil
}

// View fills the screen with one sentence and the amount.
func (d *display) View() string {
	m := d.m
	if m.width <= 0 || m.height <= 0 {
		return ""
	}
	b := d.body()
	out := ""
	for i, r := range m.filled(b, m.height) {
		if i > 0 {
			out += "\n"
		}
		out += r.text
	}
	return m.th.Fit(out)
}

func (d *display) body() (b block) {
	m, w := d.m, d.m.w
	if m.opt.Simulated {
		b.center(m.width, m.th.Simulated.Render(" "+ansi.Truncate(m.training(), max(0, m.width-2), "")+" "))
	}
	state, fee := ShowIdle, flow.Fen(0)
	if d.now != nil {
		state, fee = d.now.State, d.now.Fee
	}
	word := map[string]string{ShowIdle: m.opt.StoreName, ShowAmount: w.CustomerAmount, ShowLook: w.CustomerLook, ShowWait: w.CustomerWait,
		ShowPassword: w.CustomerPassword, ShowPaid: w.CustomerPaid, ShowNotCharged: w.CustomerNotCharged, ShowChecking: w.CustomerChecking}[state]
	p, style := m.paint(m.th.Digits), m.th.Strong
	fills := map[string]*theme.Fill{ShowPaid: &m.th.Paid, ShowNotCharged: &m.th.NotCharged, ShowChecking: &m.th.Checking}
	if f := fills[state]; f != nil {
		b = block{fill: f} // a result fills the screen, and needs no other mark
		p, style = painter{on: f.Digits, off: f.Area, colour: m.th.Colour, block: m.th.Block}, f.Strong
		if m.opt.Simulated {
			b.center(m.width, f.Word.Render(" "+ansi.Truncate(m.training(), max(0, m.width-2), "")+" "))
			b.blank()
		}
	}
	if fee > 0 {
		b.centerAll(m.width, m.large(fee.String(), m.width, p))
		b.blank()
	}
	if word != "" {
		b.wrap(m.width, word, style)
	}
	if d.now == nil {
		b.wrap(m.width, w.CustomerNoTill, m.th.Muted)
	}
	return b
}
