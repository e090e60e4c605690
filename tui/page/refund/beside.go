package refund

import (
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow/refund"
	"facetill/tui/draw"
	"facetill/tui/page"
)

// stoppable is a page whose last Enter gives money back, here or in another way, and which
// may be stopped by what it may mean.
type stoppable interface {
	page.Page
	// named is the same, beside what was shown of the sale in a version: it asks for no
	// more than the PIN.
	named(c *page.Context, numbers []string, version int) stoppable
	write(c *page.Context, pin string) tea.Cmd
	ended(c *page.Context, done page.RefundedMsg) tea.Cmd
	// armed is what the second press of the key would do.
	armed(c *page.Context, key string) string
}

// Beside is a press that was stopped: what it may have meant is there already. It goes on
// only by a person's word that names what they were shown (money rule 4b.2): all of it has
// been in sight before the word is taken.
type Beside struct {
	form    stoppable
	entries []refund.Entry
	version int // of the sale with those
	busy    bool
	seen    []bool // which of them were in sight
	page.Scroller
}

func newBeside(form stoppable, entries []refund.Entry, version int) *Beside {
	return &Beside{form: form, entries: entries, version: version, seen: make([]bool, len(entries))}
}

func (p *Beside) Kind() page.Kind              { return "beside" }
func (p *Beside) Title(c *page.Context) string { return c.Words.BesideTitle }

// Waits: the word is being written down.
func (p *Beside) Waits() bool { return p.busy }

// Hears: the form that was stopped writes for it.
func (p *Beside) Hears(of page.Page) bool { return of == page.Page(p.form) }

// Changed is the part in sight, and whether the word is on its way.
func (p *Beside) Changed() string { return fmt.Sprint(p.From, p.busy) }

// open reports whether one of them has no end yet: that one is not named away.
func (p *Beside) open() bool {
	return slices.ContainsFunc(p.entries, func(e refund.Entry) bool { return e.State == refund.Entered })
}

// see notes what is in sight. A screen too small for a page shows nothing.
func (p *Beside) see(c *page.Context) {
	if c.Small() {
		return
	}
	from, to := p.InSight(c, p.head(c), len(p.entries))
	for i := from; i < to; i++ {
		p.seen[i] = true
	}
}

// Keys: back is obvious, and another refund wants two presses.
func (p *Beside) Keys(c *page.Context) []page.Binding {
	keys := []page.Binding{{Name: "esc", Cap: c.Words.KeyEsc, Label: c.Words.DoBack, Next: true, Do: c.Close}}
	if p.busy {
		return keys
	}
	if !p.open() {
		keys = append(keys, page.Binding{Name: "o", Cap: "o", Label: c.Words.DoBeside, Brief: c.Words.BriefBeside, Do: func() tea.Cmd { return p.word(c) }})
	}
	for _, b := range p.ScrollKeys(c, p.head(c), p.rows(c)) {
		move := b.Do
		b.Do = func() tea.Cmd { p.see(c); return move() }
		keys = append(keys, b)
	}
	return keys
}

// word takes what wants two presses, and says what comes before it.
func (p *Beside) word(c *page.Context) tea.Cmd {
	p.see(c)
	if slices.Contains(p.seen, false) {
		c.Warn(fmt.Sprintf(c.Words.BesideFirst, len(p.entries), c.Words.KeyUpDown))
		return nil
	}
	if !c.Again("beside") {
		return c.Wake()
	}
	return p.another(c)
}

// another goes on beside what was shown; a PIN is typed for it anew.
func (p *Beside) another(c *page.Context) tea.Cmd {
	var numbers []string
	for _, e := range p.entries {
		numbers = append(numbers, e.Number)
	}
	next := p.form.named(c, numbers, p.version)
	if c.Opt().ManagerPIN {
		return tea.Batch(c.Close(), c.Show(next))
	}
	p.form, p.busy = next, true
	return next.write(c, "")
}

// alsoNamed are numbers with those that are not among them yet.
func alsoNamed(numbers, more []string) []string {
	all := slices.Clone(numbers)
	for _, number := range more {
		if !slices.Contains(all, number) {
			all = append(all, number)
		}
	}
	return all
}

// Update hears how it ended.
func (p *Beside) Update(c *page.Context, msg tea.Msg) tea.Cmd {
	done, is := msg.(page.RefundedMsg)
	if !is || done.Of != page.Page(p.form) {
		return nil
	}
	p.busy = false
	return p.form.ended(c, done)
}

// View is the list from its first row on, and what either key means.
func (p *Beside) View(c *page.Context) draw.Block {
	b := p.Scrolled(c, p.head(c), p.rows(c))
	b.Append(p.foot(c))
	return b
}

// head is above the list, which leaves the rows of the foot free.
func (p *Beside) head(c *page.Context) draw.Block {
	foot := p.foot(c)
	p.Foot = foot.Len()
	b := c.Block()
	b.Wrap(c.Theme.Warn+" "+c.Words.BesideTitle+" "+c.Theme.Warn, c.Theme.Care)
	if !c.Compact() {
		b.Blank()
		b.Wrap(c.Words.BesideSay, c.Theme.Text)
	}
	return b
}

func (p *Beside) rows(c *page.Context) (lines []string) {
	for _, e := range p.entries {
		lines = append(lines, row(c, e, false))
	}
	return lines
}

func (p *Beside) foot(c *page.Context) draw.Block {
	b := c.Block()
	if !c.Compact() {
		b.Blank()
	}
	switch {
	case c.Armed() == "beside":
		b.Wrap(c.Hastily(p.form.armed(c, "o")), c.Theme.Care)
	case p.open():
		b.Wrap(c.Words.BesideBegun, c.Theme.Care)
	default:
		b.Wrap(c.Words.BesideAsk, c.Theme.Text)
		c.AlertToo(&b)
	}
	return b
}
