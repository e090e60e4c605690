package main

import (
	"math/rand/v2"
	"time"

	"facetill/cmd/proof/hands"
)

// gaveAPart is somebody who gives a part of a sale back: how much, the first reason, no
// note, and the two Enters that it takes.
type gaveAPart struct {
	noScan
	t     *typed
	apart time.Duration
}

func newPart(r *rand.Rand, after time.Duration) *gaveAPart {
	t := newTyped(r, after, false)
	t.text = hands.OneOf(r, "2.5", "5", "50", "0.80", "12.8", "10", "3,33", "1.5+2", "１。５")
	t.keys = hands.NewTypist(r).Types(t.text)
	if t.wrong > 0 {
		t.wrong = 1 + r.IntN(len(t.keys))
	}
	return &gaveAPart{t: t, apart: time.Duration(800+r.IntN(900)) * time.Millisecond}
}

func (a *gaveAPart) play(w *world) {
	j := w.judge
	w.keys.play(append(a.t.strokes(j), j.enter(a.t.enter, &a.t.value)))
	for _, name := range []string{"1", "enter", "enter", "enter"} {
		w.run(a.apart)
		w.keys.down(j.deliberate(name, 0))
	}
	w.settle(600 * time.Millisecond)
}
