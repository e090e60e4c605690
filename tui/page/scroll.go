package page

import (
	"strconv"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/tui/draw"
)

// Scroller is a part of a page that is longer than the screen: lines below a head.
type Scroller struct {
	From  int  // the first line shown
	Paper bool // it is shown as it is printed: no row says which part that is
}

// room is how many of n lines fit below the head. Where not all do, a row says which
// part is shown; a notice takes its room too.
func (s *Scroller) room(c *Context, head draw.Block, n int) int {
	room := c.PageHeight() - head.Len()
	if text, _ := c.Alert(); text != "" && !c.Compact() {
		room -= 1 + len(c.Wrapped(text))
	}
	if n > room {
		room--
	}
	return max(1, room)
}

// Scrolled is the head and the part of the lines that is shown.
func (s *Scroller) Scrolled(c *Context, head draw.Block, lines []string) draw.Block {
	say := c.Words.ListPart
	if s.Paper {
		say = ""
	}
	head.Part(lines, s.From, s.room(c, head, len(lines)), say)
	return head
}

// ScrollKeys move the first line. They are offered where not all lines fit.
func (s *Scroller) ScrollKeys(c *Context, head draw.Block, lines []string) []Binding {
	over := len(lines) - s.room(c, head, len(lines))
	if over <= 0 {
		return nil
	}
	scroll := func(by int) func() tea.Cmd {
		return func() tea.Cmd { s.From = max(0, min(s.From+by, over)); return nil }
	}
	return []Binding{{Name: "down", Cap: c.Words.KeyUpDown, Label: c.Words.DoScroll, Do: scroll(1)}, {Name: "up", Quiet: true, Do: scroll(-1)},
		{Name: "pgdown", Quiet: true, Do: scroll(10)}, {Name: "pgup", Quiet: true, Do: scroll(-10)}}
}

// Changed is the line in sight.
func (s *Scroller) Changed() string { return strconv.Itoa(s.From) }
