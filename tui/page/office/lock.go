package office

import (
	"context"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/till"
	"facetill/tui/draw"
	"facetill/tui/input"
	"facetill/tui/page"
)

// Lock lies over everything while nobody has given a PIN: when the till begins, when it
// was left alone, and when a shift has ended. Whoever is signed in needs the PIN alone,
// anybody else a number before it. An amount or a payment code that comes first is kept.
type Lock struct {
	shiftOf
	entry
}

// NewLock asks who is there. Whoever was signed in here still is, as far as is known.
func NewLock(c *page.Context, counter Counter) *Lock {
	p := &Lock{entry: newEntry(counter)}
	if c.Staff().Known() {
		p.shift.Cashier, p.shift.Manager, p.read = c.Opt().Cashier, c.Staff().HasPIN() && !c.Opt().ManagerPIN, true
	}
	p.line.Keys, p.line.Either = "m", true
	return p
}

func (p *Lock) Kind() page.Kind              { return page.KindLock }
func (p *Lock) Title(c *page.Context) string { return p.says(c) }

// own is who is signed in.
func (p *Lock) own(c *page.Context) (own page.Cashier) {
	for _, of := range c.Opt().Cashiers {
		if of.Name == p.shift.Cashier {
			return of
		}
	}
	return own
}

// mayEnd reports whether a manager ends the shift here. One who is a manager needs no PIN
// for that, and so is asked as everybody is.
func (p *Lock) mayEnd(c *page.Context) bool {
	return p.shift.Cashier != "" && !p.shift.Manager && c.Staff().HasPIN()
}

// Keys: Enter takes what was typed. Esc leaves nothing but that.
func (p *Lock) Keys(c *page.Context) []page.Binding {
	does := c.Words.DoSignIn
	if p.line.IsAmount() {
		does = c.Words.DoKeep
	}
	keys := []page.Binding{{Name: "enter", Cap: c.Words.KeyEnter, Label: does, Next: true, Do: func() tea.Cmd { return p.take(c) }},
		{Name: "esc", Cap: c.Words.KeyEsc, Label: c.Words.DoClear, Quiet: p.line.Text == "", Do: func() tea.Cmd { p.clear(c); return nil }}}
	if p.mayEnd(c) && p.line.Text == "" && !p.busy {
		keys = append(keys, page.Binding{Name: "m", Cap: "m", Label: c.Words.DoEndShift, Brief: c.Words.BriefEndShift, Do: func() tea.Cmd {
			if !c.Again("word m") {
				return c.Wake()
			}
			return c.Show(&EndShift{Form: page.Form{Fields: []page.Asked{page.AskPIN()}}, who: p.shift.Cashier})
		}})
	}
	return append(keys, page.Binding{Name: "ctrl+c", Cap: c.Words.KeyQuit, Label: c.Words.DoQuit})
}

// clear is Esc: it takes away what was typed, and leads nowhere.
func (p *Lock) clear(c *page.Context) {
	if p.line.Text == "" {
		c.Warn(c.Words.KeyNothing)
		return
	}
	p.line.Empty()
	c.Say(c.Words.PeopleCleared)
}

// take is Enter: behind an amount it keeps that.
func (p *Lock) take(c *page.Context) tea.Cmd {
	if p.line.IsAmount() {
		p.keepAmount(c)
		return nil
	}
	return p.enter(c, p, p.own(c), p.isNobodys())
}

// keepAmount takes the amount that stands in the line, for the page behind the lock.
func (p *Lock) keepAmount(c *page.Context) (kept bool) {
	fee, fault := p.line.Fen()
	if fault.Kind != input.FaultNone {
		c.Warn(page.FaultText(c.Words, fault))
		return false
	}
	p.line.Empty()
	c.Unsay()
	c.ToAmount(fee)
	return true
}

// Keep takes a payment code, and the amount that was typed before it.
func (p *Lock) Keep(c *page.Context, code string) {
	if p.line.IsAmount() && !p.keepAmount(c) {
		return
	}
	p.entry.Keep(c, code)
}

