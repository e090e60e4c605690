package main

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/cmd/proof/hands"
	"facetill/tui"
)

// read is what one read of the terminal brought.
type read struct {
	at      time.Time
	strokes []hands.Stroke
}

// keyboard brings what people and scanners do to the screen, in time or late.
type keyboard struct {
	w              *world
	how            hands.Delivery
	lastKey        time.Time // of anybody
	text, lastText string    // of the last key, now and when the act in hand began
}

// quiet is how long nobody touched a key.
func (k *keyboard) quiet() time.Duration { return k.w.v.Now().Sub(k.lastKey) }

// play brings strokes in their sequence, each after the one before.
func (k *keyboard) play(list []hands.Stroke) {
	start := k.w.v.Now()
	begin := start.Add(k.how.From)
	end := begin.Add(k.how.Stall)
	at := start
	var waiting []read
	for i := 0; i < len(list); {
		at = at.Add(list[i].After)
		n, last := i+1, at
		for n < len(list) && k.how.Bundle > 0 && last.Add(list[n].After).Sub(at) <= k.how.Bundle {
			last = last.Add(list[n].After)
			n++
		}
		one := read{last, list[i:n]}
		i, at = n, last
		if k.how.Stall > 0 && !last.Before(begin) && last.Before(end) {
			k.w.runTo(begin)
			k.goesDown(one)
			waiting = append(waiting, one)
			continue
		}
		k.release(waiting, end)
		waiting = nil
		k.w.runTo(last)
		k.goesDown(one)
		k.handle(one)
	}
	k.release(waiting, end)
}

// down is a key that is read and handled at once.
func (k *keyboard) down(s hands.Stroke) { k.play([]hands.Stroke{s}) }

// release ends a stall: what came meanwhile is handled now, or what is overdue is
// handled first.
func (k *keyboard) release(waiting []read, end time.Time) {
	if len(waiting) == 0 {
		return
	}
	k.w.tell("%-8s (the stall ends)", "")
	k.w.v.Stall(end.Sub(k.w.v.Now()))
	if overdueFirst := k.w.r.IntN(2) == 0; overdueFirst {
		k.w.run(0)
	}
	if k.how.Whole && !k.how.Windows { // one read brings it all
		all := read{at: end}
		for _, one := range waiting {
			all.strokes = append(all.strokes, one.strokes...)
		}
		waiting = []read{all}
	}
	for _, one := range waiting {
		k.handle(one)
	}
}

// goesDown: somebody means it now, whenever the screen hears of it.
func (k *keyboard) goesDown(one read) {
	for _, s := range one.strokes {
		k.w.judge.down(s)
		k.w.st.keys += hands.Runes(s.Text)
		if k.w.tells {
			k.w.tell("%-8s %s", s.By, s.Shown())
		}
	}
	k.lastKey, k.text = one.at, one.strokes[len(one.strokes)-1].Text
}

// handle hands a read to the screen, and hears what it says. A console has neither times
// nor pastes, and each key by itself.
func (k *keyboard) handle(one read) {
	k.w.judge.silence.hearing(one, func() {
		var keys []tea.KeyMsg
		for _, s := range one.strokes {
			for _, key := range hands.Parse(s) {
				if k.how.Windows {
					key.Paste = false
					k.w.v.Send(tui.Read{Keys: []tea.KeyMsg{key}})
					continue
				}
				keys = hands.Join(keys, key)
			}
		}
		if !k.how.Windows {
			k.w.v.Send(tui.Read{At: one.at, Keys: keys})
		}
	})
}
