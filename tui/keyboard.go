package tui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/tui/input"
	"facetill/tui/page"
	"facetill/tui/text"
)

// keyboard turns reads of the terminal into keys, scans and what is lost. Read typing.go
// for a character, press.go for a key that decides.
type keyboard struct {
	entry
	scanner input.Scanner[stands]
	hands   twoHands
	// pulseDue is when the next pulse is due, zero where none is; keyAt is the
	// time of the last key.
	pulseDue, keyAt time.Time
	stall           time.Time  // since when nothing was handled, until the next pulse in time
	touched         time.Time  // the last key
	reader          *keyReader // nil where keys have no times of their own
	keysAt          time.Time  // of the read in hand
	bundled         bool       // the keys in hand came several in one read
	lossSaid        bool       // that keys are being lost
}

// leaf is a page, and what tells it from another one of its kind.
type leaf struct {
	kind  page.Kind // of panels "" for all
	panel page.Page
	sale  int
}

func (k *keyboard) leaf() leaf {
	switch {
	case k.OnPanel():
		return leaf{panel: k.Top()}
	case k.Sale != nil:
		return leaf{kind: k.At(), sale: k.Sale.ID}
	}
	return leaf{kind: k.At()}
}

// watched does something and sees to what follows when the page is another one
// after it.
func (k *keyboard) watched(byKey bool, do func() tea.Cmd) tea.Cmd {
	before, said := k.leaf(), k.Notice
	cmd := do()
	after := k.leaf()
	if after != before && k.Notice == said && !said.Alone {
		k.Notice = page.Notice{} // it was about the page that was left
	}
	if after.kind == before.kind {
		return cmd
	}
	k.Guard.Changed(k.Now, byKey, k.grace())
	if !byKey && k.scanner.Lose(k.stands()) {
		k.Warn(k.Words.CodeUnused)
	}
	return cmd
}

// grace is how long keys are swallowed on a page that came by itself.
func (k *keyboard) grace() time.Duration {
	if k.At() == page.KindResult && k.Sale.Money() == text.MoneyPaid {
		return gracePaid
	}
	return page.GraceKeys
}

// pulseMsg looks at the time.
type pulseMsg struct{}

// pulseEvery is how often time is looked at while keys come.
const (
	pulseEvery = 20 * time.Millisecond
	pulseFor   = time.Second
)

// pulse brings the next one where one is needed.
func (k *keyboard) pulse() tea.Cmd {
	busy := k.Now.Sub(k.keyAt) < pulseFor || k.scanner.Busy() || k.Guard.Waiting() || k.Shown.Drawing() || !k.stall.IsZero()
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
	case late || k.reader.waits():
	default:
		cmd = k.watched(true, func() tea.Cmd { return k.expire(k.Now) })
	}
	return cmd
}
