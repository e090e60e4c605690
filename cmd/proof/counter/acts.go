package main

import (
	"facetill/cmd/proof/hands"
	"fmt"
	"maps"
	"strings"
	"time"
)

// act is something that people or scanners do at the counter.
type act interface {
	// scan is the one that is in it, if any: its scanner may need a prefix.
	scan() *hands.Scan
	play(w *world)
}

type noScan struct{}

func (noScan) scan() *hands.Scan { return nil }

// typed is an amount that somebody types, with or without a look at the screen.
type typed struct {
	noScan
	after time.Duration
	text  string
	keys  []hands.Timed
	value hands.Fen     // 0 is no amount
	prior string        // what stood there before
	look  bool          // looks before Enter
	enter time.Duration // the pause before Enter
	wrong int           // after this character a wrong digit and a Backspace; 0 is never
}

func (w *world) newTyped(after time.Duration, look bool) *typed {
	t := hands.NewTypist(w.r)
	a := &typed{after: after, text: hands.AmountText(w.r), look: look, enter: t.Gap()}
	if w.r.IntN(6) == 0 {
		a.text = hands.ByInputMethod(w.r, a.text)
	}
	if w.r.IntN(12) == 0 {
		a.wrong = 1 + w.r.IntN(hands.Runes(a.text))
	}
	a.keys = t.Types(a.text)
	if look {
		a.enter = time.Duration(900+w.r.IntN(1500)) * time.Millisecond
	}
	return a
}

// strokes are its keys without Enter.
func (a *typed) strokes(w *world) (list []hands.Stroke) {
	for i, k := range a.keys {
		s := hands.Stroke{After: k.Gap, Text: string(k.R), By: "typist"}
		if i == 0 {
			s.After = a.after
			s.Mean = func() { a.prior = w.beginsTyping(); a.value, _ = hands.Worth(a.prior + a.text) }
		}
		list = append(list, s)
		if i+1 == a.wrong {
			list = append(list, hands.Stroke{After: min(a.keys[0].Gap+hands.Fastest, hands.Slowest), Text: "7", By: "typist"}, hands.Key("typist", "backspace", 200*time.Millisecond, nil))
		}
	}
	last := &list[len(list)-1]
	begins := last.Mean
	last.Mean = func() {
		if begins != nil {
			begins()
		}
		w.typedAmount(a.value)
	}
	return list
}

// onTheWay are the texts that its keys make one after the other.
func (a *typed) onTheWay() (texts []string) {
	text := a.prior
	for i, k := range a.keys {
		text += string(k.R)
		texts = append(texts, hands.Normal(text))
		if i+1 == a.wrong {
			texts = append(texts, hands.Normal(text+"7"))
		}
	}
	return texts
}

// beginsTyping: where an amount can be typed, no other one is meant any more. It
// returns what stands there already.
func (w *world) beginsTyping() (prior string) {
	if !strings.Contains("amount result claims rest", w.v.Page()) {
		return ""
	}
	w.stands()
	if w.knows() == "" { // a new page, or taken out whole
		return ""
	}
	return w.base
}

// typedAmount is meant from its last character on; 0 is none.
func (w *world) typedAmount(value hands.Fen) {
	if value > 0 {
		w.standing[value], w.once[value] = true, true
	}
}

// enters is Enter behind an amount.
func (a *typed) enters(w *world) hands.Stroke {
	return w.enter(a.enter, func() {
		if a.value > 0 {
			w.face[a.value] = w.soon()
		}
	})
}

// enter is a typist's, and what is meant by it.
func (w *world) enter(after time.Duration, mean func()) hands.Stroke {
	return hands.Key("typist", "enter", after, func() {
		w.pressedKey("enter")
		if w.v.Page() == "lessons" {
			w.pressedKey("lesson")
		}
		w.confirms()
		if mean != nil {
			mean()
		}
	})
}

