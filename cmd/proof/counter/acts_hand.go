package main

import (
	"facetill/cmd/proof/hands"
	"maps"
	"slices"
	"time"
)

// handCode is a payment code that somebody types from the phone's screen.
type handCode struct {
	noScan
	after time.Duration
	code  string
	keys  []hands.Timed
	enter time.Duration
}

func (a *handCode) play(w *world) {
	w.run(a.after)
	w.sees()
	list := hands.Strokes("typist", a.keys)
	list[0].After = 0
	before, stood := w.look(), maps.Clone(w.standing) // whatever the page makes of its digits, it is that code, for what stands before it
	list[len(list)-1].Mean = func() { w.codes[a.code]++; w.standingFor[a.code] = stood }
	quick := !slices.ContainsFunc(a.keys[1:], func(k hands.Timed) bool { return k.Gap > hands.ManyFollowed })
	if w.v.Page() != "code" && !quick { // for all that the till knows it is an amount
		list[0].Mean = func() { w.beginsTyping() }
	}
	w.playAll(append(list, w.enter(a.enter, nil)))
	w.run(900*time.Millisecond + w.how.lag())
	if w.look() == before { // it was a code, and never an amount
		w.standing = stood
	}
}

// escaped is Esc and a character in one read: Alt, for a terminal.
type escaped struct {
	noScan
	after time.Duration
	r     rune
}

func (a *escaped) play(w *world) {
	s := w.deliberate("esc", a.after)
	s.Name, s.Text = "", "\x1b"+string(a.r)
	esc := s.Mean
	s.Mean = func() {
		esc()
		_, digit := hands.Worth("1" + string(a.r))
		switch page := w.v.Page(); {
		case page == "amount" && digit: // Esc took away what stood there
			w.stands()
			value, _ := hands.Worth(string(a.r))
			w.typedAmount(value)
		case digit: // Esc may lead back to what stands
			prior := w.v.Entry()
			w.stands()
			for _, text := range []string{string(a.r), prior + string(a.r)} {
				value, _ := hands.Worth(text)
				w.typedAmount(value)
			}
		}
	}
	w.playAll([]hands.Stroke{s})
	w.run(900*time.Millisecond + w.how.lag())
}
