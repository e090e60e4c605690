package tui

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/till"
	"facetill/tui/input"
	"facetill/tui/keyboard"
	"facetill/tui/page"
	"facetill/tui/page/office"
	"facetill/tui/page/sale"
	"facetill/tui/page/settle"
	"facetill/tui/text"
)

// What the screen needs from outside is declared where the pages are, which use it.
type (
	Options = page.Options
	Till    = page.Till
	Setting = page.Setting
	Copy    = page.Copy
	Cashier = page.Cashier
	Trainer = page.Trainer
	Lesson  = page.Lesson
	Read    = keyboard.Read
	Crash   = page.Crash
	Walk    = page.Walk
)

// model routes: keys to the keyboard, what commands brought to the page that it is
// for, and the page in hand to the frame. It is used by one goroutine.
type model struct {
	keymap
	keyboard *keyboard.Keyboard
	frame    frame
	out      *output
	fed      till.Display      // to the customer's display
	word     refundWord        // of a refund that is on the screen
	asked    []flow.OutTradeNo // charges whose question has come by itself
	cutPower bool              // of training: the power fails
}

func newModel(ctx context.Context, o Options) *model {
	s := page.New(ctx, o)
	m := &model{out: &output{w: o.Out}}
	s.Resize(s.Width, s.Height)
	s.Home, s.AtRest = sale.Amount{Desk: panelKeys}, office.Rest{}
	s.Base = s.Home
	s.Live = m.live
	m.keymap = keymap{State: s, trainCode: m.trainCode, powerCut: m.cut}
	if s.SignsIn() {
		s.Lock(office.NewLock(s.Context, behind))
	}
	m.keyboard = keyboard.New(s, m.bindings)
	if o.Copy != nil {
		s.Panels = []page.Page{settle.NewAdopt(s.Context)}
	}
	if o.DisplayTaken {
		s.WarnAlone(s.Words.DisplayTaken)
	}
	return m
}

// Init reads what an earlier process left and starts the ticks.
func (m *model) Init() tea.Cmd {
	cmds := []tea.Cmd{m.Refresh(), m.Tick(), askDue(m.State)}
	if m.Locked() {
		cmds = append(cmds, m.Top().Update(m.Context, page.Entered{}))
	}
	return tea.Batch(cmds...)
}

// live reports whether something on the page moves by itself.
func (m *model) live() bool {
	return m.At() == page.KindSale || m.Shown.Waiting() || m.word.Drawing() || m.Guard.Armed() != ""
}

// trainCode is the customer's phone before the scanner.
func (m *model) trainCode() tea.Cmd {
	return m.keyboard.OnScan(input.Scan{Kind: input.Code, Text: m.Opt.Training.Code(m.Lesson)})
}

// cut leaves at once, as the power does; run does the rest.
func (m *model) cut() tea.Cmd {
	m.cutPower = true
	return tea.Quit
}

// restsNow: nobody has touched the till for a while and nothing is under way. A
// result that is not settled stays: somebody may still come back to it.
func (m *model) restsNow() bool {
	if m.SignsIn() || m.Opt.IdleAfter <= 0 || m.Now.Sub(m.Touched) < m.Opt.IdleAfter {
		return false
	}
	switch m.At() {
	case page.KindAmount:
		return true
	case page.KindResult:
		return m.Sale.Money() != text.MoneyChecking && !m.Shown.Waiting()
	}
	return false
}

// rest leaves a result, and half an amount, for the empty amount page: whoever
// wakes the till next is there for another customer.
func (m *model) rest() {
	m.ToAmount(0)
	m.Resting = true
}
