package tui

import (
	"context"
	"errors"
	"io"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	outside "facetill/flow/field"
	"facetill/tui/draw"
	"facetill/tui/text"
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

// display is the model of the customer's screen.
type display struct {
	draw.Screen
	w         *text.Words
	store     string
	simulated bool
	now       *Shown // nil: no till
}

type displayMsg struct{ shown *Shown }

func newDisplay(o DisplayOptions) *display {
	if o.Getenv == nil {
		o.Getenv = plainEnv
	}
	th, w := Options{Out: o.Out, Language: o.Language, Theme: o.Theme, Getenv: o.Getenv}.look()
	return &display{Screen: draw.Screen{Width: o.Width, Height: o.Height, Theme: th}, w: w, store: outside.Plain(o.StoreName), simulated: o.Simulated}
}

// Init does nothing: states come by themselves.
func (d *display) Init() tea.Cmd { return nil }

// Update takes sizes, states and the key that ends it.
func (d *display) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		d.Width, d.Height = msg.Width, msg.Height
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
	if d.Width <= 0 || d.Height <= 0 {
		return ""
	}
	b := d.body()
	var out []string
	for _, r := range b.Rows(d.Height) {
		out = append(out, r.String())
	}
	return d.Theme.Fit(strings.Join(out, "\n"))
}

func (d *display) body() draw.Block {
	w, th, b := d.w, d.Theme, d.Block()
	shown := Shown{State: ShowIdle}
	if d.now != nil {
		shown = *d.now
	}
	word := map[string]string{ShowIdle: d.store, ShowAmount: w.CustomerAmount, ShowLook: w.CustomerLook, ShowWait: w.CustomerWait,
		ShowPassword: w.CustomerPassword, ShowPaid: w.CustomerPaid, ShowNotCharged: w.CustomerNotCharged, ShowChecking: w.CustomerChecking}[shown.State]
	fills := map[string]*theme.Fill{ShowPaid: &th.Paid, ShowNotCharged: &th.NotCharged, ShowChecking: &th.Checking}
	p, style, marked := d.Paint(th.Digits), th.Strong, th.Simulated
	b.Fill = fills[shown.State]
	if f := b.Fill; f != nil { // a result fills the screen, and needs no other mark
		p, style, marked = d.PaintOn(f), f.Strong, f.Word
	}
	if d.simulated {
		b.Center(marked.Render(" " + ansi.Truncate(trainingOn(d.Screen), max(0, d.Width-2), "") + " "))
		if b.Fill != nil {
			b.Blank()
		}
	}
	if shown.Fee > 0 {
		b.Large(amountOf(shown.Fee), p)
		b.Blank()
	}
	if word != "" {
		b.Wrap(word, style)
	}
	if d.now == nil {
		b.Wrap(w.CustomerNoTill, th.Muted)
	}
	return b
}
