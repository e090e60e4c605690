package tui

import (
	"context"
	"errors"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/flow/till"
	"facetill/tui/draw"
	"facetill/tui/input"
	"facetill/tui/page"
	"facetill/tui/page/sale"
	"facetill/tui/page/walk"
	"facetill/tui/text"
	"facetill/tui/theme"
)

// RunDisplay shows on the customer's display, a second terminal or screen, what the
// till feeds: nil while no till is there. It ends with ctx, or when somebody presses
// Ctrl+C. Of the options it takes what its till takes: terminal, size, language,
// theme, the store's name and whether anything is simulated.
func RunDisplay(ctx context.Context, o Options, states <-chan *till.Display, extra ...tea.ProgramOption) error {
	d := newDisplay(o)
	p := tea.NewProgram(d, append([]tea.ProgramOption{tea.WithInput(o.In), tea.WithOutput(o.Out), tea.WithAltScreen(),
		tea.WithoutSignalHandler()}, extra...)...)
	defer context.AfterFunc(ctx, func() { leave(p) })()
	go func() {
		for s := range states {
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
	now       *till.Display // nil: no till
}

type displayMsg struct{ shown *till.Display }

func newDisplay(o Options) *display {
	o = o.WithDefaults()
	th, w := o.Look()
	return &display{Screen: draw.Screen{Width: o.Width, Height: o.Height, Theme: th}, w: w, store: o.StoreName, simulated: o.Simulated}
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
	shown := till.Display{State: till.DisplayIdle}
	if d.now != nil {
		shown = *d.now
	}
	word := map[string]string{till.DisplayIdle: d.store, till.DisplayAmount: w.CustomerAmount, till.DisplayLook: w.CustomerLook, till.DisplayWait: w.CustomerWait,
		till.DisplayPassword: w.CustomerPassword, till.DisplayPaid: w.CustomerPaid, till.DisplayNotCharged: w.CustomerNotCharged, till.DisplayChecking: w.CustomerChecking}[shown.State]
	fills := map[string]*theme.Fill{till.DisplayPaid: &th.Paid, till.DisplayNotCharged: &th.NotCharged, till.DisplayChecking: &th.Checking}
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
		b.Large(page.NumberOf(shown.Fee), p)
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

// customerSees is what is fed of the page in hand.
func (m *model) customerSees() till.Display {
	at := m.At()
	if m.OnPanel() && !m.Locked() && !slices.ContainsFunc(m.Panels, func(p page.Page) bool { return p.Kind() != page.KindHelp && p.Kind() != walk.Kind }) {
		at = m.Base.Kind() // the customer needs no help, and no walk
	}
	switch at {
	case page.KindSale:
		return till.Display{State: m.customerSeesSale(), Fee: m.Sale.Req.TotalFee}
	case page.KindResult:
		return till.Display{State: string(m.Sale.Money()), Fee: m.Sale.Req.TotalFee}
	case page.KindCode:
		return till.Display{State: till.DisplayAmount, Fee: m.Base.(*sale.Code).Fee}
	case page.KindAmount:
		if fee, fault := m.Fee(); fault.Kind == input.FaultNone && !m.Amount.Kept {
			return till.Display{State: till.DisplayAmount, Fee: fee}
		}
	}
	return till.Display{State: till.DisplayIdle}
}

func (m *model) customerSeesSale() string {
	s := m.Sale
	switch {
	case s.Stopping != "" && s.BeforeSubmission():
		return till.DisplayWait
	case s.Attempt.State == flow.Opened && s.Req.Method == flow.MethodFace:
		return till.DisplayLook
	case s.Attempt.State == flow.Confirming && sale.Saying(m.Context) == m.Words.SayPassword:
		return till.DisplayPassword
	}
	return till.DisplayWait
}

// feed tells the display what has changed, and never waits.
func (m *model) feed() {
	if m.Opt.Display == nil {
		return
	}
	if now := m.customerSees(); now != m.fed {
		m.fed = now
		m.Opt.Display(now)
	}
}
