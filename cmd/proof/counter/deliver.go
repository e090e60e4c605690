package main

import (
	"fmt"
	"math/rand/v2"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/cmd/proof/hands"
	"facetill/tui"
)

// delivery is how keys come from the keyboard to the screen.
type delivery struct {
	windows bool          // no times: a key is as late as it is handled
	bundle  time.Duration // keys this near come in one read
	stall   time.Duration // nothing is handled for so long, once in each act
	from    time.Duration // after the act began
	whole   bool          // the machine stands still: also who reads the keys
}

func newDelivery(r *rand.Rand) (d delivery) {
	switch n := r.IntN(20); {
	case n < 11:
	case n < 13:
		d.windows = true
	case n < 15:
		d.bundle = time.Duration(5+r.IntN(40)) * time.Millisecond
	default:
		d.windows = n == 15
		d.stall = time.Duration(5+r.IntN(80)) * time.Millisecond
		if r.IntN(2) == 0 {
			d.stall = time.Duration(50+r.IntN(2000)) * time.Millisecond
		}
		d.from = time.Duration(r.Int64N(int64(2 * time.Second)))
		d.whole = r.IntN(2) == 0
	}
	return d
}

// even: nothing is in the way of a typist's keys.
func (d delivery) even() bool { return d.bundle == 0 && d.stall == 0 }

// unseen is how late a stall makes a key without being seen: keys that wait for longer are
// lost together (money rule 0.1), and where the program alone stands still they have times.
func (d delivery) unseen() time.Duration {
	if !d.whole && !d.windows {
		return 0
	}
	return min(d.stall, 40*time.Millisecond)
}

// lag is how late a key may be handled.
func (d delivery) lag() time.Duration { return d.stall + d.bundle }

func (d delivery) String() string {
	text := "keys come one by one"
	if d.windows {
		text = "a console without times"
	}
	if d.bundle > 0 {
		text = fmt.Sprintf("keys within %v come in one read", d.bundle)
	}
	if d.stall > 0 {
		who := "program"
		if d.whole {
			who = "machine"
		}
		text += fmt.Sprintf("; the %s stands still for %v after %v of each act", who, d.stall, d.from)
	}
	return text
}

// read is what one read of the terminal brought.
type read struct {
	at      time.Time
	strokes []hands.Stroke
}

// keyboard brings what people and scanners do to the screen, in time or late.
type keyboard struct {
	w              *world
	how            delivery
	lastKey        time.Time // of anybody
	text, lastText string    // of the last key, now and when the act in hand began
}

// quiet is how long nobody touched a key.
func (k *keyboard) quiet() time.Duration { return k.w.v.Now().Sub(k.lastKey) }

// play brings strokes in their sequence, each after the one before.
func (k *keyboard) play(list []hands.Stroke) {
	start := k.w.v.Now()
	begin := start.Add(k.how.from)
	end := begin.Add(k.how.stall)
	at := start
	var waiting []read
	for i := 0; i < len(list); {
		at = at.Add(list[i].After)
		n, last := i+1, at
		for n < len(list) && k.how.bundle > 0 && last.Add(list[n].After).Sub(at) <= k.how.bundle {
			last = last.Add(list[n].After)
			n++
		}
		one := read{last, list[i:n]}
		i, at = n, last
		if k.how.stall > 0 && !last.Before(begin) && last.Before(end) {
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
	if k.how.whole && !k.how.windows { // one read brings it all
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
				if k.how.windows {
					key.Paste = false
					k.w.v.Send(tui.Read{Keys: []tea.KeyMsg{key}})
					continue
				}
				keys = hands.Join(keys, key)
			}
		}
		if !k.how.windows {
			k.w.v.Send(tui.Read{At: one.at, Keys: keys})
		}
	})
}
