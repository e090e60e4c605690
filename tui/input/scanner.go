package input

import (
	"slices"
	"time"
)

// The times by which a scan is told from a person. They are money rule 0.1's.
const (
	// threeWithin: no person types three characters in it.
	threeWithin = 100 * time.Millisecond
	// together: characters that follow each other by so little are one run.
	together = 150 * time.Millisecond
	// enterWithin: a person's Enter comes later than this after a digit.
	enterWithin = 60 * time.Millisecond
	// codeSilence ends a payment code that nothing else ended.
	codeSilence = 300 * time.Millisecond
	// scanSilence ends what is taken out with a scan.
	scanSilence = 700 * time.Millisecond
	// chainWithin: a run that ended so shortly before a scan may be its beginning.
	chainWithin = 600 * time.Millisecond
	// typedWithin: an amount whose last character came so shortly before a payment
	// code may not be all of it yet.
	typedWithin = 700 * time.Millisecond
	// repeatWithin: the same character again within it comes from a key that is held
	// down, and repeatDelay is how long such a key waits first.
	repeatWithin = 40 * time.Millisecond
	repeatDelay  = 1100 * time.Millisecond
	// longest has one character more than any amount.
	longest = 11
	// longNumber has as many digits as nobody types in a row among words: it may be what a
	// person's key left of a payment code, which is never written down.
	longNumber = 14
	// mostStrokes bounds what is remembered of what a person types.
	mostStrokes = 128
)

// Mode is what the page in hand does with characters, and so who types what.
type Mode int

// The modes.
const (
	Amounts Mode = iota // amounts, or keys that do something
	Codes               // a payment code, also by hand: eighteen digits in a row
	Texts               // words, also typed quickly
)

// Scanner tells a barcode scanner that is a keyboard from a person, by the times
// of the characters alone. S is what characters change, as whoever uses it keeps
// it: a scan is known by its third character, or its eleventh, and then all is to
// be again what it was before its first.
type Scanner[S any] struct {
	prefix, suffix []rune
	mode           Mode        // of the page where the chain began, or a stricter one since
	chain          []stroke[S] // what was typed, none of it 600 ms after the one before
	pressed        *stroke[S]  // the key that may be held since before the chain
	erased         time.Time   // when a person last took a character away
	void           *capture[S] // a scan under way, or what follows it
}

// stroke is a character, and what there was before it.
type stroke[S any] struct {
	r       rune
	at      time.Time
	soonest time.Time // it came not before
	before  S
	early   bool // it was lost
}

// capture is a scan, from its first character to the end of the silence.
type capture[S any] struct {
	text    []rune // gaps are cut marks
	last    time.Time
	run     S // before its first character
	chain   S // before what may be its beginning
	certain bool
	early   bool
	pasted  bool
	stalled bool
	waited  bool      // some of it came behind a stall, and more may wait
	headed  bool      // before it stands what is left of an AIM identifier, or a blank
	late    bool      // it may be none: only what it would be without a stall shows it
	ended   bool      // it was told
	typed   time.Time // the person's key before it, zero where there is none
	touched bool      // a person pressed a key in the midst of it
	pressed *stroke[S]
	gaps    []time.Duration // between its characters
	closed  bool            // it was ended by more than silence
	held    string          // a code that waits whether more is typed
	until   time.Time       // how long it waits
	again   int             // how much of it was read once more meanwhile
}

// cutMark stands in a captured text for a gap.
const cutMark = '\x00'

// Do is what is to be done with a key.
type Do int

// What is to be done.
const (
	Take Do = iota // it is a person's, as far as is known
	Drop           // it belongs to a scan
	Undo           // it shows that a scan is under way: all is as it was Before
)

// Result is what a key was found to be.
type Result[S any] struct {
	Do     Do
	Before S // of Undo and of a Scan
	Scan   *Scan
	After  bool // a person's key, as it seems, dropped because it came with a scan or followed one
	Slow   bool // dropped behind a scan that was told, as slow as a person's
}

// Scan is a scan that has ended.
type Scan struct {
	Kind  Kind
	Text  string // a payer's code, or what else was read
	Early bool   // a part of it came too early for the page
	// Took: it took out what was typed right before it, or a person's key in the midst
	// of it. Alone: as far as is known, all of it is a scanner's.
	Took, Alone bool
}

// NewScanner makes one. prefix and suffix are what the scanner is programmed to
// send around each scan, "" where nothing is.
func NewScanner[S any](prefix, suffix string) Scanner[S] {
	return Scanner[S]{prefix: []rune(prefix), suffix: []rune(suffix)}
}

