package tui

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"
)

// scrollRoom is how many of n rows fit below used ones. Where not all do, a row
// says which part is shown; a notice takes its room too.
func (m *model) scrollRoom(used, n int) int {
	room := m.pageHeight() - used
	if text, _ := m.alert(); text != "" && !m.compact() {
		room -= 1 + len(wrapped(text, min(m.width-2, textWidth)))
	}
	if n > room {
		room--
	}
	return max(1, room)
}

// scrolled adds the rows that are shown of a list, from the wanted one on.
func (m *model) scrolled(b *block, width int, lines []string, from int) {
	room := m.scrollRoom(len(b.rows), len(lines))
	from = max(0, min(from, len(lines)-room)) // the screen may have grown
	to := min(len(lines), from+room)
	for _, line := range lines[from:to] {
		b.add(line)
	}
	if to-from < len(lines) {
		b.center(width, m.th.Muted.Render(fmt.Sprintf(m.w.ListPart, from+1, to, len(lines))))
	}
}

// scrollKeys move the first row shown of something that is longer than its room
// by over rows. They are offered where it is.
func (m *model) scrollKeys(from *int, over int) []binding {
	if over <= 0 {
		return nil
	}
	scroll := func(by int) func() tea.Cmd {
		return func() tea.Cmd { *from = max(0, min(*from+by, over)); return nil }
	}
	return []binding{{key: "down", cap: m.w.KeyUpDown, label: m.w.DoScroll, do: scroll(1)}, {key: "up", quiet: true, do: scroll(-1)},
		{key: "pgdown", quiet: true, do: scroll(10)}, {key: "pgup", quiet: true, do: scroll(-10)}}
}