func (a *typed) play(w *world) {
	quiet := w.quiet() + a.after
	list := a.strokes(w)
	enter := a.enters(w)
	stood := w.v.Now().Sub(w.since) + a.after
	counts := w.at.amounts && w.how.stall == 0 && quiet >= afterGrace && stood >= afterGrace && strings.Contains("amount result rest", w.v.Page())
	if w.doubt && w.knows() != "" {
		counts = false // what is left of keys that were lost: the till asks once more
	}
	if !a.look {
		from := len(w.sales)
		w.playAll(append(list, enter))
		w.run(600*time.Millisecond + w.how.lag())
		if counts && a.value > 0 && a.mayBeFace(w) {
			w.st.typist(w, len(w.sales) > from && hands.Fen(w.sales[len(w.sales)-1].TotalFee) == a.value, a)
		}
		return
	}
	w.playAll(list)
	w.run(a.enter)
	for range 2 {
		if w.v.Page() != "amount" {
			return // it can be seen that this is not where amounts are typed
		}
		if shown, ok := hands.Worth(w.v.Entry()); ok && shown == a.value && a.value > 0 {
			enter.After = 10 * time.Millisecond
			w.playAll([]hands.Stroke{enter})
			w.run(600*time.Millisecond + w.how.lag())
			return
		}
		w.playAll([]hands.Stroke{w.deliberate("esc", 10*time.Millisecond)})
		w.run(time.Second)
		w.playAll(list)
		w.run(1200 * time.Millisecond)
	}
}

// afterGrace is when PAID, the slowest, takes keys (money rules 0.4 and 5.3).
const afterGrace = 1300 * time.Millisecond

// mayBeFace: the camera takes that amount.
func (a *typed) mayBeFace(w *world) bool {
	return w.opt.FaceEnabled && (w.opt.FaceLimit == 0 || a.value <= hands.Fen(w.opt.FaceLimit))
}

// misspelt is no amount: nothing may begin with it.
type misspelt struct {
	noScan
	after time.Duration
	text  string
	keys  []hands.Timed
}

func (a *misspelt) play(w *world) {
	var list []hands.Stroke
	for i, k := range a.keys {
		s := hands.Stroke{After: k.Gap, Text: string(k.R), By: "typist"}
		if i == 0 {
			s.After, s.Mean = a.after, func() { w.beginsTyping() }
		}
		list = append(list, s)
	}
	w.playAll(append(list, w.enter(a.keys[0].Gap, nil)))
	w.run(700 * time.Millisecond)
}

// pasted is a text that comes at once: of a clipboard, or the words of an input
// method.
type pasted struct {
	noScan
	after    time.Duration
	text     string
	brackets bool
	word     bool // an input method's: somebody typed it, and means it
	enter    time.Duration
}

func (a *pasted) play(w *world) {
	quiet := w.quiet() + a.after
	w.run(a.after)
	w.sees()
	before := w.look()
	w.disturbed = !a.likeTyped(w)
	s := hands.Stroke{Text: a.text, Paste: a.brackets, By: "paste"}
	list := []hands.Stroke{s}
	if code := strings.TrimSpace(a.text); hands.IsWeChat(code) { // for all that the till knows it was scanned
		list[0].Mean = func() { w.codes[code]++; w.standingFor[code] = maps.Clone(w.standing) }
	}
	if a.likeTyped(w) && !a.word {
		list[0].Mean = func() {
			value, _ := hands.Worth(w.beginsTyping() + a.text)
			w.typedAmount(value)
			if hands.Runes(a.text) == 1 { // a key, for all that anybody can tell
				w.pressedKey(a.text)
			}
		}
	}
	if a.word {
		var value hands.Fen
		list[0].By = "word"
		list[0].Mean = func() {
			value, _ = hands.Worth(w.beginsTyping() + a.text)
			w.typedAmount(value)
		}
		list = append(list, w.enter(a.enter, func() {
			if value > 0 {
				w.face[value] = w.soon()
			}
		}))
	}
	w.playAll(list)
	w.run(900*time.Millisecond + w.how.lag())
	if !a.likeTyped(w) && !a.word && !w.at.field && len(w.codes) == 0 {
		w.untouched(before, quiet, a.text[:1], fmt.Sprintf("a paste of %q", a.text))
	}
}

