package keyboard

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/tui/input"
	"facetill/tui/page"
	"facetill/tui/text"
)

// Keyboard turns reads of the terminal into keys, scans and what is lost.
type Keyboard struct {
	entry
	scanner input.Scanner[stands]
	hands   twoHands
	// pulseDue is when the next pulse is due, zero where none is; keyAt is the
	// time of the last key.
	pulseDue, keyAt time.Time
	stall           time.Time // since when nothing was handled, until the next pulse in time
	reader          *reader   // nil where keys have no times of their own
	keysAt          time.Time // of the read in hand
	bundled         bool      // the keys in hand came several in one read
	lossSaid        bool      // that keys are being lost
	answers         bool      // what a person has asked for comes now
}

// New is a keyboard for what a screen holds. bindings are the keys of the page in hand.
func New(s *page.State, bindings func() []page.Binding) *Keyboard {
	k := &Keyboard{entry: entry{s, bindings}, scanner: input.NewScanner[stands](s.Opt.ScanPrefix, s.Opt.ScanSuffix)}
	s.Touched, s.Break = s.Now, k.scanner.Break
	return k
}

// leaf is a page, and what tells it from another one of its kind.
type leaf struct {
	kind  page.Kind // of panels "" for all
	panel page.Page
	sale  int
}

func leafOf(s *page.State) leaf {
	switch {
	case s.OnPanel():
		return leaf{panel: s.Top()}
	case s.Sale != nil:
		return leaf{kind: s.At(), sale: s.Sale.ID}
	}
	return leaf{kind: s.At()}
}

// Watched does something and sees to what follows when the page is another one
// after it.
func (k *Keyboard) Watched(byKey bool, do func() tea.Cmd) tea.Cmd {
	before, said := leafOf(k.State), k.Notice
	cmd := do()
	after := leafOf(k.State)
	if after != before && k.Notice == said && !said.Alone {
		k.Notice = page.Notice{} // it was about the page that was left
	}
	if after.kind == before.kind {
		return cmd
	}
	grace := graceOf(k.State)
	if k.answers {
		grace = 0
	}
	k.Guard.Changed(k.Now, byKey, grace)
	if !byKey && k.scanner.Lose(k.stands()) {
		k.doubt() // it may be what an input method made of an amount
		k.Warn(k.Words.CodeUnused)
	}
	return cmd
}

// Answered does what answers a person's Enter. Whoever goes on typing knows the page that
// it leads to: no key comes too early for it.
func (k *Keyboard) Answered(do func() tea.Cmd) tea.Cmd {
	k.answers = true
	defer func() { k.answers = false }()
	return k.Watched(false, do)
}

// graceOf is how long keys are swallowed on a page that came by itself.
func graceOf(s *page.State) time.Duration {
	if s.At() == page.KindResult && s.Sale.Money() == text.MoneyPaid {
		return gracePaid
	}
	return page.GraceKeys
}

// PulseMsg looks at the time.
type PulseMsg struct{}

// pulseEvery is how often time is looked at while keys come.
const (
	pulseEvery = 20 * time.Millisecond
	pulseFor   = time.Second
)

// Pulse brings the next one where one is needed.
func (k *Keyboard) Pulse() tea.Cmd {
	busy := k.Now.Sub(k.keyAt) < pulseFor || k.scanner.Busy() || k.Guard.Waiting() || k.Shown.Drawing() || !k.stall.IsZero()
	if !busy || !k.pulseDue.IsZero() {
		return nil
	}
	k.pulseDue = k.Now.Add(pulseEvery)
	return k.After(pulseEvery, PulseMsg{})
}

// OnPulse: one that is late stands for a stall. Then keys may wait that came
// before it, so nothing is decided that wants their absence.
func (k *Keyboard) OnPulse() tea.Cmd {
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
		cmd = k.Watched(true, func() tea.Cmd { return k.expire(k.Now) })
	}
	return cmd
}
