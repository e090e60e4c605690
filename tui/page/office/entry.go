package office

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/secret"
	"facetill/flow/till"
	"facetill/tui/draw"
	"facetill/tui/page"
)

// Counter is what a page of people may ask of the sale that waits behind it.
type Counter struct {
	Standing func(*page.Context) flow.Fen        // what a code would charge there; 0 is nothing
	Scan     func(*page.Context, string) tea.Cmd // takes a payment code there
}

// entry is the one line in which people type a number and a PIN, and the payment code
// that was scanned before it.
type entry struct {
	counter Counter
	line    page.Field
	busy    bool
	fresh   bool // nobody was signed in when the line was typed
	code    secret.Secret
	fee     flow.Fen // that stood when it was scanned
	scanned time.Time
}

// codeLives is how long a payment code that waits for a PIN is used: a phone shows
// another one after a minute.
const codeLives = time.Minute

// shortest is the least that a PIN has.
const shortest = 4

// behindNumber are the characters that part a number from its PIN: a keypad has some.
const behindNumber = " */-"

func newEntry(counter Counter) entry {
	return entry{counter: counter, line: page.Field{Most: 6 + 1 + page.MostPIN, Hidden: true}}
}

// Field is the line, while nobody waits for an answer.
func (p *entry) Field() *page.Field {
	if p.busy {
		return nil
	}
	return &p.line
}

// Waits: a PIN is being held against its hash.
func (p *entry) Waits() bool { return p.busy }

// Changed is whether one is.
func (p *entry) Changed() string { return fmt.Sprint(p.busy, !p.code.IsZero()) }

// Keep takes a payment code where an amount stands for it: it is charged behind the PIN.
func (p *entry) Keep(c *page.Context, code string) {
	if p.fee = p.counter.Standing(c); p.fee == 0 {
		c.Warn(c.Words.CodeNeedsAmount)
		return
	}
	if page.CodeDoubted(c, p.fee) {
		return
	}
	say := c.Words.CodeAgain
	if p.code.IsZero() {
		say = fmt.Sprintf(c.Words.PeopleKeptCode, c.Words.Yuan(p.fee))
	}
	p.code, p.scanned = secret.New(code), c.Now()
	c.Say(say)
}

// charge does what was kept, now that somebody has signed in.
func (p *entry) charge(c *page.Context) tea.Cmd {
	code := p.code
	p.code = secret.Secret{}
	switch {
	case code.IsZero():
		return nil
	case c.Now().Sub(p.scanned) > codeLives || p.counter.Standing(c) != p.fee:
		c.Warn(c.Words.CodeUnused)
		return nil
	}
	c.Staff().ClosePanels()
	return p.counter.Scan(c, code.Reveal())
}

// numbered parts what was typed where it begins with the number of a cashier and a
// character that no number has.
func numbered(c *page.Context, typed string) (who page.Cashier, pin string, is bool) {
	i := strings.IndexAny(typed, behindNumber)
	if i < 0 {
		return who, "", false
	}
	for _, of := range c.Opt().Cashiers {
		if of.Number == typed[:i] {
			return of, typed[i+1:], true
		}
	}
	return who, "", false
}

// begins returns who has a number that typed begins with, and a PIN behind it.
func begins(c *page.Context, typed string) (all []page.Cashier) {
	for _, of := range c.Opt().Cashiers {
		if strings.HasPrefix(typed, of.Number) && len(typed) >= len(of.Number)+shortest {
			all = append(all, of)
		}
	}
	return all
}

// said is what Enter makes of the line: whose PIN that is, or what is wrong. own is whose
// PIN alone will do; a zero one is nobody's.
func (p *entry) said(c *page.Context, own page.Cashier) (number, pin, wrong string) {
	typed := p.line.Text
	who, pin, is := numbered(c, typed)
	switch all := begins(c, typed); {
	case typed == "" || is && pin == "":
		return "", "", c.Words.ResolveEmpty
	case is:
		return who.Number, pin, ""
	case own.Number != "" && len(typed) >= shortest:
		return own.Number, typed, ""
	case own.Number == "" && len(all) == 1:
		return all[0].Number, typed[len(all[0].Number):], ""
	case own.Number == "" && len(all) > 1:
		return "", "", c.Words.PeopleTwo
	case len(typed) < shortest:
		return "", "", c.Words.PeopleShort
	}
	p.line.Empty() // it may be a PIN, and whose is not known
	return "", "", c.Words.PeopleUnknown
}

