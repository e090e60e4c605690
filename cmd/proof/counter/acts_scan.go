package main

import (
	"slices"
	"time"

	"facetill/cmd/proof/hands"
)

// scanned is a label or a phone before the scanner.
type scanned struct {
	s     *hands.Scan
	after time.Duration
}

func (a *scanned) scan() *hands.Scan { return a.s }

// strokes are its keys. A code may be charged once for each time that it was read.
func (a *scanned) strokes(j *judge) []hands.Stroke {
	list := hands.Strokes("scanner", a.s.Keys)
	list[0].After = a.after
	code := a.s.Code
	if code == "" {
		return list
	}
	list[0].Mean = func() { j.sees(); j.comes(code) }
	if a.s.Again > 0 {
		list[a.s.Again].Mean = list[0].Mean
	}
	list[len(list)-1].Also(func() { j.complete(code) })
	return list
}

func (a *scanned) play(w *world) {
	w.tell("         (%s)", a.s)
	j, b := w.judge, w.begins(a.after)
	began := len(j.sales)
	list := a.strokes(j)
	list[0].After = 0
	j.disturbed = true
	due := a.charges(w, b.quiet)
	w.keys.play(list)
	w.settle(900 * time.Millisecond)
	w.st.scans++
	if b.quiet < chained+w.keys.how.Lag() {
		j.doubt = true // what somebody typed may have been taken out with it
	}
	switch {
	case due && len(j.sales) == began && w.wrong == nil:
		w.breaks("0.1", "a whole payment code was not charged; %s", w.screen())
	case a.s.Code == "":
		j.untouched(b, list[0].Text, "a scan of "+a.s.String())
	}
	j.leavesNothing(b, "a scan of "+a.s.String())
	if due {
		w.st.codes++
	}
}

// charges: a whole code, an amount that stands, and nothing in the way.
func (a *scanned) charges(w *world, quiet time.Duration) bool {
	j := w.judge
	if a.s.Code == "" || j.doubt || !w.keys.how.Even() || quiet < 1500*time.Millisecond || w.v.Now().Sub(w.since) < afterGrace || len(j.standing) == 0 || a.s.Again > 0 ||
		slices.ContainsFunc(a.s.Keys[1:], func(k hands.Timed) bool { return k.Gap > hands.ManyFollowed }) {
		return false
	}
	switch w.v.Page() {
	case "amount":
		shown, ok := hands.Worth(w.v.Entry())
		return ok && j.standing[shown]
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
	j := w.judge
	keys := append(a.t.strokes(j), j.enter(a.t.enter, &a.t.value))
	before := w.look()
	j.disturbed = true
	list := hands.Merged(keys, (&scanned{s: a.s}).strokes(j), a.into, a.ahead)
	j.makes(list)
	if w.script.at.field {
		j.strays(list, a.s.Code)
	}
	w.keys.play(list)
	w.settle(900 * time.Millisecond)
	after := w.look()
	onTheWay := func(prior string) bool { // or as the act before left it, which was judged
		return slices.Contains(hands.OnTheWay(prior, a.t.keys, a.t.wrong), hands.Normal(after.entry))
	}
	if _, amount := hands.Worth(after.entry); amount && after.page == "amount" && after.entry != before.entry && !w.v.Kept() && !j.seen[after.entry] && !onTheWay(a.t.prior) && !onTheWay(before.entry) {
		w.breaks("0.1", "somebody typed %q, a scanner got in the way, and the entry is %q", a.t.prior+a.t.text, after.entry)
	}
}