// Marks reports whether a character, also a control character, is of the prefix or suffix.
func (s *Scanner[S]) Marks(r rune) bool {
	return slices.Contains(s.prefix, r) || slices.Contains(s.suffix, r)
}

// Busy reports whether a scan is under way, or what follows one.
func (s *Scanner[S]) Busy() bool { return s.void != nil }

// Char takes a character. It came not after at and, where that is not known well,
// not before soonest. before is what there is; early is true for one that is lost all
// the same, and only matters as part of a scan.
func (s *Scanner[S]) Char(r rune, at, soonest time.Time, mode Mode, before S, early bool) Result[S] {
	if s.void != nil {
		return s.follow(r, at, soonest)
	}
	s.link(r, soonest)
	s.typedOn(mode)
	if half := mostStrokes / 2; len(s.chain) >= mostStrokes {
		clear(s.chain[:half])
		s.chain = append(s.chain[:0], s.chain[half:]...)
	}
	s.chain = append(s.chain, stroke[S]{r, at, soonest, before, early})
	from, certain := s.voidFrom(soonest)
	if from < 0 {
		return Result[S]{}
	}
	late := !certain && at != soonest && s.onTime(at)
	run := s.begin(from, at, certain)
	s.void.late = late
	if s.ends() {
		s.void.closed = true
		res := s.decide()
		res.Do = Undo
		return res
	}
	return Result[S]{Do: Undo, Before: run}
}

// follow is a character of a scan that is known as one.
func (s *Scanner[S]) follow(r rune, at, soonest time.Time) Result[S] {
	v := s.void
	if !v.ended {
		gap := soonest.Sub(v.last)
		if gap > together {
			v.text = append(v.text, cutMark)
		}
		if len(v.text) < 4096 {
			v.text, v.gaps = append(v.text, r), append(v.gaps, gap)
		}
	}
	// Behind a stall it may have come when all was silent.
	after := v.closed && at.Sub(v.last) > enterWithin || v.ended && at.Sub(v.last) >= scanSilence
	slow := v.ended && soonest.Sub(v.last) > together
	v.last, v.waited = at, v.waited || at != soonest
	switch {
	case v.held != "":
		return s.whileHeld(r, at)
	case s.ends():
		v.closed = true
		return s.decide()
	}
	return Result[S]{Do: Drop, After: after, Slow: slow}
}

// ends reports whether the scan in hand has its suffix.
func (s *Scanner[S]) ends() bool {
	v := s.void
	text := v.text
	if n := len(s.prefix); n > 0 && len(text) >= n && slices.Equal(text[:n], s.prefix) {
		text = text[n:] // which may be the same characters
	}
	return !v.ended && hasSuffix(text, s.suffix)
}

func hasSuffix(text, suffix []rune) bool {
	n := len(text) - len(suffix)
	return len(suffix) > 0 && n >= 0 && slices.Equal(text[n:], suffix)
}

// End takes Enter, a line feed or a tab: what a scanner may send behind a scan.
// soonest is when it was pressed at the earliest, where that is not known well.
func (s *Scanner[S]) End(tab bool, at, soonest time.Time) Result[S] {
	if v := s.void; v != nil {
		late := at.Sub(v.last) > together
		v.last = at
		switch {
		case v.held != "" && late: // a person's
			return s.mixed()
		case v.ended:
			return Result[S]{Do: Drop, After: late}
		}
		v.closed = true
		res := s.decide()
		res.Do = Drop
		return res
	}
	n := len(s.chain)
	if n == 0 {
		return Result[S]{}
	}
	gap := soonest.Sub(s.chain[n-1].at)
	code := isCode(s.text(s.runStart())) && gap <= codeSilence
	switch {
	case code && s.mode == Codes:
	case s.mode == Codes || tab && s.mode == Texts:
		return Result[S]{}
	case tab && gap < chainWithin: // no person ends an amount with it
	case !tab && gap <= enterWithin:
	default:
		return Result[S]{}
	}
	s.begin(s.runStart(), at, false)
	s.void.closed = true
	res := s.decide()
	res.Do = Undo
	return res
}

// Paste takes a text that came in one piece.
func (s *Scanner[S]) Paste(text []rune, at, soonest time.Time, mode Mode, before S, early bool) Result[S] {
	if s.void != nil {
		res := Result[S]{Do: Drop}
		for _, r := range text {
			if one := s.follow(r, at, soonest); one.Scan != nil {
				res = one
			}
		}
		return res
	}
	if len(text) == 0 {
		return Result[S]{}
	}
	s.link(0, soonest)
	s.typedOn(mode)
	for _, r := range text {
		s.chain = append(s.chain, stroke[S]{r, at, soonest, before, early})
	}
	run := s.begin(s.runStart(), at, false)
	s.void.pasted = true
	return Result[S]{Do: Undo, Before: run}
}

