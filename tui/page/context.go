package page

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/till"
	"facetill/tui/draw"
	"facetill/tui/input"
	"facetill/tui/text"
)

// Context is what a page is told and what it may ask for. It is used by one goroutine.
type Context struct {
	draw.Screen
	Words *text.Words
	Opt   Options
	Now   time.Time // of the message in hand
	Ctx   context.Context
	Jobs  Jobs
	After func(time.Duration, tea.Msg) tea.Cmd // brings a message when a time has passed
	Hear  func(context.Context, *Mailbox) (flow.Update, bool)
	Break func()      // ends a scan in hand, because a sale begins
	Live  func() bool // whether something on the screen moves by itself

	// What is on the screen: Home is where a sale begins, Base the page of the sale in
	// hand, Panels lie over it, the last one in hand.
	Home, Base, AtRest Page
	Panels             []Page
	Resting            bool
	Leaving            bool // quits as soon as the sale is over

	Amount input.Amount
	Sale   *InHand
	LastID int
	Shown  Shown
	Member Recognised // of the next face sale
	Lesson Lesson     // of training: the next customer
	Doubts Doubts

	// What the till has said.
	Pending, Recent          []flow.Attempt
	Tries                    map[flow.OutTradeNo]flow.Update // what this process does about them
	Camera                   string                          // what ails it
	ListErr                  error
	Refreshing, RefreshAgain bool
	Refreshed                time.Time

	Guard   input.Guard
	Press   Press
	Stale   bool // the frame is to be laid out anew
	Notice  Notice
	Said    int // how often something was
	TickGen int
}

// Shown is how far PAID has come on its way to the durable fact (money rule 5.3).
type Shown struct {
	No    flow.OutTradeNo
	Drawn bool      // PAID was drawn
	Since time.Time // the second whole write after it
	Asked bool
	Done  bool
	Again time.Time // when a fact that could not be written is tried anew
}

// Waiting reports whether it was not written down yet that PAID was shown.
func (s Shown) Waiting() bool { return s.No != "" && !s.Done }

// Drawing reports whether PAID is on its way to the terminal.
func (s Shown) Drawing() bool { return s.Waiting() && s.Drawn && !s.Asked }

// Recognised is the member of the next face sale.
type Recognised struct {
	till.Member
	Until time.Time
}

// Stands reports whether the next face sale is the member's.
func (r Recognised) Stands(now time.Time) bool { return now.Before(r.Until) }

// Doubts: keys were lost, or something was taken out, and nobody has typed since. What
// stands may then not be what a person believes to have typed: the first Enter, or the
// first payment code, only says what stands.
type Doubts struct{ Enter, Code time.Time }

// DoubtFor is how long somebody believes it.
const DoubtFor = 10 * time.Second

// Press is what is known of the key in hand beside its name: presses are compared by
// when they came, not by when each of them has stayed alone for long enough.
type Press struct {
	Came  time.Time // the key that acts now
	Waits time.Time // the one that waits whether it stays alone
	Lone  bool      // nothing was typed right before that one
	Hasty bool      // a press that came too soon to be the second one

	Stalled bool // the keys in hand were behind a stall
}

// Again reports whether this is the second, deliberate press of what a question asks
// for. One that came too soon is none, and is said.
func (c *Context) Again(what string) bool {
	asked := c.Guard.Armed() == what
	if c.Guard.Twice(what, c.Press.Came) {
		return true
	}
	c.Press.Hasty = asked
	return false
}

// Job makes a command that is waited for when the screen is left.
func (c *Context) Job(do func(ctx context.Context) tea.Msg) tea.Cmd {
	return func() tea.Msg {
		if !c.Jobs.start() {
			return nil
		}
		defer c.Jobs.end()
		return do(c.Ctx)
	}
}

// FactWithin bounds a durable write that outlives the screen.
const FactWithin = 5 * time.Second

// WordWithin is longer: a person's word waits for the process that is just asking
// about the attempt.
const WordWithin = 30 * time.Second

// Write is a Job that writes something down, and goes on when the screen is left.
func (c *Context) Write(within time.Duration, do func(ctx context.Context) tea.Msg) tea.Cmd {
	return c.Job(func(ctx context.Context) tea.Msg {
		ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), within)
		defer stop()
		return do(ctx)
	})
}

// JobThen does something that brings no message, and reads the lists anew.
func (c *Context) JobThen(do func()) tea.Cmd {
	return tea.Sequence(c.Job(func(context.Context) tea.Msg { do(); return nil }), c.Refresh())
}

// Refresh reads the open attempts and the last sales; one reading at a time.
func (c *Context) Refresh() tea.Cmd {
	if c.Refreshing {
		c.RefreshAgain = true
		return nil
	}
	c.Refreshing, c.Refreshed = true, c.Now
	till := c.Opt.Till
	return c.Job(func(ctx context.Context) tea.Msg {
		pending, err := till.Pending(ctx)
		if err != nil {
			return ListsMsg{Err: err}
		}
		recent, err := till.Recent(ctx)
		return ListsMsg{pending, recent, till.Tries(), till.Camera(), err}
	})
}

// GraceKeys: a key that was on its way when the page changed by itself is not meant
// for the new page.
const GraceKeys = 700 * time.Millisecond

const (
	// LiveTick is how often the screen is drawn while something on it moves.
	LiveTick = 100 * time.Millisecond
	slowTick = time.Second
)

// Tick goes on with the ticks of this generation.
func (c *Context) Tick() tea.Cmd {
	every := slowTick
	if c.Live() {
		every = LiveTick
	}
	return c.After(every, TickMsg{c.TickGen})
}

// Wake starts quick ticks at once where slow ones were running.
func (c *Context) Wake() tea.Cmd {
	c.TickGen++
	return c.Tick()
}
