package tui

import (
	"fmt"
	"time"

	"facetill/flow"
	"facetill/tui/input"
)

// doubts: keys were lost, or something was taken out, and nobody has typed since. What
// stands may then not be what a person believes to have typed: the first Enter, or the
// first payment code, only says what stands.
type doubts struct{ enter, code time.Time }

// twoHands notices characters that are too close for one person: two at once, two with a
// Backspace between them, or one and a Backspace. A scanner types meanwhile, slowly enough
// to be taken for a person, or two characters and no more; what stands may be a mixture.
type twoHands struct {
	last, before time.Time // the last character, and the one before a Backspace
	back         time.Time // that Backspace
	seen         bool
}

const (
	// erasedWithin is the time of a character, a Backspace and a character of one
	// person, who needs 80 ms a key.
	erasedWithin = 150 * time.Millisecond
	// atOnce is nearer than two keys of one person, who now and then has two at 45 ms.
	atOnce = 40 * time.Millisecond
	// unread is how soon no person takes away what they typed: they see it first.
	unread = 80 * time.Millisecond
	// apartFor: after such a pause something new begins.
	apartFor = 600 * time.Millisecond
)

// char is a character; timed is false where several came in one read, or waited.
func (h *twoHands) char(at time.Time, timed bool) {
	if at.Sub(h.last) >= apartFor {
		h.seen = false
	}
	if timed && (at.Sub(h.last) < atOnce || at.Sub(h.back) < atOnce) {
		h.seen = true
	}
	if !h.before.IsZero() && at.Sub(h.before) <= erasedWithin {
		h.seen = true
	}
	h.last, h.before = at, time.Time{}
}

// erased is a Backspace.
func (h *twoHands) erased(at time.Time, timed bool) {
	if timed && at.Sub(h.last) < unread {
		h.seen = true
	}
	h.before, h.back = h.last, at
}

// doubtFor is how long somebody believes it.
const doubtFor = 10 * time.Second

// doubt notes that characters of a person were lost.
func (m *model) doubt() { m.doubts = doubts{m.now, m.now} }

// lostBehind says that keys of a person went with a scan, or with what was lost before.
func (m *model) lostBehind() {
	m.doubt()
	if m.stalled {
		m.warn(m.w.KeysStalled)
		return
	}
	m.warn(m.w.KeysTogether)
}

// doubtScan notes that a scan was taken out. Where keys of a person may have gone with
// it, the amount is in doubt; behind a scanner's alone, which somebody scans by mistake or
// once more, only Enter asks.
func (m *model) doubtScan(scan input.Scan) {
	switch {
	case scan.Kind == input.Code:
	case scan.Alone:
		m.doubts.enter = m.now
	default:
		m.doubt()
	}
}

// enterDoubted says what stands before Enter begins a sale with it, until it is pressed
// again.
func (m *model) enterDoubted() bool {
	if m.hands.seen {
		m.hands = twoHands{}
		m.doubt()
	}
	fee := m.standing()
	if fee == 0 || m.doubts.enter.IsZero() {
		return false
	}
	if m.now.Sub(m.doubts.enter) < doubtFor && !m.again("stands") {
		m.warn(fmt.Sprintf(m.w.Stands, m.w.Yuan(fee)))
		return true
	}
	m.doubts.enter = time.Time{}
	return false
}

// codeDoubted says what stands before a code is charged with it, once.
func (m *model) codeDoubted() bool {
	fee := m.standing()
	if fee == 0 || m.doubts.code.IsZero() {
		return false
	}
	doubted := m.now.Sub(m.doubts.code) < doubtFor
	m.doubts.code = time.Time{}
	if doubted {
		m.warn(fmt.Sprintf(m.w.StandsScan, m.w.Yuan(fee)))
	}
	return doubted
}

// standing is the amount that Enter or a code would charge on the page in hand.
func (m *model) standing() flow.Fen {
	switch m.page() {
	case pageAmount:
		fee, _ := m.fee()
		return fee
	case pageCode:
		return m.code.fee
	case pageStopped:
		return m.stopped.req.TotalFee
	case pageSale:
		if s := m.sale; s.req.Method == flow.MethodFace && s.beforeSubmission() { // a code takes over
			return s.req.TotalFee
		}
	case pageResult:
		return m.keptFee()
	}
	return 0
}
