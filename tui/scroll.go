package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"facetill/tui/draw"
)

// scroller is a part of a page that is longer than the screen: lines below a head.
type scroller struct {
	from  int  // the first line shown
	paper bool // it is shown as it is printed: no row says which part that is
}

// room is how many of n lines fit below the head. Where not all do, a row says which
// part is shown; a notice takes its room too.
func (s *scroller) room(m *model, head draw.Block, n int) int {
	room := m.PageHeight() - head.Len()
	if text, _ := m.alert(); text != "" && !m.Compact() {
		room -= 1 + len(m.Wrapped(text))
	}
	if n > room {
		room--
	}
	return max(1, room)
}

func (s *scroller) scrolled(m *model, head draw.Block, lines []string) draw.Block {
	say := m.w.ListPart
	if s.paper {
		say = ""
	}
	head.Part(lines, s.from, s.room(m, head, len(lines)), say)
	return head
}

// scrollKeys move the first line. They are offered where not all lines fit.
func (s *scroller) scrollKeys(m *model, head draw.Block, lines []string) []binding {
	over := len(lines) - s.room(m, head, len(lines))
	if over <= 0 {
		return nil
	}
	scroll := func(by int) func() tea.Cmd {
		return func() tea.Cmd { s.from = max(0, min(s.from+by, over)); return nil }
	}
	return []binding{{Name: "down", Cap: m.w.KeyUpDown, Label: m.w.DoScroll, Do: scroll(1)}, {Name: "up", Quiet: true, Do: scroll(-1)},
		{Name: "pgdown", Quiet: true, Do: scroll(10)}, {Name: "pgup", Quiet: true, Do: scroll(-10)}}
}
