package page

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/till"
	"facetill/tui/draw"
	"facetill/tui/input"
	"facetill/tui/receipt"
	"facetill/tui/text"
)

// Scroller is a part of a page that is longer than the screen: rows below a head.
type Scroller struct {
	From  int  // the first row shown
	Foot  int  // how many rows the page has below them
	Paper bool // it is shown as it is printed: no row says which part that is
}

// room is how many of n rows fit below the head. Where not all do, a row says which
// part is shown; a notice takes its room too.
func (s *Scroller) room(c *Context, head draw.Block, n int) int {
	room := c.PageHeight() - head.Len() - s.Foot
	if text, _ := c.Alert(); text != "" && !c.Compact() {
		room -= 1 + len(c.Wrapped(text))
	}
	if n > room {
		room--
	}
	return max(1, room)
}

// Scrolled is the head and the part of the rows that is shown.
func (s *Scroller) Scrolled(c *Context, head draw.Block, lines []string) draw.Block {
	say := c.Words.ListPart
	if s.Paper {
		say = ""
	}
	head.Part(lines, s.From, s.room(c, head, len(lines)), say)
	return head
}

// InSight is the part of n rows that is shown.
func (s *Scroller) InSight(c *Context, head draw.Block, n int) (from, to int) {
	room := s.room(c, head, n)
	from = max(0, min(s.From, n-room))
	return from, min(n, from+room)
}

// CapPages are the keys that move by a page.
const CapPages = "PgUp/Dn"

// ScrollKeys move the first row. They are offered where not all rows fit, and pass over
// none.
func (s *Scroller) ScrollKeys(c *Context, head draw.Block, lines []string) []Binding {
	room := s.room(c, head, len(lines))
	over, leaf := len(lines)-room, min(room, 10)
	if over <= 0 {
		return nil
	}
	scroll := func(by int) func() tea.Cmd {
		return func() tea.Cmd { s.From = max(0, min(s.From+by, over)); return nil }
	}
	return []Binding{{Name: "down", Cap: c.Words.KeyUpDown, Label: c.Words.DoScroll, Do: scroll(1)}, {Name: "up", Quiet: true, Do: scroll(-1)},
		{Name: "pgdown", Cap: CapPages, Label: c.Words.DoScroll, Quiet: true, Do: scroll(leaf)}, {Name: "pgup", Quiet: true, Do: scroll(-leaf)}}
}

// Changed is the row in sight.
func (s *Scroller) Changed() string { return strconv.Itoa(s.From) }

// Picker is the chosen row of a list, by number, so that it stays when the list
// changes.
type Picker struct {
	No  flow.OutTradeNo
	Row int
}

// At returns the chosen row of a list of n, numbered by no.
func (p *Picker) At(list []flow.Attempt) int {
	for i, a := range list {
		if a.OutTradeNo == p.No {
			p.Row = i
			return i
		}
	}
	p.Row = max(0, min(p.Row, len(list)-1))
	if p.Row < len(list) {
		p.No = list[p.Row].OutTradeNo
	}
	return p.Row
}

// Move chooses another row.
func (p *Picker) Move(list []flow.Attempt, by int) {
	if len(list) == 0 {
		return
	}
	p.Row = max(0, min(p.At(list)+by, len(list)-1))
	p.No = list[p.Row].OutTradeNo
}

// Days is the day that a page shows. It goes to others, never past today.
type Days struct{ Day time.Time }

// Dated is a title with the day in China behind it.
func (d *Days) Dated(title string) string {
	return title + " " + till.DayName(d.Day)
}

// DayKeys turn the day; turned reads what it had.
func (d *Days) DayKeys(c *Context, turned func() tea.Cmd) []Binding {
	turn := func(by int) func() tea.Cmd {
		return func() tea.Cmd {
			day := d.Day.AddDate(0, 0, by)
			if day.After(c.s.Now) {
				return nil
			}
			d.Day = day
			return turned()
		}
	}
	return []Binding{{Name: "left", Cap: c.Words.KeySideways, Label: c.Words.DoDay, Do: turn(-1)}, {Name: "right", Quiet: true, Do: turn(1)}}
}

// Most characters of what a person writes down; the flow has the same limits.
const MostName, MostReason, MostPIN = 64, 256, 64

// Field is a text that is typed. A scan that falls into it is taken out again:
// it may be a payer's code, and a field may be written down.
type Field struct {
	Text   string
	Most   int    // characters
	Bytes  int    // of all of them; 0 is no limit
	Hidden bool   // a star stands for each character
	Money  bool   // it is an amount (money rules 0.1 and 0.2)
	Keys   string // what is a key of the page, and no text, while nothing stands there
	Either bool   // it is an amount where its point or a plus shows that, and else a text

	full bool // more was typed than there is room for
}

