package main

import (
	"facetill/cmd/proof/hands"
	"maps"
	"slices"
	"time"
)

// scanned is a label or a phone before the scanner.
type scanned struct {
	s     *hands.Scan
	after time.Duration
}

func (a *scanned) scan() *hands.Scan { return a.s }

// strokes are its keys. A code may be charged once for each time that it was read.
func (a *scanned) strokes(w *world) []hands.Stroke {
	list := hands.Strokes("scanner", a.s.Keys)
	list[0].After = a.after
	code := a.s.Code
	if code == "" {
		return list
	}
	list[0].Mean = func() { w.sees(); w.codes[code]++ }
	if a.s.Again > 0 {
		list[a.s.Again].Mean = list[0].Mean
	}
	last, begins := &list[len(list)-1], list[len(list)-1].Mean
	last.Mean = func() { // it is for what stands there now, whenever the till hears of it
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
	list[0].After = 0
	w.disturbed = true
	due := a.s.Code != "" && a.charges(w, quiet)
	w.playAll(list)
	w.run(900*time.Millisecond + w.how.lag())
	w.st.scans++
	if quiet < chained+w.how.lag() {
		w.doubt = true // what somebody typed may have been taken out with it
	}
	switch {
	case due && len(w.sales) == began && w.wrong == nil:
		w.breaks("0.1", "a whole payment code was not charged; %s", w.screen())
	case a.s.Code == "":
		w.untouched(before, quiet, list[0].Text, "a scan of "+a.s.String())
	}
	w.leavesNothing(before, "a scan of "+a.s.String())
	if due {
		w.st.codes++
	}
}

// charges: a whole code, an amount that stands, and nothing in the way.
func (a *scanned) charges(w *world, quiet time.Duration) bool {
	if w.doubt || !w.how.even() || quiet < 1500*time.Millisecond || w.v.Now().Sub(w.since) < afterGrace || len(w.standing) == 0 || a.s.Again > 0 {
		return false
	}
	for i, k := range a.s.Keys {
		if i > 0 && k.Gap > hands.ManyFollowed {
			return false
		}
	}
	switch w.v.Page() {
	case "amount":
		shown, ok := hands.Worth(w.v.Entry())
		return ok && w.standing[shown]
	case "code":
		return true
	}
	return false
}

// mixed is a label that comes into the scanner while somebody types.
type mixed struct {
	t     *typed
	s     *hands.Scan
	into  int           // the scan begins before this key
	ahead time.Duration // by so long
}

func (a *mixed) scan() *hands.Scan { return a.s }

func (a *mixed) play(w *world) {
	w.tell("         (while somebody types %q: %s)", a.t.text, a.s)
	keys := append(a.t.strokes(w), a.t.enters(w))
	before := w.look()
	w.disturbed = true
	scan := (&scanned{s: a.s}).strokes(w)
	list := hands.Merged(keys, scan, a.into, a.ahead)
	w.makes(list)
	w.playAll(list)
	w.run(900*time.Millisecond + w.how.lag())
	after := w.look()
	if _, amount := hands.Worth(after.entry); amount && after.page == "amount" && after.entry != before.entry && !w.v.Kept() && !w.seen[after.entry] && !slices.Contains(a.t.onTheWay(), hands.Normal(after.entry)) {
		w.breaks("0.1", "somebody typed %q, a scanner got in the way, and the entry is %q", a.t.prior+a.t.text, after.entry)
	}
}

// makes notes which payment codes come of a label by keys in its midst, or right before
// or behind a part of it: no phone shows them, and nobody can tell.
func (w *world) makes(list []hands.Stroke) {
	for i := range list {
		text := ""
		for n := i; n < len(list) && list[n].Name == "" && hands.Runes(text) < hands.CodeDigits; n++ {
			text += hands.HalfWidth(list[n].Text)
		}
		around := list[max(i-1, 0):min(i+hands.Runes(text)+1, len(list))]
		byPerson := slices.ContainsFunc(around, func(s hands.Stroke) bool { return s.By != "scanner" })
		if _, real := w.codes[text]; !real && byPerson && hands.IsWeChat(text) {
			w.made[text] = true
		}
	}
}
