package input

import "time"

// link ends the chain where a character is too late to belong to it. A key that is
// held down may wait longer before it repeats: its first press is remembered.
func (s *Scanner[S]) link(r rune, at time.Time) {
	n := len(s.chain)
	if n == 0 {
		return
	}
	last := s.chain[n-1]
	if gap := at.Sub(last.at); gap >= chainWithin {
		pressed := s.chain[0]
		s.forget()
		if pressed.r = last.r; r == last.r && gap < repeatDelay && s.erased.Before(last.at) {
			s.pressed = &pressed
		}
	}
}

// typedOn notes who types there what. A chain that went from page to page is what
// the stricter of them makes of it: its first character may have changed the page.
func (s *Scanner[S]) typedOn(mode Mode) {
	if len(s.chain) == 0 || mode < s.mode {
		s.mode = mode
	}
}

// voidFrom finds the first character of a scan that the last one shows; -1 where
// it shows none. soonest is when that one came at the earliest.
func (s *Scanner[S]) voidFrom(soonest time.Time) (from int, certain bool) {
	n := len(s.chain)
	run := s.runStart()
	if k := n - len(s.prefix); len(s.prefix) > 0 && k >= run && s.reads(k, s.prefix) {
		return k, true
	}
	if k := n - len(s.suffix); len(s.suffix) > 0 && k >= run && s.reads(k, s.suffix) {
		return run, true
	}
	if n-run >= 3 && soonest.Sub(s.chain[n-3].at) <= threeWithin {
		return run, false
	}
	if n-run >= 2 && s.mode != Texts && s.chain[n-1].r == s.chain[n-2].r && soonest.Sub(s.chain[n-2].at) <= repeatWithin {
		return run, false
	}
	switch s.mode {
	case Amounts:
		if s.tooLong(run) {
			return run, false
		}
		if s.chainTooLong() {
			return 0, false
		}
	case Texts:
		// It may be a payer's, and a text may be written down: also behind what somebody typed.
		if isCode(s.text(run)) {
			return run, false
		}
		for from = n; from > run && digits([]rune{s.chain[from-1].r}); {
			from--
		}
		if isCode(s.text(from)) || n-from >= longNumber {
			return from, false
		}
	}
	return -1, false
}

// runStart is the first character of the run in hand.
func (s *Scanner[S]) runStart() int {
	i := len(s.chain) - 1
	for i > 0 && s.gap(i) <= together {
		i--
	}
	return max(i, 0)
}

// runBefore is the run that ends before a character.
func (s *Scanner[S]) runBefore(from int) (text []rune) {
	i := from - 1
	for i > 0 && s.gap(i) <= together {
		i--
	}
	for _, k := range s.chain[i:from] {
		text = append(text, k.r)
	}
	return text
}

// onTime reports whether the last character would show no scan if it came at that
// time.
func (s *Scanner[S]) onTime(at time.Time) bool {
	last := &s.chain[len(s.chain)-1]
	soonest := last.soonest
	last.soonest = at
	from, _ := s.voidFrom(at)
	last.soonest = soonest
	return from < 0
}

// gap is how long a character came after the one before it. Of one that waited behind
// a stall that is the least that it may have been.
func (s *Scanner[S]) gap(i int) time.Duration {
	last := s.chain[i-1].at
	k := s.chain[i]
	if k.soonest.Before(last) { // they waited together
		return k.at.Sub(last)
	}
	return k.soonest.Sub(last)
}

func (s *Scanner[S]) reads(from int, want []rune) bool {
	for i, r := range want {
		if s.chain[from+i].r != r {
			return false
		}
	}
	return true
}

// tooLong: more characters in a row, without a plus, than an amount has.
func (s *Scanner[S]) tooLong(run int) bool {
	n := 0
	for _, k := range s.chain[run:] {
		if n++; k.r == '+' {
			n = 0
		}
	}
	return n >= longest
}

// chainTooLong is tooLong for a scan with gaps in it: most of its characters
// follow each other as a scanner's do, and all together are no amount.
func (s *Scanner[S]) chainTooLong() bool {
	n, gaps := 0, 0
	for i, k := range s.chain {
		if n++; k.r == '+' {
			n, gaps = 0, 0
		} else if i > 0 && s.gap(i) > together {
			gaps++
		}
	}
	return n >= longest && 3*gaps <= n
}

func (s *Scanner[S]) text(from int) (text []rune) {
	for _, k := range s.chain[from:] {
		text = append(text, k.r)
	}
	return text
}

// begin makes a scan of the characters from one on, and returns what there was
// before it.
func (s *Scanner[S]) begin(from int, at time.Time, certain bool) S {
	first := s.chain[from]
	v := &capture[S]{last: at, certain: certain, run: first.before, chain: s.chain[0].before}
	for i, k := range s.chain[from:] {
		if i > 0 {
			gap := s.gap(from + i)
			if gap > together {
				v.text = append(v.text, cutMark)
			}
			v.gaps = append(v.gaps, gap)
		}
		v.text = append(v.text, k.r)
		v.waited = v.waited || k.at != k.soonest
	}
	for _, k := range s.chain {
		v.early = v.early || k.early
	}
	if from == 0 {
		v.pressed = s.pressed
	} else {
		v.typed = s.chain[from-1].at
		v.headed = s.mode == Amounts && (headsCode(s.runBefore(from)) || from == 1 && digits(s.text(0)[:1]))
	}
	if s.erased.After(v.typed) && first.at.Sub(s.erased) < chainWithin {
		v.typed = s.erased
	}
	s.forget()
	s.void = v
	return v.run
}

// Erase notes that a person took a character away: no scanner does. What is
// counted begins anew, what is taken out with a scan does not.
func (s *Scanner[S]) Erase(at time.Time) {
	s.erased = at
	for i := range s.chain {
		s.chain[i].r = '+'
	}
}

// forget ends the chain, and overwrites it.
func (s *Scanner[S]) forget() {
	s.pressed = nil
	clear(s.chain)
	s.chain = s.chain[:0]
}
