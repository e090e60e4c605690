package keyboard

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/tui/page"
)

// aloneFor: no character this long before one, and it is not the end of a scan, or of
// what somebody types.
const aloneFor = 450 * time.Millisecond

// deliberately is how long after a digit a person's Enter comes at the soonest.
const deliberately = 80 * time.Millisecond

// acts does what a key is for, at the time when it came.
func (k *Keyboard) acts(key string, came time.Time) tea.Cmd {
	k.Press.Came = came
	return k.do(key)
}

// wait lets a key wait that acts only where it stays alone.
func (k *Keyboard) wait(key string, at time.Time) {
	k.Press.Waits = at
	k.Guard.Press(key, at)
}

// pressed does what a key is for that has stayed alone.
func (k *Keyboard) pressed(key string) tea.Cmd {
	before, panels := leafOf(k.State), len(k.Panels)
	chooses := k.chooses(key)
	cmd := k.acts(key, k.Press.Waits)
	switch {
	case key != "esc" && (leafOf(k.State).kind != before.kind || len(k.Panels) != panels):
		k.lossSaid = false
		k.Guard.Lose() // the rest of what was typed is not for the page that it led to
	case chooses && k.Press.Lone:
		k.Guard.Entered(k.Press.Waits) // Enter takes what it chose
	}
	return cmd
}

// chooses reports whether a digit moves to a row of the list in hand, which Enter takes.
func (k *Keyboard) chooses(key string) bool {
	return k.At() == page.KindLessons && k.Binding(key).Do != nil && len(key) == 1
}

// chosenAt is a digit that was followed by Enter before it had stayed alone for long
// enough: by a person's time, and nothing was typed right before it.
func (k *Keyboard) chosenAt(key string, at time.Time) bool {
	return k.Press.Lone && k.chooses(key) && at.Sub(k.Press.Waits) >= deliberately
}

// bundle is how much earlier than the end of a read a key of several may have come.
const bundle = 45 * time.Millisecond

// endSoonest is when what ends a scan came at the soonest: no person presses two keys
// in one read.
func (k *Keyboard) endSoonest(when moment) time.Time {
	if k.bundled {
		return when.soonest.Add(-bundle)
	}
	return when.soonest
}
