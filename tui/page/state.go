package page

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/draw"
	"facetill/tui/input"
)

// State is what the screen holds. The root model has it, and whoever turns keys into
// what it holds; pages get its Context.
type State struct {
	*Context
	Opt   Options
	Now   time.Time // of the message in hand
	Ctx   context.Context
	Jobs  Jobs
	After func(time.Duration, tea.Msg) tea.Cmd // brings a message when a time has passed
	Await func(context.Context, *Mailbox) (flow.Update, bool)
	Break func()      // ends a scan in hand, because a sale begins
	Live  func() bool // whether something on the screen moves by itself

	// What is on the screen: Home is where a sale begins, Base the page of the sale in
	// hand, Panels lie over it, the last one in hand.
	Home, Base, AtRest Page
	Panels             []Page
	Staff
	Resting bool
	Leaving bool // quits as soon as the sale is over

	Sale   *InHand
	LastID int
	Shown  Shown
	Next
	Lists
	Watching Watching // of the walk

	ListErr                  error
	Refreshing, RefreshAgain bool
	Refreshed                time.Time

	Guard   input.Guard
	Touched time.Time // the last key, or click
	Press   Press
	Stale   bool // the frame is to be laid out anew
	Notice  Notice
	Said    int // how often something was
	TickGen int
}

// New is the state of a screen that begins.
func New(ctx context.Context, o Options) *State {
	o = o.WithDefaults()
	th, words := o.Look()
	s := &State{Opt: o, Now: o.Now(), Ctx: ctx, After: after, Await: wait, Stale: true}
	s.Staff = Staff{s: s, pin: o.ManagerPIN}
	s.Context = &Context{Screen: draw.Screen{Width: o.Width, Height: o.Height, Theme: th}, Words: words, s: s}
	return s
}

// after brings a message when a time has passed.
func after(d time.Duration, msg tea.Msg) tea.Cmd {
	return tea.Tick(d, func(time.Time) tea.Msg { return msg })
}

const (
	// LiveTick is how often the screen is drawn while something on it moves.
	LiveTick = 100 * time.Millisecond
	slowTick = time.Second
)

// Tick goes on with the ticks of this generation.
func (s *State) Tick() tea.Cmd {
	every := slowTick
	if s.Live() {
		every = LiveTick
	}
	return s.After(every, TickMsg{s.TickGen})
}
