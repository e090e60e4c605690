package tui

import tea "github.com/charmbracelet/bubbletea"

// span is where a key stands in the last line.
type span struct {
	from, to int // columns; to is not included
	key      string
}

// onMouse: a click on a key of the last line presses it, one on the count of
// open attempts opens their page, the wheel moves through a list. What a key may
// not do now, a click may not either: it goes through the same guard.
func (m *model) onMouse(e tea.MouseMsg) tea.Cmd {
	if e.Action != tea.MouseActionPress || m.small() {
		return nil
	}
	if m.resting {
		m.resting, m.touched = false, m.now
		return nil
	}
	switch e.Button {
	case tea.MouseButtonWheelUp:
		return m.wheel("up")
	case tea.MouseButtonWheelDown:
		return m.wheel("down")
	case tea.MouseButtonLeft:
	default:
		return nil
	}
	m.touched = m.now
	switch e.Y {
	case m.height - 1:
		for _, s := range m.frame.keys {
			if s.from <= e.X && e.X < s.to {
				return m.click(s.key)
			}
		}
	case m.height - 2:
		if e.X >= m.width-m.frame.counts {
			return m.click("f2")
		}
	}
	return nil
}

// wheel is a held key by nature: it passes by the guard, and moves nothing but
// a list.
func (m *model) wheel(key string) tea.Cmd {
	if m.page() != pagePanel {
		return nil
	}
	for _, b := range m.bindings() {
		if b.key == key && b.do != nil {
			return b.do()
		}
	}
	return nil
}
