package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"facetill/cmd/proof/hands"
	"facetill/flow/refund"
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

func newTyped(r *rand.Rand, after time.Duration, look bool) *typed {
	t := hands.NewTypist(r)
	a := &typed{after: after, text: hands.AmountText(r), look: look, enter: t.Gap()}
	if r.IntN(6) == 0 {
		a.text = hands.ByInputMethod(r, a.text)
	}
	if r.IntN(12) == 0 {
		a.wrong = 1 + r.IntN(hands.Runes(a.text))
	}
	a.keys = t.Types(a.text)
	if look {
		a.enter = time.Duration(900+r.IntN(1500)) * time.Millisecond
	}
	return a
}

// strokes are its keys without Enter.
func (a *typed) strokes(j *judge) []hands.Stroke {
	list := hands.Strokes("typist", a.keys)
	list[0].After = a.after
	list[0].Also(func() { a.prior = j.beginsTyping(); a.value, _ = hands.Worth(a.prior + a.text) })
	if a.wrong > 0 {
		list = slices.Insert(list, a.wrong, hands.Stroke{After: min(a.keys[0].Gap+hands.Fastest, hands.Slowest), Text: "7", By: "typist"},
			hands.Key("typist", "backspace", 200*time.Millisecond, nil))
	}
	list[len(list)-1].Also(func() { j.means(a.value) })
	return list
}

