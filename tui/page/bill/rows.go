package bill

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/reconcile/desk"
	"facetill/tui/draw"
	"facetill/tui/page"
)

// Rows are the rows of the bills of late that need somebody, and those about which
// somebody has said a word.
type Rows struct {
	rows     []desk.Item
	more     string // what the reports have no place for
	compared bool   // there was a report at all
	loaded   bool
	err      error
	turn     int // of the reading that counts
	chosen   int
	id       string // of the chosen one
	busy     bool   // WeChat is being asked
}

// New reads them when it comes into hand.
func New() *Rows { return &Rows{} }

func (p *Rows) Kind() page.Kind { return "bill" }

// Title has how many rows need somebody.
func (p *Rows) Title(c *page.Context) string {
	if n := p.look(); n > 0 {
		return fmt.Sprintf(c.Words.BillTitle, n)
	}
	return c.Words.DoBills
}

// Changed is the chosen row, and what can be done about it.
func (p *Rows) Changed() string { return fmt.Sprint(p.id, p.chosen, p.busy) }

// Waits: WeChat is being asked.
func (p *Rows) Waits() bool { return p.busy }

// look is how many rows need somebody.
func (p *Rows) look() (n int) {
	for _, i := range p.rows {
		if i.Wants() {
			n++
		}
	}
	return n
}

func (p *Rows) load(c *page.Context) tea.Cmd {
	p.turn++
	return page.ReadBills(c, p, p.turn)
}

// Update takes what was compared, and what became of asking.
func (p *Rows) Update(c *page.Context, msg tea.Msg) tea.Cmd {
	switch got := msg.(type) {
	case page.Entered, page.ListsMsg:
		return p.load(c)
	case page.BillsMsg:
		if got.Of == page.Page(p) && got.Turn == p.turn {
			p.take(c, got)
		}
	case page.BillMsg:
		if got.Of != page.Page(p) {
			return nil
		}
		p.busy = false
		tell(c, got)
		return tea.Batch(p.load(c), c.Refresh())
	}
	return nil
}

// take lists the rows, the newest day first, and of a day those first that need somebody.
func (p *Rows) take(c *page.Context, got page.BillsMsg) {
	before := p.Changed()
	if p.err, p.loaded = got.Err, true; got.Err != nil {
		return
	}
	p.rows, p.more, p.compared = nil, "", len(got.Reports) > 0
	for _, r := range got.Reports {
		wants := 0
		for _, i := range r.Items {
			if i.Wants() {
				wants++
				p.rows = append(p.rows, i)
			}
		}
		for _, i := range r.Items {
			if i.Word.As != "" {
				p.rows = append(p.rows, i)
			}
		}
		if more := r.Look() - wants; more > 0 {
			p.more = cmp.Or(p.more, fmt.Sprintf(c.Words.BillMore, more, r.Day))
		}
	}
	if p.settle(); p.Changed() != before {
		c.Changed()
	}
}

// settle keeps the chosen row, wherever it stands now; where it is gone, the one in its
// place is chosen.
func (p *Rows) settle() {
	if p.chosen >= len(p.rows) || p.rows[p.chosen].ID != p.id {
		if i := slices.IndexFunc(p.rows, func(i desk.Item) bool { return i.ID == p.id }); i >= 0 {
			p.chosen = i
		}
	}
	p.choose(p.chosen)
}

func (p *Rows) choose(n int) {
	p.chosen, p.id = max(0, min(n, len(p.rows)-1)), ""
	if len(p.rows) > 0 {
		p.id = p.rows[p.chosen].ID
	}
}

// Keys are those for the chosen row, and no others; none while WeChat is asked.
func (p *Rows) Keys(c *page.Context) (keys []page.Binding) {
	if p.busy || len(p.rows) == 0 || p.err != nil || page.BillsOf(c) == nil {
		return nil
	}
	i := p.rows[p.chosen]
	ask := func() {
		if i.MayAsk() {
			keys = append(keys, page.Binding{Name: "r", Cap: "r", Label: c.Words.DoAskNow, Do: func() tea.Cmd { return p.ask(c, i) }})
		}
	}
	if i.Said == "" && !i.MayImport() { // first of all
		ask()
	}
	if i.MayImport() {
		keys = append(keys, page.Binding{Name: "i", Cap: "i", Label: c.Words.DoImport, Brief: c.Words.BriefImport, Do: p.word(c, i, desk.Imported, "import")})
	}
	if i.MayAccept() {
		keys = append(keys, page.Binding{Name: "a", Cap: "a", Label: c.Words.DoAccept, Do: p.word(c, i, desk.Accepted, "accept")})
	}
	if i.Said != "" || i.MayImport() {
		ask()
	}
	keys = append(keys, p.moveKeys(c)...)
	keys[0].Next = true
	return keys
}