// next goes from a whole number to its PIN, as Enter behind it does.
func (p *entry) next(c *page.Context, own page.Cashier) bool {
	for _, of := range c.Opt().Cashiers {
		if of.Number == p.line.Text && (own.Number == "" || len(of.Number) < shortest) {
			p.line.Text += behindNumber[:1]
			return true
		}
	}
	return false
}

// enter takes the line to the till. One who is not signed in takes over from who is; fresh
// is where nobody is.
func (p *entry) enter(c *page.Context, of page.Page, own page.Cashier, fresh bool) tea.Cmd {
	if p.busy || p.next(c, own) {
		return nil
	}
	number, pin, wrong := p.said(c, own)
	if wrong != "" {
		c.Warn(wrong)
		return nil
	}
	p.line.Empty()
	p.fresh = fresh
	c.Unsay()
	return p.sign(c, of, number, pin, false)
}

// sign signs in, or hands over; seen is what who comes says of what has no end.
func (p *entry) sign(c *page.Context, of page.Page, number, pin string, seen bool) tea.Cmd {
	p.busy = true
	behind, lane, kept := c.Opt().Till, c.Opt().Lane, secret.New(pin)
	return c.Write(page.WordWithin, func(ctx context.Context) tea.Msg {
		now, err := behind.SignIn(ctx, number, kept.Reveal())
		msg := page.SignedMsg{Of: of, Now: now, Number: number, PIN: kept, Err: err}
		if _, another := errors.AsType[*till.SignedInError](err); another {
			if msg.Ended, msg.Err = behind.Handover(ctx, number, kept.Reveal(), seen); msg.Err == nil {
				msg.Now, msg.Err = behind.Shift(ctx, lane)
			}
		}
		return msg
	})
}

// signed hears of it, for the page that asked. What has no end is shown to who comes.
func (p *entry) signed(c *page.Context, of page.Page, msg page.SignedMsg) tea.Cmd {
	p.busy = false
	if unseen, is := errors.AsType[*till.UnseenError](msg.Err); is {
		return c.Show(&Handover{entry: p, below: of, ended: unseen.Shift, number: msg.Number, to: nameOf(c, msg.Number), pin: msg.PIN})
	}
	if msg.Err != nil {
		c.Warn(c.Words.Failure(msg.Err))
		return nil
	}
	if p.fresh && len(msg.Now.Unended()) > 0 {
		return c.Show(&Handover{entry: p, below: of, ended: msg.Now, to: msg.Now.Cashier, in: &msg})
	}
	return p.opens(c, msg)
}

// opens is the till for who has signed in.
func (p *entry) opens(c *page.Context, msg page.SignedMsg) tea.Cmd {
	again := c.Staff().SignedIn(msg.Now)
	if msg.Ended.Cashier != "" {
		c.Say(fmt.Sprintf(c.Words.PeopleOver, msg.Now.Cashier, msg.Ended.Cashier, msg.Ended.All.Sales, c.Words.Yuan(msg.Ended.All.Charged-msg.Ended.All.Refunded)))
	} else {
		c.Say(fmt.Sprintf(c.Words.PeopleIn, msg.Now.Cashier))
	}
	return tea.Batch(again, p.charge(c), c.Refresh())
}

// nameOf returns the name of a number.
func nameOf(c *page.Context, number string) string {
	for _, of := range c.Opt().Cashiers {
		if of.Number == number {
			return of.Name
		}
	}
	return number
}

// view is the line, with stars for all of it but a number that is known, and what is kept.
func (p *entry) view(c *page.Context, b *draw.Block, asks string) {
	switch who, pin, is := numbered(c, p.line.Text); {
	case p.busy:
		b.Wrap(c.Words.SayBegin, c.Theme.Strong)
	case is:
		b.Wrap(who.Name+": "+strings.Repeat("*", len([]rune(pin)))+"_", c.Theme.Strong)
	default:
		b.Wrap(asks+": "+p.line.Shown(), c.Theme.Strong)
	}
	p.viewKept(c, b)
}

// viewKept says what waits for the PIN.
func (p *entry) viewKept(c *page.Context, b *draw.Block) {
	fee := p.counter.Standing(c)
	switch {
	case !p.code.IsZero():
		b.Wrap(fmt.Sprintf(c.Words.PeopleKeptCode, c.Words.Yuan(fee)), c.Theme.Accent)
	case fee > 0:
		b.Wrap(fmt.Sprintf(c.Words.PeopleKept, c.Words.Yuan(fee)), c.Theme.Accent)
	}
}
