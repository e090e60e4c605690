package main

import (
	"strings"
	"time"

	"facetill/cmd/proof/hands"
	"facetill/tui"
)

// silence judges money rule 0.2: a key that changes nothing leaves something to see or
// to hear. It goes by bursts, because what is said of keys that are lost or taken out
// together is said once.
type silence struct {
	w              *world
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
	// unnoticed is the longest stall that nobody sees (money rule 0.1): behind one of it a
	// press that waits acts so much later, together with the key that is handled then. One
	// that was kept for longer is said to be lost.
	unnoticed = 40 * time.Millisecond
)

// moving keys come to the end of their list, which can be seen.
const moving = "up down pgup pgdown left right"

// hearing is what a read of the terminal comes to.
func (s *silence) hearing(one read, sends func()) {
	s.late()
	if s.w.v.Now().Sub(s.last) >= burst+s.w.keys.how.Lag() {
		s.ends()
		*s = silence{w: s.w, began: s.w.v.Seen(), asked: s.w.judge.asks, read: s.w.judge.read, key: s.key, keyAt: s.keyAt, heardAt: s.heardAt}
	}
	s.last = s.w.v.Now()
	before, asked := s.w.v.Seen(), s.w.judge.asks
	again, was, behind := true, s.keyAt, s.w.v.Now().Sub(s.heardAt) < look
	s.heardAt = s.w.v.Now()
	for _, k := range one.strokes {
		s.machine = s.machine || k.By == "scanner" || k.By == "paste" || k.By == "held" || k.By == "word"
		again = again && (k.Shown() == s.key && one.at.Sub(s.keyAt) < onePress || s.standsAlready(k))
		s.key, s.keyAt = k.Shown(), one.at
	}
	sends()
	s.after, s.askedBy = s.w.v.Seen(), s.w.judge.asks
	n := len(s.dropped)
	switch same := s.after == before && s.w.judge.asks == asked; {
	case same && !again && !hands.Undone(one.strokes):
		s.dropped = append(s.dropped, s.key)
	case !same && n > 0 && (behind || one.at.Sub(was) <= s.mayWait(one, before)):
		s.dropped = s.dropped[:n-1] // it waited whether it stays alone, and both are taken now
	}
}

// mayWait is how long the key before a read may have waited when that is handled.
func (s *silence) mayWait(one read, before tui.Seen) (d time.Duration) {
	d = waits
	if before.Armed() {
		d = waitsArmed
	}
	if s.w.v.Now().After(one.at) { // so did the read, and with it each look at the time
		d += unnoticed
	}
	return d
}

// standsAlready is a key that changes nothing because it is so already, which is seen.
func (s *silence) standsAlready(k hands.Stroke) bool {
	switch text := hands.HalfWidth(k.Text); {
	case k.Name != "":
		return strings.Contains(moving, k.Name)
	case s.w.v.Page() == "lessons" && text >= "1" && text <= "9":
		return true // the row is chosen
	case strings.HasPrefix(k.Text, "\x1b"): // Esc took away what stands there again
		return s.w.v.Entry() == text[1:]
	case text == "0":
		return s.w.v.Entry() == "0" || strings.HasSuffix(s.w.v.Entry(), "+0")
	}
	return false
}

// late: the last key acted when it had stayed alone.
func (s *silence) late() {
	if n := len(s.dropped); n > 0 && s.dropped[n-1] == s.key && (s.w.v.Seen() != s.after || s.w.judge.asks != s.askedBy) {
		s.dropped = s.dropped[:n-1]
	}
}

// ends looks whether all keys of the burst have left something. What a scanner or a
// paste changes comes when it is over; of a person's keys that were not taken something
// was said, unless they were a code.
func (s *silence) ends() {
	s.late()
	now := s.w.v.Seen()
	changed := now != s.began || s.w.judge.asks != s.asked
	if len(s.dropped) == 0 || s.w.v.Left() || now.Said(s.began) || s.w.judge.read != s.read || s.machine && changed {
		return
	}
	s.w.breaks("0.2", "%s: neither the entry nor the page changed, and nothing was said", strings.Join(s.dropped, " "))
}