func (p *Rows) moveKeys(c *page.Context) []page.Binding {
	move := func(by int) func() tea.Cmd { return func() tea.Cmd { p.choose(p.chosen + by); return nil } }
	n := len(p.rows)
	return []page.Binding{
		{Name: "down", Cap: c.Words.KeyUpDown, Label: c.Words.DoMove, Quiet: n < 2, Do: move(1)}, {Name: "up", Quiet: true, Do: move(-1)},
		{Name: "pgdown", Cap: page.CapPages, Label: c.Words.DoMove, Quiet: true, Do: move(10)}, {Name: "pgup", Quiet: true, Do: move(-10)},
		{Name: "home", Cap: "Home/End", Label: c.Words.DoMove, Quiet: true, Do: move(-n)}, {Name: "end", Quiet: true, Do: move(n)},
	}
}

// word asks for the rest of a word, at the second press.
func (p *Rows) word(c *page.Context, i desk.Item, as, arms string) func() tea.Cmd {
	return func() tea.Cmd {
		if !c.Again(arms + " " + i.Day + " " + i.ID) {
			return c.Wake()
		}
		return c.Show(newWord(c, i, as))
	}
}

// ask asks WeChat about a row. It goes on when the page is left.
func (p *Rows) ask(c *page.Context, i desk.Item) tea.Cmd {
	bills := page.BillsOf(c)
	p.busy = true
	c.Say(c.Words.AskedNow)
	return c.Write(page.WordWithin, func(ctx context.Context) tea.Msg {
		now, err := bills.Ask(ctx, i.ID, dayOf(i))
		return page.BillMsg{Of: p, No: i.OutTradeNo, Item: now, Err: err}
	})
}

// dayOf is the day of the bill that a row is of, as a desk takes it.
func dayOf(i desk.Item) time.Time {
	day, _ := time.ParseInLocation(time.DateOnly, i.Day, flow.Beijing)
	return day
}

// View has what is to be done about the chosen row first: a small screen is cut at its
// foot.
func (p *Rows) View(c *page.Context) draw.Block {
	b := c.TopBlock()
	b.Wrap(p.Title(c), c.Theme.Strong)
	if c.Loading(&b, p.loaded, p.err) {
		return b
	}
	if len(p.rows) == 0 {
		b.Blank()
		none, style := c.Words.BillNone, c.Theme.Good
		if !p.compared {
			none, style = c.Words.BillNever, c.Theme.Text
		}
		c.SayOr(&b, cmp.Or(p.more, none), style)
		return b
	}
	if p.more != "" && !c.Compact() {
		b.Wrap(p.more, c.Theme.Care)
	}
	p.says(c, &b, p.rows[p.chosen])
	b.Blank()
	const each = 2
	from, to := draw.Window(len(p.rows), p.chosen, max(1, (p.room(c)-b.Len()-1)/each))
	for n := from; n < to; n++ {
		i := p.rows[n]
		style := c.Theme.Muted
		b.Add(c.ListRow(n == p.chosen, head(c, i), number(c, i)))
		b.Add("   " + style.Render(c.Fit(line(c, i), max(0, c.Width-4))))
	}
	if to-from < len(p.rows) {
		b.Center(c.Theme.Muted.Render(fmt.Sprintf(c.Words.ListPart, from+1, to, len(p.rows))))
	}
	return b
}

// room is how many rows the page has, less those of a notice.
func (p *Rows) room(c *page.Context) int {
	n := c.PageHeight()
	if text, _ := c.Alert(); text != "" && !c.Compact() {
		n -= len(c.Wrapped(text))
	}
	return n
}