// Add takes a character, where there is room for it and it can be seen.
func (f *Field) Add(r rune) (took bool) {
	switch {
	case unicode.IsControl(r) && !f.Money:
		return false
	case utf8.RuneCountInString(f.Text) >= f.Most || f.Bytes > 0 && len(f.Text)+utf8.RuneLen(r) > f.Bytes:
		f.full = true
		return false
	case f.Money:
		a := input.Amount{Text: f.Text}
		a.Add(r)
		f.Text = a.Text
		return true
	}
	f.Text += string(r)
	return true
}

// Empty takes all of it away.
func (f *Field) Empty() { f.Text, f.full = "", false }

// Erase takes the last character away: first those for which there was no room.
func (f *Field) Erase() {
	if f.full {
		f.full = false
		return
	}
	_, n := utf8.DecodeLastRuneInString(f.Text)
	f.Text = f.Text[:len(f.Text)-n]
}

// Value is what was typed, without blanks around it.
func (f *Field) Value() string { return strings.TrimSpace(f.Text) }

// Fen is the amount that stands there, or what is wrong with it.
func (f *Field) Fen() (flow.Fen, input.Fault) {
	if f.full {
		return 0, input.Fault{Kind: input.FaultLarge}
	}
	a := input.Amount{}
	for _, r := range f.Text {
		a.Add(r)
	}
	fen, fault := a.Fen()
	return flow.Fen(fen), fault
}

// MayBeAmount reports whether it is there for an amount, perhaps beside other things: what is
// left of one is doubted.
func (f *Field) MayBeAmount() bool { return f.Money || f.Either }

// IsAmount reports whether an amount stands there.
func (f *Field) IsAmount() bool {
	shows := strings.ContainsAny(f.Text, ".,+") && strings.Trim(f.Text, "0123456789.,+") == ""
	return f.Money || f.Either && shows
}

// Standing is the amount that stands there, 0 where none does.
func (f *Field) Standing() flow.Fen {
	if fee, fault := f.Fen(); f.IsAmount() && fault.Kind == input.FaultNone {
		return fee
	}
	return 0
}

// Typed is the field as it may be seen.
func (f *Field) Typed() string {
	if f.Hidden {
		return strings.Repeat("*", utf8.RuneCountInString(f.Text))
	}
	return f.Text
}

// Shown is the field with a cursor.
func (f *Field) Shown() string { return f.Typed() + "_" }

// FaultText says what is wrong with an amount, and what to do.
func FaultText(w *text.Words, f input.Fault) string {
	switch f.Kind {
	case input.FaultChar:
		if f.Char == ' ' {
			return w.AmountBlank
		}
		return fmt.Sprintf(w.AmountChar, string(f.Char))
	case input.FaultDecimals:
		return w.AmountDecimals
	case input.FaultLarge:
		return w.AmountTooLarge
	case input.FaultNumber:
		return w.AmountNumber
	}
	return w.AmountZero
}

// Paper is a slip as it is printed, of what is so now.
type Paper struct {
	Still
	Scroller
	Print func(*Context) string
	Of    Page // that goes on reading what the slip is of; nil is none
}

// NewPaper shows what is printed.
func NewPaper(print func(*Context) string) *Paper {
	return &Paper{Scroller: Scroller{Paper: true}, Print: print}
}

// Update is for the page that the slip is of.
func (p *Paper) Update(c *Context, msg tea.Msg) tea.Cmd {
	if p.Of == nil {
		return nil
	}
	return p.Of.Update(c, msg)
}

// Follows and Hurries are as that page does.
func (p *Paper) Follows() bool { of, may := p.Of.(Following); return may && of.Follows() }
func (p *Paper) Hurries() bool { of, may := p.Of.(Hurrying); return may && of.Hurries() }

func (p *Paper) Kind() Kind              { return "slip" }
func (p *Paper) Title(c *Context) string { return c.Words.DoReceipt }

func (p *Paper) Keys(c *Context) []Binding  { return p.ScrollKeys(c, c.TopBlock(), p.lines(c)) }
func (p *Paper) View(c *Context) draw.Block { return p.Scrolled(c, c.TopBlock(), p.lines(c)) }

func (p *Paper) lines(c *Context) []string {
	return c.Indent(strings.Split(strings.TrimSuffix(p.Print(c), "\n"), "\n"), receipt.Narrow, 0)
}
