package tui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// press is what is known of the key in hand beside its name: presses are compared by
// when they came, not by when each of them has stayed alone for long enough.
type press struct {
	came  time.Time // the key that acts now
	waits time.Time // the one that waits whether it stays alone
	lone  bool      // nothing was typed right before that one
	hasty bool      // a press that came too soon to be the second one
}

// aloneFor: no character this long before one, and it is not the end of a scan, or of
// what somebody types.
const aloneFor = 450 * time.Millisecond

// deliberately is how long after a digit a person's Enter comes at the soonest.
const deliberately = 80 * time.Millisecond

// again reports whether this is the second, deliberate press of what a question asks
// for. One that came too soon is none, and is said.
func (m *model) again(what string) bool {
	asked := m.guard.Armed() == what
	if m.guard.Twice(what, m.press.came) {
		return true
	}
	m.press.hasty = asked
	return false
}

// acts does what a key is for, at the time when it came.
func (m *model) acts(key string, came time.Time) tea.Cmd {
	m.press.came = came
	return m.do(key)
}

// wait lets a key wait that acts only where it stays alone.
func (m *model) wait(key string, at time.Time) {
	m.press.waits = at
	m.guard.Press(key, at)
}

// pressed does what a key is for that has stayed alone.
func (m *model) pressed(key string) tea.Cmd {
	page, panels := m.page(), len(m.panels)
	chooses := m.chooses(key)
	cmd := m.acts(key, m.press.waits)
	switch {
	case key != "esc" && (m.page() != page || len(m.panels) != panels):
		m.lossSaid = false
		m.guard.Lose() // the rest of what was typed is not for the page that it led to
	case chooses && m.press.lone:
		m.guard.Entered(m.press.waits) // Enter takes what it chose
	}
	return cmd
}

// chooses reports whether a digit moves to a row of the list in hand, which Enter takes.
func (m *model) chooses(key string) bool {
	_, list := m.panel().(*trainingPanel)
	return list && m.page() == pagePanel && m.bound(key) && len(key) == 1
}

// chosenAt is a digit that was followed by Enter before it had stayed alone for long
// enough: by a person's time, and nothing was typed right before it.
func (m *model) chosenAt(key string, at time.Time) bool {
	return m.press.lone && m.chooses(key) && at.Sub(m.press.waits) >= deliberately
}

// bundle is how much earlier than the end of a read a key of several may have come.
const bundle = 45 * time.Millisecond

// endSoonest is when what ends a scan came at the soonest: no person presses two keys
// in one read.
func (m *model) endSoonest(when moment) time.Time {
	if m.bundled {
		return when.soonest.Add(-bundle)
	}
	return when.soonest
}
