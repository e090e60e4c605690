package keyboard

import (
	"fmt"
	"time"

	"facetill/tui/input"
	"facetill/tui/page"
	"facetill/tui/page/sale"
)

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

// doubt notes that characters of a person were lost.
func (k *Keyboard) doubt() { k.Doubts = page.Doubts{Enter: k.Now, Code: k.Now, Rest: k.Now} }

// doubtOn is a key more that was taken out: what is in doubt is so from then on.
func (k *Keyboard) doubtOn() {
	for _, since := range []*time.Time{&k.Doubts.Enter, &k.Doubts.Code, &k.Doubts.Rest} {
		if !since.IsZero() && k.Now.Sub(*since) < page.DoubtFor {
			*since = k.Now
		}
	}
}

// lostBehind tells of a person's keys that went with a scan, or with what was lost before.
func (k *Keyboard) lostBehind() {
	k.doubt()
	if k.Press.Stalled {
		k.Warn(k.Words.KeysStalled)
		return
	}
	k.Warn(k.Words.KeysTogether)
}

// doubtScan notes that a scan was taken out. Where keys of a person may have gone with
// it, the amount is in doubt; behind a scanner's alone, which somebody scans by mistake or
// once more, only Enter asks.
func (k *Keyboard) doubtScan(scan input.Scan) {
	switch {
	case scan.Kind == input.Code:
	case scan.Alone:
		k.Doubts.Enter = k.Now
	default:
		k.doubt()
	}
}

// enterDoubted says what stands before Enter begins a sale with it, until it is pressed
// again.
func (k *Keyboard) enterDoubted() bool {
	if k.hands.seen {
		k.hands = twoHands{}
		k.doubt()
	}
	fee := sale.Standing(k.Context)
	if f := k.Field(); f != nil && f.MayBeAmount() {
		fee = f.Standing()
	}
	if fee == 0 || k.Doubts.Enter.IsZero() {
		return false
	}
	if k.Now.Sub(k.Doubts.Enter) < page.DoubtFor && !k.Again("stands") {
		k.Warn(fmt.Sprintf(k.Words.Stands, k.Words.Yuan(fee)))
		return true
	}
	k.Doubts.Enter = time.Time{}
	return false
}
