package page

import (
	"context"
	"fmt"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/till"
	"facetill/tui/draw"
	"facetill/tui/input"
	"facetill/tui/text"
)

// Context is what a page gets: how the screen looks and speaks, what stands on it, and
// what it may ask for. No page writes a field of it; what a page may change it changes
// by a method. It is used by one goroutine.
type Context struct {
	draw.Screen
	Words *text.Words

	s *State
}

// Now is the time of the message in hand.
func (c *Context) Now() time.Time { return c.s.Now }

// Opt are the options of the screen.
func (c *Context) Opt() Options { return c.s.Opt }

// Ctx ends with the screen.
func (c *Context) Ctx() context.Context { return c.s.Ctx }

// Sale is the sale in hand, or its result; nil where none is.
func (c *Context) Sale() *InHand { return c.s.Sale }

// Next is what the next sale begins with. Pages write it.
func (c *Context) Next() *Next { return &c.s.Next }

// Lists is what the till has said last.
func (c *Context) Lists() Lists { return c.s.Lists }

// Leaving reports whether the screen is left as soon as the sale is over.
func (c *Context) Leaving() bool { return c.s.Leaving }

// Stalled reports whether the keys in hand were behind a stall.
func (c *Context) Stalled() bool { return c.s.Press.Stalled }

// Armed is the question that waits for its second press, "" where none does.
func (c *Context) Armed() string { return c.s.Guard.Armed() }

// Adopted forgets that the journal is a copy: a person has adopted it.
func (c *Context) Adopted() { c.s.Opt.Copy = nil }

// Changed notes that a key means something else on the page in hand than it did.
func (c *Context) Changed() { c.s.Guard.Changed(c.s.Now, false, GraceKeys) }

// Next is what the next sale begins with.
type Next struct {
	Amount input.Amount
	Member Recognised // of a face sale
	Lesson Lesson     // of training: the customer
	Doubts Doubts
}

// Fee is the amount that is typed, or what is wrong with it.
func (n *Next) Fee() (flow.Fen, input.Fault) {
	fen, fault := n.Amount.Fen()
	return flow.Fen(fen), fault
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
// first payment code, only says what stands. Rest: it may be what is left of an amount, so
// that the same goes for what is typed behind it.
type Doubts struct{ Enter, Code, Rest time.Time }

// DoubtFor is how long somebody believes it.
const DoubtFor = 10 * time.Second

// CodeDoubted says what stands before a code is charged with it, once.
func CodeDoubted(c *Context, fee flow.Fen) bool {
	doubts := &c.s.Doubts
	if fee == 0 || doubts.Code.IsZero() {
		return false
	}
	doubted := c.s.Now.Sub(doubts.Code) < DoubtFor
	doubts.Code = time.Time{}
	if doubted {
		doubts.Rest = c.s.Now // until it was typed anew
		c.Warn(fmt.Sprintf(c.Words.StandsScan, c.Words.Yuan(fee)))
	}
	return doubted
}

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
	asked := c.Armed() == what
	if c.s.Guard.Twice(what, c.s.Press.Came) {
		return true
	}
	c.s.Press.Hasty = asked
	return false
}

// Job makes a command that is waited for when the screen is left.
func (c *Context) Job(do func(ctx context.Context) tea.Msg) tea.Cmd {
	return func() tea.Msg {
		if !c.s.Jobs.start() {
			return nil
		}
		defer c.s.Jobs.end()
		defer c.s.Jobs.NotePanic()
		return do(c.s.Ctx)
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

// Refresh reads the open attempts and the last sales; one reading at a time.
func (c *Context) Refresh() tea.Cmd {
	if c.s.Refreshing {
		c.s.RefreshAgain = true
		return nil
	}
	c.s.Refreshing, c.s.Refreshed = true, c.s.Now
	till, signsIn := c.s.Opt.Till, c.Staff().SignsIn()
	return c.Job(func(ctx context.Context) tea.Msg {
		pending, err := till.Pending(ctx)
		if err != nil {
			return ListsMsg{Err: err}
		}
		refunds, err := till.OpenRefunds(ctx)
		if err != nil {
			return ListsMsg{Err: err}
		}
		recent, err := till.Recent(ctx)
		if err != nil {
			return ListsMsg{Err: err}
		}
		seller := ""
		if signsIn {
			seller, err = till.Seller(ctx)
		}
		return ListsMsg{withStuck(pending, refunds), recent, till.Tries(), till.Camera(), seller, err}
	})
}

// withStuck are the pending attempts, and behind them the sales with a refund that a person
// has to end or to hear of: nothing of them is open.
func withStuck(pending []flow.Attempt, refunds till.OpenRefunds) []flow.Attempt {
	for _, r := range slices.Concat(refunds.Persons(), refunds.Untold) {
		if !slices.ContainsFunc(pending, func(a flow.Attempt) bool { return a.OutTradeNo == r.Sale.OutTradeNo }) {
			pending = append(pending, r.Sale)
		}
	}
	return pending
}

// GraceKeys: a key that was on its way when the page changed by itself is not meant
// for the new page.
const GraceKeys = 700 * time.Millisecond

// Wake starts quick ticks at once where slow ones were running.
func (c *Context) Wake() tea.Cmd {
	c.s.TickGen++
	return c.s.Tick()
}
