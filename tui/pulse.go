package tui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/tui/input"
)

// pulseEvery is how often time is looked at while keys come.
const (
	pulseEvery = 20 * time.Millisecond
	pulseFor   = time.Second
)

// pulse brings the next one where one is needed.
func (m *model) pulse() tea.Cmd {
	busy := m.now.Sub(m.keyAt) < pulseFor || m.scanner.Busy() || m.guard.Waiting() || m.told.drawing() || !m.stall.IsZero()
	if !busy || !m.pulseDue.IsZero() {
		return nil
	}
	m.pulseDue = m.now.Add(pulseEvery)
	return m.after(pulseEvery, pulseMsg{})
}

// onPulse: one that is late stands for a stall. Then keys may wait that came
// before it, so nothing is decided that wants their absence.
func (m *model) onPulse() tea.Cmd {
	late := m.now.Sub(m.pulseDue) > input.Late
	m.stall = time.Time{}
	if late {
		m.stall = m.pulseDue // what waited with it is handled before the next one
	}
	m.pulseDue = time.Time{}
	cmd := m.tickTold()
	switch {
	case late && m.guard.Waiting():
		m.guard.Unpress()
		m.warn(m.w.KeysStalled)
		m.frame.stale = true
	case late || m.keysWait():
	default:
		cmd = tea.Batch(cmd, m.watched(true, func() tea.Cmd { return m.expire(m.now) }))
	}
	return cmd
}
