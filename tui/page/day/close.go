package day

import (
	"context"
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	ledger "facetill/flow/day"
	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/receipt"
)

// closing is how the day comes to be closed: by two presses, and where something is open
// with the manager's PIN, where one is set, as facetill close --force wants it.
type closing struct {
	asked bool // the PIN is being typed
	busy  bool // the record is being made
	pin   page.Field
}

// isDue reports whether the day is the one that is to be closed next.
func (p *Close) isDue(c *page.Context) bool {
	return p.loaded && p.err == nil && p.record.Number == 0 && p.due.Name != "" && p.due.Name == p.name(c)
}

// state is how it stands with the close of the day, and which days are not closed.
func (p *Close) state(c *page.Context, b *draw.Block) {
	calendar := c.Opt().Calendar
	ends := calendar.End(calendar.Begin(p.Day))
	switch {
	case p.record.Number > 0:
		b.Wrap(fmt.Sprintf(c.Words.DayClosed, p.record.Number), c.Theme.Good)
		if all := p.record.All; all != p.sums.All {
			b.Wrap(fmt.Sprintf(c.Words.DayClosedOther, all.Charged-all.Refunded, p.record.Number), c.Theme.Care)
		}
	case c.Now().Before(ends):
		b.Wrap(fmt.Sprintf(c.Words.DayRuns, ends.In(flow.Beijing).Format("01-02 15:04")), c.Theme.Muted)
	case p.isDue(c):
		c.SayOr(b, c.Words.DayDue, c.Theme.Care)
	}
	if others := p.missing(c); len(others) > 0 {
		b.Wrap(fmt.Sprintf(c.Words.DayMissing, strings.Join(others, ", ")), c.Theme.Care)
	}
	switch f := &p.closing; {
	case f.busy:
		b.Wrap(c.Words.SayBegin, c.Theme.Muted)
	case p.asks(c):
		b.Wrap(c.Words.ResolvePIN+": "+f.pin.Shown(), c.Theme.Strong)
	}
}

// mostMissing is how many days are named; the first is the one that matters.
const mostMissing = 3

// missing are the other days that are over and not closed.
func (p *Close) missing(c *page.Context) (names []string) {
	for _, name := range p.due.Missing {
		if name != p.name(c) {
			names = append(names, name)
		}
	}
	if n := len(names); n > mostMissing {
		names = append(names[:mostMissing], fmt.Sprintf("+%d", n-mostMissing))
	}
	return names
}

// asks reports whether a PIN is being typed. What was open may have ended meanwhile.
func (p *Close) asks(c *page.Context) bool { return p.asked && !p.busy && p.isDue(c) }

func (p *Close) closeKeys(c *page.Context) []page.Binding {
	if p.record.Number > 0 {
		return []page.Binding{{Name: "f6", Cap: "F6", Label: c.Words.DoCloseSlip, Do: func() tea.Cmd { return c.Show(p.slip()) }}}
	}
	switch {
	case !p.isDue(c) || p.busy:
		return nil
	case p.asks(c):
		return []page.Binding{{Name: "enter", Cap: c.Words.KeyEnter, Label: c.Words.DoForce, Brief: c.Words.BriefForce, Next: true, Alone: true, Do: func() tea.Cmd {
			if p.pin.Text == "" {
				c.Warn(c.Words.ResolveEmpty)
				return nil
			}
			return p.close(c, true)
		}}}
	case len(p.sums.Open) > 0:
		return []page.Binding{{Name: "f", Cap: "f", Label: c.Words.DoForce, Do: func() tea.Cmd {
			if !c.Again("force") {
				return c.Wake()
			}
			if !c.Opt().ManagerPIN {
				return p.close(c, true)
			}
			p.asked, p.pin.Most, p.pin.Hidden = true, page.MostPIN, true
			return nil
		}}}
	}
	return []page.Binding{{Name: "c", Cap: "c", Label: c.Words.DoClose, Brief: c.Words.BriefClose, Do: func() tea.Cmd {
		if !c.Again("close " + p.name(c)) {
			return c.Wake()
		}
		return p.close(c, false)
	}}}
}

// close makes the record; it goes on when the page is left.
func (p *Close) close(c *page.Context, force bool) tea.Cmd {
	behind, q, pin := c.Opt().Till, ledger.Request{Day: p.due.Day, Force: force}, p.pin.Text
	p.pin.Empty()
	p.busy = true
	return c.Write(page.WordWithin, func(ctx context.Context) tea.Msg {
		r, err := behind.CloseDay(ctx, q, pin)
		return page.ClosedMsg{Of: p, Record: r, Err: err}
	})
}

// closed hears what became of it. A wrong PIN is asked for again.
func (p *Close) closed(c *page.Context, got page.ClosedMsg) tea.Cmd {
	p.busy = false
	if got.Err != nil {
		c.Warn(c.Words.Failure(got.Err))
		return p.load(c)
	}
	p.asked = false
	c.Say(fmt.Sprintf(c.Words.CloseDone, got.Record.Number, got.Record.Day))
	return p.load(c)
}

// Waits: a record is being made.
func (p *Close) Waits() bool { return p.busy }

// Field is the PIN.
func (p *Close) Field() *page.Field {
	if p.asked && !p.busy && p.record.Number == 0 {
		return &p.pin
	}
	return nil
}

// slip is the record as it is printed.
func (p *Close) slip() page.Page {
	r := p.record
	return page.NewPaper(func(c *page.Context) string {
		return receipt.CloseSlip{Shop: c.Opt().Shop, Record: r, Width: receipt.Narrow, Words: c.Words}.Text()
	})
}
