package main

import (
	"fmt"
	"math/rand/v2"
	"time"
	"unicode"

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

// playAll plays strokes in their order, each after the one before.
func (w *world) playAll(list []hands.Stroke) {
	start := w.v.Now()
	begin := start.Add(w.how.from)
	end := begin.Add(w.how.stall)
	at := start
	var waiting []read
	for i := 0; i < len(list); {
		at = at.Add(list[i].After)
		n, last := i+1, at
		for n < len(list) && w.how.bundle > 0 && last.Add(list[n].After).Sub(at) <= w.how.bundle {
			last = last.Add(list[n].After)
			n++
		}
		one := read{last, list[i:n]}
		i, at = n, last
		if w.how.stall > 0 && !last.Before(begin) && last.Before(end) {
			w.runTo(begin)
			w.means(one)
			waiting = append(waiting, one)
			continue
		}
		w.release(&waiting, end)
		w.runTo(last)
		w.means(one)
		w.handle(one)
	}
	w.release(&waiting, end)
}

// release ends a stall: what came meanwhile is handled now, or what is overdue is
// handled first.
func (w *world) release(waiting *[]read, end time.Time) {
	if len(*waiting) == 0 {
		return
	}
	w.tell("%-8s (the stall ends)", "")
	w.v.Stall(end.Sub(w.v.Now()))
	overdueFirst := w.r.IntN(2) == 0
	if overdueFirst {
		w.run(0)
	}
	if w.how.whole && !w.how.windows { // one read brings it all
		all := read{at: end}
		for _, one := range *waiting {
			all.strokes = append(all.strokes, one.strokes...)
		}
		*waiting = []read{all}
	}
	for _, one := range *waiting {
		w.handle(one)
	}
	*waiting = nil
}

// means: a key is down, whenever the screen hears of it.
func (w *world) means(one read) {
	for _, s := range one.strokes {
		if s.Mean != nil {
			s.Mean()
		}
		if s.Name == "" && s.By != "scanner" && (s.By != "paste" || hands.Runes(s.Text) < 3) {
			w.typedKeys = append(w.typedKeys, []rune(s.Text)...)
			if w.v.Page() == "lessons" {
				w.pressedKey("lesson")
			}
		}
		for _, r := range s.Text {
			if s.By == "paste" && r > unicode.MaxASCII { // a word of an input method, where words are typed
				w.typedKeys = append(w.typedKeys, r)
			}
		}
		w.st.keys += hands.Runes(s.Text)
		if w.told {
			w.tell("%-8s %s", s.By, s.Shown())
		}
	}
	w.lastKey, w.text = one.at, one.strokes[len(one.strokes)-1].Text
}

// handle hands a read to the screen, and hears what it says.
func (w *world) handle(one read) { w.hearing(one, func() { w.sends(one) }) }

func (w *world) sends(one read) {
	if w.how.windows {
		for _, s := range one.strokes {
			for _, k := range hands.Parse(s) {
				w.v.Send(tui.Read{Keys: single(k)})
			}
		}
		return
	}
	var keys []tea.KeyMsg
	for _, s := range one.strokes {
		for _, k := range hands.Parse(s) {
			keys = hands.Join(keys, k)
		}
	}
	w.v.Send(tui.Read{At: one.at, Keys: keys})
}

// single is a key; a console has no pastes.
func single(k tea.KeyMsg) []tea.KeyMsg {
	k.Paste = false
	return []tea.KeyMsg{k}
}
