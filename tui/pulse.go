package tui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/tui/input"
)

// pulseMsg looks at the time.
type pulseMsg struct{}

// pulseEvery is how often time is looked at while keys come.
const (
	pulseEvery = 20 * time.Millisecond
	pulseFor   = time.Second
)

// pulse brings the next one where one is needed.
func (k *keyboard) pulse() tea.Cmd {
	busy := k.Now.Sub(k.keyAt) < pulseFor || k.scanner.Busy() || k.Guard.Waiting() || k.Told.Drawing() || !k.stall.IsZero()
	if !busy || !k.pulseDue.IsZero() {
		return nil
	}
	k.pulseDue = k.Now.Add(pulseEvery)
	return k.After(pulseEvery, pulseMsg{})
}

// onPulse: one that is late stands for a stall. Then keys may wait that came
// before it, so nothing is decided that wants their absence.
func (k *keyboard) onPulse() tea.Cmd {
	late := k.Now.Sub(k.pulseDue) > input.Late
	k.stall = time.Time{}
	if late {
		k.stall = k.pulseDue // what waited with it is handled before the next one
	}
	k.pulseDue = time.Time{}
	var cmd tea.Cmd
	switch {
	case late && k.Guard.Waiting():
		k.Guard.Unpress()
		k.Warn(k.Words.KeysStalled)
		k.Stale = true
	case late || k.keysWait():
	default:
		cmd = k.watched(true, func() tea.Cmd { return k.expire(k.Now) })
	}
	return cmd
}
