package main

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// scanned is a label or a phone before the scanner.
type scanned struct {
	s     *scan
	after time.Duration
}

func (a *scanned) scan() *scan { return a.s }

// strokes are its keys. A code may be charged once for each time that it was read.
func (a *scanned) strokes(w *world) []stroke {
	list := strokes("scanner", a.s.keys)
	list[0].after = a.after
	code := a.s.code
	if code == "" {
		return list
	}
	list[0].mean = func() { w.sees(); w.codes[code]++ }
	if a.s.again > 0 {
		list[a.s.again].mean = list[0].mean
	}
	last, begins := &list[len(list)-1], list[len(list)-1].mean
	last.mean = func() { // it is for what stands there now, whenever the till hears of it
		if begins != nil {
			begins()
		}
		w.standingFor[code] = maps.Clone(w.standing)
	}
	return list
}

func (a *scanned) play(w *world) {
	w.tell("         (%s)", a.s)
	quiet := w.quiet() + a.after
	w.run(a.after)
	w.sees()
	before, began := w.look(), len(w.sales)
	list := a.strokes(w)
	list[0].after = 0
	w.disturbed = true
	due := a.s.code != "" && a.charges(w, quiet)
	w.playAll(list)
	w.run(900*time.Millisecond + w.how.lag())
	w.st.scans++
	if quiet < chained+w.how.lag() {
		w.doubt = true // what somebody typed may have been taken out with it
	}
	switch {
	case due && len(w.sales) == began && w.wrong == nil:
		w.breaks("0.1", "a whole payment code was not charged; %s", w.screen())
	case a.s.code == "":
		w.untouched(before, quiet, list[0].text, "a scan of "+a.s.String())
	}
	w.leavesNothing(before, "a scan of "+a.s.String())
	if due {
		w.st.codes++
	}
}

// charges: a whole code, an amount that stands, and nothing in the way.
func (a *scanned) charges(w *world, quiet time.Duration) bool {
	if w.doubt || !w.how.even() || quiet < 1500*time.Millisecond || w.v.Now().Sub(w.since) < afterGrace || len(w.standing) == 0 || a.s.again > 0 {
		return false
	}
	for i, k := range a.s.keys {
		if i > 0 && k.gap > manyFollowed {
			return false
		}
	}
	switch w.v.Page() {
	case "amount":
		shown, ok := worth(w.v.Entry())
		return ok && w.standing[shown]
	case "code":
		return true
	}
	return false
}

// mixed is a label that comes into the scanner while somebody types.
type mixed struct {
	t     *typed
	s     *scan
	into  int           // the scan begins before this key
	ahead time.Duration // by so long
}

func (a *mixed) scan() *scan { return a.s }

func (a *mixed) play(w *world) {
	w.tell("         (while somebody types %q: %s)", a.t.text, a.s)
	keys := append(a.t.strokes(w), a.t.enters(w))
	before := w.look()
	w.disturbed = true
	scan := (&scanned{s: a.s}).strokes(w)
	list := merged(keys, scan, a.into, a.ahead)
	w.makes(list)
	w.playAll(list)
	w.run(900*time.Millisecond + w.how.lag())
	after := w.look()
	if _, amount := worth(after.entry); amount && after.page == "amount" && after.entry != before.entry && !w.v.Kept() && !w.seen[after.entry] && !slices.Contains(a.t.onTheWay(), normal(after.entry)) {
		w.breaks("0.1", "somebody typed %q, a scanner got in the way, and the entry is %q", a.t.prior+a.t.text, after.entry)
	}
}

// makes notes which payment codes come of a label by keys in its midst, or right before
// or behind a part of it: no phone shows them, and nobody can tell.
func (w *world) makes(list []stroke) {
	for i := range list {
		text := ""
		for n := i; n < len(list) && list[n].name == "" && runes(text) < codeDigits; n++ {
			text += halfWidth(list[n].text)
		}
		around := list[max(i-1, 0):min(i+runes(text)+1, len(list))]
		byPerson := slices.ContainsFunc(around, func(s stroke) bool { return s.by != "scanner" })
		if _, real := w.codes[text]; !real && byPerson && isWeChat(text) {
			w.made[text] = true
		}
	}
}

// codeDigits is how long a payment code is.
const codeDigits = 18

// merged puts b into a: it begins a time before the key with that number.
func merged(a, b []stroke, into int, ahead time.Duration) (list []stroke) {
	type timedStroke struct {
		at time.Duration
		s  stroke
	}
	var all []timedStroke
	at, begin := time.Duration(0), time.Duration(0)
	for i, s := range a {
		if at += s.after; i == into {
			begin = at - ahead
		}
		all = append(all, timedStroke{at, s})
	}
	at = max(begin, 0)
	for i, s := range b {
		if i > 0 {
			at += s.after
		}
		all = append(all, timedStroke{at, s})
	}
	slices.SortStableFunc(all, func(a, b timedStroke) int { return cmp.Compare(a.at, b.at) })
	last := time.Duration(0)
	for _, t := range all {
		t.s.after, last = t.at-last, t.at
		list = append(list, t.s)
	}
	return list
}
