package main

import (
	"maps"
	"slices"
	"time"
)

// handCode is a payment code that somebody types from the phone's screen.
type handCode struct {
	noScan
	after time.Duration
	code  string
	keys  []timed
	enter time.Duration
}

func (a *handCode) play(w *world) {
	w.run(a.after)
	w.sees()
	list := strokes("typist", a.keys)
	list[0].after = 0
	before, stood := w.look(), maps.Clone(w.standing) // whatever the page makes of its digits, it is that code, for what stands before it
	list[len(list)-1].mean = func() { w.codes[a.code]++; w.standingFor[a.code] = stood }
	quick := !slices.ContainsFunc(a.keys[1:], func(k timed) bool { return k.gap > manyFollowed })
	if w.v.Page() != "code" && !quick { // for all that the till knows it is an amount
		list[0].mean = func() { w.beginsTyping() }
	}
	w.playAll(append(list, w.enter(a.enter, nil)))
	w.run(900*time.Millisecond + w.how.lag())
	w.asBefore(before, stood) // it was a code, and never an amount
}

// escaped is Esc and a character in one read: Alt, for a terminal.
type escaped struct {
	noScan
	after time.Duration
	r     rune
}

func (a *escaped) play(w *world) {
	s := w.deliberate("esc", a.after)
	s.name, s.text = "", "\x1b"+string(a.r)
	esc := s.mean
	s.mean = func() {
		esc()
		_, digit := worth("1" + string(a.r))
		switch page := w.v.Page(); {
		case page == "amount" && digit: // Esc took away what stood there
			w.stands()
			value, _ := worth(string(a.r))
			w.typedAmount(value)
		case digit: // Esc may lead back to what stands
			prior := w.v.Entry()
			w.stands()
			for _, text := range []string{string(a.r), prior + string(a.r)} {
				value, _ := worth(text)
				w.typedAmount(value)
			}
		}
	}
	w.playAll([]stroke{s})
	w.run(900*time.Millisecond + w.how.lag())
}
