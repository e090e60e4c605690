package input

import (
	"slices"
	"time"
)

const (
	// wide is a gap that no scanner has beside others of a third of it, if its cable to
	// the till is not disturbed.
	wide = 60 * time.Millisecond
	// slower scanners send keys so far apart that a key between two of them shows; the
	// others have no gap as wide as apart.
	slower = 5 * time.Millisecond
	apart  = 20 * time.Millisecond
)

// holds lets a whole code wait, where its characters may not all be a scanner's: so soon
// after a person's key that more of an amount may come, or where they came unevenly. A
// digit that somebody types into a shorter label makes a code of it, and halves one of
// its gaps; whoever types goes on, and that shows it. Behind a stall other keys may wait
// with it. It reports whether the code waits.
func (s *Scanner[S]) holds(code string) bool {
	v := s.void
	until := v.last
	if typed := v.typed.Add(typedWithin); s.mode == Amounts && !v.typed.IsZero() && typed.After(until) {
		until = typed
	}
	if v.waited || uneven(v.gaps, 7) {
		until = v.last.Add(typedWithin)
	}
	if !until.After(v.last) {
		return false
	}
	v.held, v.until = code, until
	return true
}

// uneven reports whether gaps are not those of one scanner alone. Gaps that part two
// readings, or two reads of the terminal, are none of it. tenths of the middle one are the
// least that counts: a scanner alone keeps to six of ten.
func uneven(gaps []time.Duration, tenths time.Duration) bool {
	gaps = slices.DeleteFunc(slices.Clone(gaps), func(d time.Duration) bool { return d > together })
	if len(gaps) == 0 {
		return false
	}
	slices.Sort(gaps)
	least, middle, most := gaps[0], gaps[len(gaps)/2], gaps[len(gaps)-1]
	if middle < slower {
		return most > apart
	}
	return most > wide && most > 3*middle || 10*least < tenths*middle
}

// whileHeld is a character behind a code that waits: of the same label, read once more,
// or of what somebody types, and then nobody knows the amount.
func (s *Scanner[S]) whileHeld(r rune, at time.Time) Result[S] {
	v := s.void
	for v.again < len(v.text) && v.text[v.again] == cutMark {
		v.again++
	}
	if v.again >= len(v.text) || v.text[v.again] != r {
		return s.mixed()
	}
	v.again++
	if on := at.Add(together); on.After(v.until) {
		v.until = on
	}
	return Result[S]{Do: Drop}
}

// release is a code that waited, and nobody went on typing. One that was read only in
// part the second time may be a person's beginning, too.
func (s *Scanner[S]) release() Result[S] {
	v := s.void
	if v.again > 0 && v.again < len(v.text) {
		return s.mixed()
	}
	res := Result[S]{Do: Drop, Before: v.run, Scan: &Scan{Kind: Code, Text: v.held, Early: v.early}}
	v.held = ""
	v.wipe()
	return res
}

// mixed is a payment code in the midst of what is typed: the amount is not known.
func (s *Scanner[S]) mixed() Result[S] {
	v := s.void
	v.held = ""
	v.wipe()
	return Result[S]{Do: Drop, Before: v.chain, Scan: &Scan{Kind: Mixed}}
}

// wipe overwrites what may be a payer's code.
func (v *capture[S]) wipe() {
	clear(v.text)
	v.text = v.text[:0]
	v.gaps = v.gaps[:0]
}
