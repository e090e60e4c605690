package bill

import (
	"cmp"
	"context"
	"errors"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow/reconcile/desk"
	"facetill/flow/till"
	"facetill/tui/draw"
	"facetill/tui/page"
)

// Word takes a person's word about a row: who says it, how they know, and the manager's
// PIN where one is set and it is about money.
type Word struct {
	page.Form
	i  desk.Item
	as string
}

func newWord(c *page.Context, i desk.Item, as string) *Word {
	p := &Word{i: i, as: as, Form: page.Form{Arms: "record", Fields: append(page.AskName(c), page.AskReason())}}
	if c.Opt().ManagerPIN && page.BillsOf(c).WantsPIN(i) {
		p.Fields = append(p.Fields, page.AskPIN())
	}
	return p
}

func (p *Word) Kind() page.Kind              { return "bill word" }
func (p *Word) Title(c *page.Context) string { return p.label(c) }

func (p *Word) label(c *page.Context) string {
	if p.as == desk.Imported {
		return c.Words.DoImport
	}
	return c.Words.DoAccept
}

// Keys write it down.
func (p *Word) Keys(c *page.Context) []page.Binding {
	if page.BillsOf(c) == nil {
		return nil
	}
	return p.EnterKey(c, func() tea.Cmd { return p.write(c) })
}

// write goes on when the page is left. Where people sign in the word is of who the screen
// says is at the till: the desk refuses it where that is another one by now.
func (p *Word) write(c *page.Context) tea.Cmd {
	bills, as, no := page.BillsOf(c), p.as, p.i.OutTradeNo
	say := desk.Say{ID: p.i.ID, Day: dayOf(p.i), By: cmp.Or(p.By(), c.Opt().Cashier), Reason: p.Reason(), PIN: p.TakePIN()}
	return c.Write(page.WordWithin, func(ctx context.Context) tea.Msg {
		msg := page.BillMsg{Of: p, No: no, Word: as}
		if as == desk.Imported {
			msg.Item, _, msg.Err = bills.Import(ctx, say)
		} else {
			msg.Item, msg.Err = bills.Accept(ctx, say)
		}
		return msg
	})
}

// Update hears how it ended. A wrong PIN is asked for again; what is no row any more is
// left.
func (p *Word) Update(c *page.Context, msg tea.Msg) tea.Cmd {
	done, is := msg.(page.BillMsg)
	if !is || done.Of != page.Page(p) {
		return nil
	}
	p.Busy = false
	if done.Err != nil && !hasChanged(done.Err) {
		if n := len(p.Fields); errors.Is(done.Err, till.ErrPIN) && n > 0 && p.Fields[n-1].Hidden {
			p.At = n - 1
		}
		tell(c, done)
		return c.Refresh()
	}
	cmd := c.Close() // which has the list read anew
	tell(c, done)
	return tea.Batch(cmd, c.Refresh())
}

// View is the row, and the fields of the word.
func (p *Word) View(c *page.Context) draw.Block {
	b := c.Block()
	b.Wrap(p.label(c), c.Theme.Strong)
	b.Spare(func() { b.Center(c.Cut(head(c, p.i))) })
	b.Center(c.Theme.Accent.Render(c.Cut(number(c, p.i) + "  " + amounts(c, p.i))))
	b.Blank()
	p.Show(c, &b)
	b.Blank()
	c.SayOr(&b, c.Words.ResolveSay, c.Theme.Care)
	return b
}