// likeTyped: one or two characters that are no paste for the till.
func (a *pasted) likeTyped(w *world) bool {
	return hands.Runes(a.text) < 3 && (!a.brackets || w.how.windows)
}

// heldDown is a key that somebody leans on.
type heldDown struct {
	noScan
	after time.Duration
	name  string
	d     time.Duration
}

func (a *heldDown) play(w *world) {
	var list []hands.Stroke
	from := len(w.sales)
	w.run(a.after)
	w.sees()
	for i, k := range hands.Held('x', a.d) {
		s := hands.Stroke{After: k.Gap, Text: a.name, By: "held"}
		if hands.Named(a.name) {
			s = hands.Key("held", a.name, k.Gap, func() { w.stillDown(a.name, from) })
		}
		if i == 0 {
			s = w.deliberate(a.name, 0)
			s.By = "held"
			if strings.Contains(".+0123456789", a.name) && a.d > hands.RepeatAfter {
				s.Mean = func() { w.beginsTyping() }
			}
		}
		list = append(list, s)
	}
	before, stood := w.look(), maps.Clone(w.standing)
	w.playAll(list)
	w.run(900*time.Millisecond + w.how.lag())
	w.asBefore(before, stood)
	w.seesLeft(a.name)
}

// seesLeft: who takes away sees what is left.
func (w *world) seesLeft(name string) {
	if value, ok := hands.Worth(w.v.Entry()); ok && name == "backspace" && w.v.Page() == "amount" {
		w.stands(value)
	}
}

// stillDown: Enter that is held means what it meant, until a sale has begun.
func (w *world) stillDown(name string, from int) {
	if name == "enter" && len(w.sales) == from {
		for amount := range w.face {
			w.face[amount] = w.soon()
		}
	}
}

// asBefore: the entry is what it was, and who looks sees that.
func (w *world) asBefore(before view, stood map[hands.Fen]bool) {
	if w.look() == before && before.page == "amount" {
		w.standing = stood
	}
}

// pressed is a key that somebody presses as often, so far apart.
type pressed struct {
	noScan
	after, apart time.Duration
	name         string
	times        int
}

func (a *pressed) play(w *world) {
	quiet := w.quiet() + a.after
	w.run(a.after)
	w.sees()
	before, stood := w.look(), maps.Clone(w.standing)
	decided, due := w.st.decisions, quiet >= 1500*time.Millisecond && a.decides(w)
	for i := range a.times {
		s := w.deliberate(a.name, 0)
		if i > 0 {
			s.After = a.apart
		}
		if a.times > 1 && a.apart <= closeBy && !strings.Contains(".+0123456789", a.name) { // a character that bounces is no press, another key is one
			s.Mean = nil
			if i == 0 && (a.name == "enter" || a.name == "ctrl+c") || a.name == "esc" {
				s.Mean = w.deliberate(a.name, 0).Mean
			}
		}
		w.playAll([]hands.Stroke{s})
		w.run(0)
	}
	w.run(600*time.Millisecond + w.how.lag())
	w.asBefore(before, stood)
	if due && w.st.decisions == decided {
		w.breaks("0.3", "%s was pressed twice, %v apart, and nothing was decided; %s", a.name, a.apart, w.screen())
	}
	w.seesLeft(a.name)
}

// decides: two presses as the rule wants them, where they have a meaning.
func (a *pressed) decides(w *world) bool {
	if a.times != 2 || a.apart < 800*time.Millisecond || a.apart > 2*time.Second || !w.how.even() || w.v.Now().Sub(w.since) < afterGrace {
		return false
	}
	switch a.name {
	case "n":
		return w.v.Page() == "stopped" && w.at.name != "stopped, and free again"
	case "g", "b":
		return w.v.Page() == "claims"
	}
	return false
}

// closeBy is how near another character makes a deciding key none (money rule 0.3).
const closeBy = 120 * time.Millisecond