// Stall takes out what was typed, because keys waited and nobody knows how long.
func (s *Scanner[S]) Stall(at, soonest time.Time, before S) Result[S] {
	if v := s.void; v != nil {
		v.last = at
		if v.late && !v.ended && s.whole() == "" {
			v.stalled = true
			return s.decide()
		}
		return Result[S]{Do: Drop}
	}
	if s.link(0, soonest); len(s.chain) == 0 {
		s.chain = append(s.chain, stroke[S]{0, at, soonest, before, false})
	}
	s.begin(s.runStart(), at, false)
	s.void.stalled = true
	res := s.decide()
	res.Do = Undo
	return res
}

// Lose forgets what was read of a scan: the page has changed under it. What
// follows of it is dropped all the same, also where it is known as a scan only then:
// its beginning still counts, and takes back nothing but to what there is now. It
// reports whether there was any.
func (s *Scanner[S]) Lose(now S) (lost bool) {
	s.pressed = nil
	for i := range s.chain {
		s.chain[i].before, s.chain[i].early = now, true
	}
	if s.void != nil {
		lost = !s.void.ended || s.void.held != ""
		s.void.ended, s.void.held = true, ""
		s.void.wipe()
	}
	return lost
}

// Break ends what a scan would take out: what was typed has become something.
func (s *Scanner[S]) Break() { s.forget() }

// Other is a key that is no character while a scan is under way. A person's, which no
// scanner sends, belongs to an amount that is being typed; others are part of it.
func (s *Scanner[S]) Other(at time.Time, person bool) Result[S] {
	v := s.void
	if v == nil {
		return Result[S]{}
	}
	v.last = at
	v.touched = v.touched || person
	if v.held != "" {
		return s.mixed()
	}
	return Result[S]{Do: Drop, After: person && v.ended}
}

// Silence notes that no key came until now. It returns a scan that has ended.
func (s *Scanner[S]) Silence(now time.Time) Result[S] {
	v := s.void
	if v == nil {
		n := len(s.chain)
		if n > 0 && s.mode == Codes && now.Sub(s.chain[n-1].at) >= codeSilence && isCode(s.text(s.runStart())) {
			s.begin(s.runStart(), s.chain[n-1].at, false)
			res := s.decide()
			res.Do = Undo
			return res
		}
		return Result[S]{}
	}
	still := now.Sub(v.last)
	var res Result[S]
	if v.held != "" && !now.Before(v.until) {
		res = s.release()
	}
	if !v.ended && (still >= scanSilence || still >= codeSilence && (!v.certain || s.whole() != "")) {
		res = s.decide()
	}
	if still >= scanSilence && v.held == "" {
		v.wipe()
		s.void = nil
	}
	return res
}

// decide says what the scan in hand is. What it leaves is what was before it, or
// before what may be its beginning where it is no whole code.
func (s *Scanner[S]) decide() Result[S] {
	v := s.void
	v.ended = true
	res := Result[S]{Do: Drop, Before: v.chain}
	code := s.whole()
	cut := code != "" && v.headed // one with a gap behind its identifier
	if cut {
		code = ""
	}
	if code != "" && !v.stalled && !v.touched && s.holds(code) {
		return Result[S]{Do: Drop, Before: v.run}
	}
	defer v.wipe()
	switch {
	case v.stalled:
		res.Scan = &Scan{Kind: Stalled}
	case code != "" && v.touched:
		res.Scan = &Scan{Kind: Mixed}
	case code != "":
		res.Before = v.run
		res.Scan = &Scan{Kind: Code, Text: code}
	case v.late:
		res.Scan = &Scan{Kind: Stalled}
	case v.pasted:
		res.Scan = &Scan{Kind: Pasted}
	case cut:
		res.Scan = &Scan{Kind: Cut}
	default:
		text := s.payload()
		if isOne(text) && v.pressed != nil && v.pressed.r == text[0] {
			res.Before = v.pressed.before
		}
		kind := classify(text)
		if (kind == Other || kind == Cut || kind == Quick) && joined(text) && len(s.prefix) == 0 {
			kind = Joined
		}
		res.Scan = &Scan{Kind: kind, Text: string(slices.DeleteFunc(text, func(r rune) bool { return r == cutMark }))}
	}
	res.Scan.Early, res.Scan.Took = v.early, v.touched || !v.typed.IsZero() && code == ""
	res.Scan.Alone = !res.Scan.Took && !uneven(v.gaps, 6) && (v.certain || res.Scan.likeALabel())
	return res
}