// Update reads who is signed in, and hears who is now.
func (p *Lock) Update(c *page.Context, msg tea.Msg) tea.Cmd {
	switch got := msg.(type) {
	case page.Entered:
		return p.load(c, p)
	case page.ShiftMsg:
		p.loaded(p, got)
	case page.SignedMsg:
		if got.Of == page.Page(p) {
			return tea.Batch(p.signed(c, p, got), p.load(c, p)) // who is signed in may be why it failed
		}
	}
	return nil
}

// says is who the lock waits for.
func (p *Lock) says(c *page.Context) string {
	if !p.read {
		return c.Words.SayBegin
	}
	if p.shift.Cashier == "" {
		return c.Words.LockNobody
	}
	return fmt.Sprintf(c.Words.LockOf, p.shift.Cashier)
}

// View has the line before the clock: a small screen is cut at its foot.
func (p *Lock) View(c *page.Context) draw.Block {
	b := c.Block()
	b.Wrap(p.says(c), c.Theme.Strong)
	b.Blank()
	asks, hint := c.Words.PeopleNumber, c.Words.LockHintNobody
	if p.own(c).Number != "" {
		asks, hint = c.Words.PeoplePIN, c.Words.LockHint
	}
	if p.line.IsAmount() { // it is no PIN
		b.Wrap(c.Words.Amount+": "+p.line.Text+"_", c.Theme.Strong)
		p.viewKept(c, &b)
	} else {
		p.view(c, &b, asks)
	}
	b.Blank()
	if p.err != nil {
		b.Wrap(c.Theme.Warn+" "+c.Words.Offline+c.Words.Because(p.err), c.Theme.Bad)
	} else {
		c.SayOr(&b, hint, c.Theme.Muted)
	}
	b.Spare(func() {
		now := c.Now().In(flow.Beijing).Format("15:04")
		b.Blank()
		b.Large(draw.Number{Digits: now, Line: now}, c.Paint(c.Theme.DigitsDim))
	})
	return b
}

// EndShift ends the shift that somebody left open, by a manager's PIN.
type EndShift struct {
	page.Form
	who string
}

func (p *EndShift) Kind() page.Kind              { return "end shift" }
func (p *EndShift) Title(c *page.Context) string { return fmt.Sprintf(c.Words.EndShiftTitle, p.who) }

// Keys write it down.
func (p *EndShift) Keys(c *page.Context) []page.Binding {
	return p.EnterKey(c, func() tea.Cmd {
		behind, lane, pin := c.Opt().Till, c.Opt().Lane, p.TakePIN()
		return c.Write(page.WordWithin, func(ctx context.Context) tea.Msg {
			ended, by, err := behind.EndShift(ctx, lane, pin)
			return page.SignedMsg{Of: p, Ended: ended, By: by.Name, Err: err}
		})
	})
}

// Update hears how it ended.
func (p *EndShift) Update(c *page.Context, msg tea.Msg) tea.Cmd {
	done, is := msg.(page.SignedMsg)
	if !is || done.Of != page.Page(p) {
		return nil
	}
	p.Busy = false
	if done.Err != nil {
		c.Warn(c.Words.Failure(done.Err))
		return nil
	}
	c.Staff().SignedOut()
	cmd := c.Close()
	by := done.By
	if by == till.TheManager { // the till's own PIN is nobody's
		by = c.Words.EndShiftBy
	}
	c.Say(fmt.Sprintf(c.Words.EndShiftDone, done.Ended.Cashier, by))
	return tea.Batch(cmd, c.Refresh())
}

// View has whose shift it is, and the field.
func (p *EndShift) View(c *page.Context) draw.Block {
	b := c.Block()
	b.Wrap(p.Title(c), c.Theme.Strong)
	b.Blank()
	p.Show(c, &b)
	b.Blank()
	c.SayOr(&b, c.Words.EndShiftSay, c.Theme.Care)
	return b
}
