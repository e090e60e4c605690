package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"facetill/tui/page"
)

// onMouse: a click on a key of the last row presses it, one on the count of
// open attempts shows their page, the wheel moves through a list. What a key may
// not do now, a click may not either: it goes through the same guard.
func (m *model) onMouse(e tea.MouseMsg) tea.Cmd {
	if e.Action != tea.MouseActionPress || m.Small() {
		return nil
	}
	if m.Resting {
		m.Resting, m.Touched = false, m.Now
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
	m.Touched = m.Now
	switch e.Y {
	case m.Height - 1:
		for _, s := range m.frame.keys {
			if s.From <= e.X && e.X < s.To {
				return m.keyboard.Click(s.Name)
			}
		}
	case m.Height - 2:
		if e.X >= m.Whole().Width-m.frame.counts {
			return m.keyboard.Click("f2")
		}
	}
	return nil
}

// wheel is a held key by nature: it passes by the guard, and moves nothing but
// a list.
func (m *model) wheel(key string) tea.Cmd {
	if !m.OnPanel() && m.At() != page.KindSale { // which the walk may lie over
		return nil
	}
	if b := m.keyboard.Binding(key); b.Do != nil {
		return b.Do()
	}
	return nil
}