func (a *typed) play(w *world) {
	j := w.judge
	quiet, stood := w.keys.quiet()+a.after, w.v.Now().Sub(w.since)+a.after
	list, enter := a.strokes(j), j.enter(a.enter, &a.value)
	counts := w.script.at.amounts && w.keys.how.Stall == 0 && quiet >= afterGrace && stood >= afterGrace && strings.Contains("amount result rest", w.v.Page())
	if j.doubt && j.knows() != "" {
		counts = false // what is left of keys that were lost: the till asks once more
	}
	if !a.look {
		from := len(j.sales)
		w.keys.play(append(list, enter))
		w.settle(600 * time.Millisecond)
		if counts && a.value > 0 && a.mayBeFace(w) {
			w.st.typist(w, len(j.sales) > from && hands.Fen(j.sales[len(j.sales)-1].TotalFee) == a.value, a)
		}
		return
	}
	w.keys.play(list)
	w.run(a.enter)
	for range 2 {
		if w.v.Page() != "amount" {
			return // it can be seen that this is not where amounts are typed
		}
		if shown, ok := hands.Worth(w.v.Entry()); ok && shown == a.value {
			enter.After = 10 * time.Millisecond
			w.keys.down(enter)
			w.settle(600 * time.Millisecond)
			return
		}
		w.keys.down(j.deliberate("esc", 10*time.Millisecond))
		w.run(time.Second)
		w.keys.play(list)
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
	list := hands.Strokes("typist", a.keys)
	list[0].After = a.after
	list[0].Also(func() { w.judge.beginsTyping() })
	w.keys.play(append(list, w.judge.enter(a.keys[0].Gap, new(hands.Fen))))
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
	j, b := w.judge, w.begins(a.after)
	// One or two characters are no paste for the till.
	likeTyped := hands.Runes(a.text) < 3 && (!a.brackets || w.keys.how.Windows)
	j.disturbed = !likeTyped
	list := []hands.Stroke{{Text: a.text, Paste: a.brackets, By: "paste"}}
	code := strings.TrimSpace(a.text)
	switch {
	case a.word:
		value := new(hands.Fen)
		list[0].By = "word"
		list[0].Mean = func() { *value = j.typesAmount(j.beginsTyping() + a.text) }
		list = append(list, j.enter(a.enter, value))
	case likeTyped:
		list[0].Mean = func() {
			last := ""
			if n := len(j.sales); n > 0 && w.v.Page() == "result" && a.text[0] == '+' {
				last = j.sales[n-1].TotalFee.String() // a plus goes on with what was not paid
			}
			j.typesAmount(j.beginsTyping() + last + a.text)
			if hands.Runes(a.text) == 1 { // a key, for all that anybody can tell
				j.press(a.text)
			}
		}
	case hands.IsWeChat(code): // for all that the till knows it was scanned
		list[0].Mean = func() { j.comes(code); j.complete(code) }
	}
	w.keys.play(list)
	w.settle(900 * time.Millisecond)
	if !likeTyped && !a.word && !w.script.at.field && len(j.codes) == 0 {
		j.untouched(b, a.text[:1], fmt.Sprintf("a paste of %q", a.text))
	}
}

// heldDown is a key that somebody leans on.
type heldDown struct {
	noScan
	after time.Duration
	name  string
	d     time.Duration
}

func (a *heldDown) play(w *world) {
	j := w.judge
	from := len(j.sales)
	b := w.begins(a.after)
	var list []hands.Stroke
	for i, k := range hands.Held('x', a.d) {
		s := hands.Stroke{After: k.Gap, Text: a.name}
		if hands.Named(a.name) {
			s = hands.Key("", a.name, k.Gap, func() { j.stillDown(a.name, from) })
		}
		if i == 0 {
			s = j.deliberate(a.name, 0)
			if hands.InAmount(a.name) && a.d > hands.RepeatAfter {
				s.Mean = func() { j.beginsTyping() }
			}
		}
		s.By = "held"
		list = append(list, s)
	}
	w.keys.play(list)
	w.settle(900 * time.Millisecond)
	j.seesSame(b)
	j.seesLeft(a.name)
}

// pressed is a key that somebody presses as often, so far apart.
type pressed struct {
	noScan
	after, apart time.Duration
	name         string
	times        int
}

func (a *pressed) play(w *world) {
	j, b := w.judge, w.begins(a.after)
	decided, due := w.st.decisions, b.quiet >= 1500*time.Millisecond && a.decides(w)
	for i := range a.times {
		s := j.deliberate(a.name, 0)
		if i > 0 {
			s.After = a.apart
		}
		again := i > 0 || a.name != "enter" && a.name != "ctrl+c"
		if a.times > 1 && a.apart <= closeBy && !hands.InAmount(a.name) && a.name != "esc" && again {
			s.Mean = nil // a character that bounces is no press, another key is one
		}
		w.keys.down(s)
		w.run(0)
	}
	w.settle(600 * time.Millisecond)
	j.seesSame(b)
	if due && w.st.decisions == decided {
		w.breaks("0.3", "%s was pressed twice, %v apart, and nothing was decided; %s", a.name, a.apart, w.screen())
	}
	j.seesLeft(a.name)
}

// decides: two presses as the rule wants them, where they have a meaning.
func (a *pressed) decides(w *world) bool {
	if a.times != 2 || a.apart < 800*time.Millisecond || a.apart > 2*time.Second || !w.keys.how.Even() || w.v.Now().Sub(w.since) < afterGrace {
		return false
	}
	switch a.name {
	case "n":
		return w.v.Page() == "stopped" && w.script.at.name != "stopped, and free again"
	case "g", "b":
		return w.v.Page() == "claims"
	case "o":
		began := func(e refund.Entry) bool { return e.State == refund.Entered }
		return w.v.Page() == "beside" && !w.opt.ManagerPIN && len(w.till.beside) < 4 && !slices.ContainsFunc(w.till.beside, began)
	}
	return false
}

// closeBy is how near another character makes a deciding key none (money rule 0.3).
const closeBy = 120 * time.Millisecond

// handCode is a payment code that somebody types from the phone's screen.
type handCode struct {
	noScan
	after time.Duration
	code  string
	keys  []hands.Timed
	enter time.Duration
}

func (a *handCode) play(w *world) {
	j, b := w.judge, w.begins(a.after)
	list := hands.Strokes("typist", a.keys)
	list[0].After = 0
	// Whatever the page makes of its digits, it is that code, for what stands before it.
	list[len(list)-1].Mean = func() { j.comes(a.code); j.standingFor[a.code] = b.stood }
	quick := !slices.ContainsFunc(a.keys[1:], func(k hands.Timed) bool { return k.Gap > hands.ManyFollowed })
	if w.v.Page() != "code" && !quick { // for all that the till knows it is an amount
		list[0].Mean = func() { j.beginsTyping() }
	}
	w.keys.play(append(list, j.enter(a.enter, new(hands.Fen))))
	w.settle(900 * time.Millisecond)
	if w.look() == b.view { // it was a code, and never an amount
		j.standing = b.stood
	}
}

// escaped is Esc and a character in one read: Alt, for a terminal.
type escaped struct {
	noScan
	after time.Duration
	r     rune
}

func (a *escaped) play(w *world) {
	j, typed := w.judge, string(a.r)
	s := j.deliberate("esc", a.after)
	s.Name, s.Text = "", "\x1b"+typed
	s.Also(func() {
		if _, digit := hands.Worth("1" + typed); !digit {
			return
		}
		if w.v.Page() == "amount" {
			j.stands()
		} else { // Esc may lead back to what stands, or to nothing new; there it took that away
			j.typesAmount(w.v.Entry() + typed)
		}
		j.typesAmount(typed)
	})
	w.keys.down(s)
	w.settle(900 * time.Millisecond)
}
