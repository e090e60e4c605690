package main

import (
	"strings"
	"time"

	"facetill/cmd/proof/hands"
	"facetill/tui"
)

// silence judges money rule 0.2: a key that changes nothing leaves something to see or
// to hear. It goes by bursts, because what is told of keys that are lost or taken out
// together is told once.
type silence struct {
	dropped        []string // keys of the burst that nothing came of yet
	began, after   tui.Seen // when the burst began, and when its last key was handled
	asked, askedBy int      // how often the till behind had been asked at both
	read           int      // how many codes it had been given
	machine        bool     // a scanner, a paste, a word or a held key is in it, or it is searched for
	last           time.Time
	key            string // the last one, of whichever burst
	keyAt          time.Time
	heardAt        time.Time // when it was handled
}

const (
	// burst is what parts two bursts: the silence that ends what is taken out.
	burst = 700 * time.Millisecond
	// onePress is how near the same key is the same press, held or bouncing.
	onePress = 720 * time.Millisecond
	// look is how soon the screen looks at the time while a press waits.
	look = 30 * time.Millisecond
	// waits is how long a press waits whether it stays alone, and a look at the time more;
	// waitsArmed is that for the second one.
	waits, waitsArmed = closeBy + look, 550 * time.Millisecond
)

// moving keys come to the end of their list, which can be seen.
const moving = "up down pgup pgdown left right"

// hearing is what a read of the terminal comes to.
func (w *world) hearing(one read, sends func()) {
	s := &w.silence
	w.late()
	if w.v.Now().Sub(s.last) >= burst+w.how.lag() {
		w.answered()
		*s = silence{began: w.v.Seen(), asked: w.asks, read: w.read, key: s.key, keyAt: s.keyAt, heardAt: s.heardAt}
	}
	s.last = w.v.Now()
	before, asked := w.v.Seen(), w.asks
	again, was, behind := true, s.keyAt, w.v.Now().Sub(s.heardAt) < look
	s.heardAt = w.v.Now()
	for _, k := range one.strokes {
		s.machine = s.machine || k.By == "scanner" || k.By == "paste" || k.By == "held" || k.By == "word"
		again = again && (k.Shown() == s.key && one.at.Sub(s.keyAt) < onePress || w.standsAlready(k))
		s.key, s.keyAt = k.Shown(), one.at
	}
	sends()
	s.after, s.askedBy = w.v.Seen(), w.asks
	n := len(s.dropped)
	switch same := s.after == before && w.asks == asked; {
	case same && !again && !undoes(one.strokes):
		s.dropped = append(s.dropped, s.key)
	case !same && n > 0 && (behind || one.at.Sub(was) <= waits || before.Armed() && one.at.Sub(was) <= waitsArmed):
		s.dropped = s.dropped[:n-1] // it waited whether it stays alone, and both are taken now
	}
}

// undoes reports whether a read ends with a character and the Backspace that takes it away
// again: together they change nothing.
func undoes(strokes []hands.Stroke) bool {
	n := len(strokes)
	return n > 1 && strokes[n-1].Name == "backspace" && strokes[n-2].Name == ""
}

// standsAlready is a key that changes nothing because it is so already, which is seen.
func (w *world) standsAlready(k hands.Stroke) bool {
	switch text := hands.HalfWidth(k.Text); {
	case k.Name != "":
		return strings.Contains(moving, k.Name)
	case w.v.Page() == "lessons" && text >= "1" && text <= "9":
		return true // the row is chosen
	case strings.HasPrefix(k.Text, "\x1b"): // Esc took away what stands there again
		return w.v.Entry() == text[1:]
	case text == "0":
		return w.v.Entry() == "0" || strings.HasSuffix(w.v.Entry(), "+0")
	}
	return false
}

// late: the last key acted when it had stayed alone.
func (w *world) late() {
	s := &w.silence
	if n := len(s.dropped); n > 0 && s.dropped[n-1] == s.key && (w.v.Seen() != s.after || w.asks != s.askedBy) {
		s.dropped = s.dropped[:n-1]
	}
}

// answered looks whether all keys of the burst have left something. What a scanner or a
// paste changes comes when it is over; of a person's keys that were not taken something
// was said, unless they were a code.
func (w *world) answered() {
	w.late()
	s := &w.silence
	now := w.v.Seen()
	changed := now != s.began || w.asks != s.asked
	if len(s.dropped) == 0 || w.v.Left() || now.Said(s.began) || w.read != s.read || s.machine && changed {
		return
	}
	w.breaks("0.2", "%s: neither the entry nor the page changed, and nothing was said", strings.Join(s.dropped, " "))
}
