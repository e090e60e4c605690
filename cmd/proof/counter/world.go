package main

import (
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"strings"
	"time"

	"facetill/cmd/proof/hands"
	"facetill/cmd/proof/seeds"
	"facetill/flow"
	"facetill/tui"
)

// world is one entry: a screen on some page, and who does what there.
type world struct {
	seed uint64
	r    *rand.Rand
	st   *stats
	v    *tui.Virtual
	till *fakeTill
	opt  tui.Options
	how  delivery
	at   *place

	// What people mean by now.
	standing    map[hands.Fen]bool            // amounts for which a code may be charged
	once        map[hands.Fen]bool            // all that ever stood
	behind      map[hands.Fen]bool            // what was left for a look at another page
	standingFor map[string]map[hands.Fen]bool // as it was when a code had come
	made        map[string]bool               // codes that keys in the midst of a label made of it
	face        map[hands.Fen]time.Time       // an Enter that begins a face sale, and until when it may
	codes       map[string]int                // payment codes that came whole, and were not charged yet
	presses     map[string][]onPage           // deliberate presses of a key
	pressed     map[string]time.Time          // when the last one may have its effect
	lastKey     time.Time                     // of anybody

	typedKeys      []rune // all that persons typed, for what lands in a field
	text, lastText string // of the last key, now and when the act in hand began
	asked          string // what stood there at the last press of Enter
	askedAt        time.Time
	page           string // on the screen
	since          time.Time
	base           string          // what stands in the entry, as persons know it
	seen           map[string]bool // what stood there when somebody began something
	doubt          bool            // keys of persons may have been lost: the till may ask again
	disturbed      bool            // by something that is to leave no trace there

	silence silence // what is said of keys that are not taken
	asks    int     // of the till behind the screen
	read    int     // codes that it was given

	sales []flow.SaleRequest
	acts  []act
	told  bool // the story is wanted
	story []string
	wrong *seeds.Violation
}

var opening = time.Date(2026, 11, 28, 4, 0, 0, 0, time.UTC)

func newWorld(seed uint64, st *stats, tell bool) *world {
	w := &world{seed: seed, r: rand.New(rand.NewPCG(seed, 0x70726f6f66)), st: st, told: tell,
		standing: map[hands.Fen]bool{}, once: map[hands.Fen]bool{}, standingFor: map[string]map[hands.Fen]bool{}, face: map[hands.Fen]time.Time{}, codes: map[string]int{}, made: map[string]bool{}, presses: map[string][]onPage{}, seen: map[string]bool{"": true},
		pressed: map[string]time.Time{}}
	w.till = &fakeTill{w: w}
	w.opt = tui.Options{Till: w.till, Language: "en", Theme: "mono", FaceEnabled: true, Width: 80, Height: 24,
		StoreName: "Store", Lane: "L1", Cashier: "7", Simulated: true}
	w.till.next = paysAfter(3*time.Second, time.Second)
	w.at = &places[seed%uint64(len(places))]
	w.how = newDelivery(w.r)
	return w
}

// play takes a world from its first key to its last silence.
func (w *world) play() (v *seeds.Violation) {
	defer func() {
		if p := recover(); p != nil {
			w.breaks("panic", "%v\n%s", p, where(debug.Stack()))
			v = w.wrong
		}
	}()
	if w.acts == nil {
		w.plan()
	}
	if w.at.options != nil {
		w.at.options(w)
	}
	w.v = tui.NewVirtual(w.opt, opening)
	defer w.v.Close()
	w.lastKey = opening
	w.run(time.Second)
	w.tell("page %s; %s%s", w.at.name, w.how, w.scanner())
	how := w.how
	w.how = delivery{windows: how.windows}
	w.at.prepare(w)
	w.how = how
	if page := w.v.Page(); w.wrong == nil && page != w.at.page && (w.at.page != "" || page == "amount") {
		w.breaks("0.4", "on the way to %q a cashier who waits for each page came to the page %q", w.at.name, w.v.Page())
	}
	w.tell("-- on the page %s, %s", w.v.Page(), w.screen())
	for _, a := range w.acts {
		if w.wrong != nil {
			break
		}
		if !w.disturbed {
			w.base = w.knows()
			w.seen[w.base] = true
		}
		w.disturbed = false
		w.came()
		w.lastText = w.text
		began := w.v.Now()
		a.play(w)
		if s, alone := a.(*scanned); !alone || s.s.MayBeTyped() || w.since.After(began) {
			w.doubt = true
		}
		w.tell("-- on the page %s, %s", w.v.Page(), w.screen())
	}
	w.run(2 * time.Second)
	w.answered()
	w.end()
	return w.wrong
}

// where is the part of a stack that is the screen's.
func where(stack []byte) string {
	var lines []string
	for line := range strings.Lines(string(stack)) {
		if strings.Contains(line, "/tui/") {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	return strings.Join(lines[:min(len(lines), 4)], "\n")
}

func (w *world) scanner() string {
	if w.opt.ScanPrefix == "" && w.opt.ScanSuffix == "" {
		return ""
	}
	return fmt.Sprintf("; a scanner with prefix %q, suffix %q", w.opt.ScanPrefix, w.opt.ScanSuffix)
}

// came notes when the page came that is on the screen.
func (w *world) came() {
	if page := w.v.Page(); page != w.page {
		if value, _ := hands.Worth(w.v.Entry()); w.page == "claims" && page == "amount" && w.behind[value] {
			w.standing[value] = true // as it was left for the other page
		}
		w.page, w.since = page, w.v.Now()
	}
}

// knows is what a person sees in the entry, and goes on with.
func (w *world) knows() string {
	if w.v.Page() == "amount" && !w.v.Kept() {
		return w.v.Entry()
	}
	return ""
}

// breaks notes the first rule that was broken; the till goes on, the judge does not.
func (w *world) breaks(rule, format string, args ...any) {
	what := fmt.Sprintf(format, args...)
	w.tell("** rule %s: %s", rule, what)
	if w.wrong == nil {
		w.wrong = &seeds.Violation{Rule: rule, What: what}
	}
}

func (w *world) tell(format string, args ...any) {
	if !w.told {
		return
	}
	at := time.Duration(0)
	if w.v != nil {
		at = w.v.Now().Sub(opening)
	}
	w.story = append(w.story, fmt.Sprintf("%9.3f  %s", at.Seconds(), fmt.Sprintf(format, args...)))
}

// screen is what a cashier sees, in short.
func (w *world) screen() string {
	text := fmt.Sprintf("entry %q", w.v.Entry())
	if n := w.v.Notice(); n != "" {
		text += fmt.Sprintf(", it says %q", n)
	}
	return text
}

// run lets time pass.
func (w *world) run(d time.Duration) { w.runTo(w.v.Now().Add(d)) }

func (w *world) runTo(end time.Time) {
	for step := frames; ; {
		next := end
		if end.Sub(w.v.Now()) > step {
			next = w.v.Now().Add(step)
		}
		w.v.Run(next)
		w.came()
		w.late()
		if !next.Before(end) {
			return
		}
	}
}

// frames is how far apart the screen is looked at.
const frames = 100 * time.Millisecond

// until lets time pass until the screen is on a page, a minute at most.
func (w *world) until(page string) bool {
	for range 1200 {
		if w.v.Page() == page {
			return true
		}
		w.run(50 * time.Millisecond)
	}
	w.breaks("0.4", "the page %q did not come in a minute; it is %q", page, w.v.Page())
	return false
}

// clean types as somebody who waits for each page: nothing of it may be lost.
func (w *world) clean(text string) {
	for i, c := range text {
		if i == 0 {
			w.run(1300 * time.Millisecond)
		} else {
			w.run(200 * time.Millisecond)
		}
		w.down(hands.Stroke{Text: string(c), By: "cashier"})
	}
	if value, ok := hands.Worth(text); ok {
		w.stands(value)
	}
}

// presses a key, a good second after the last one.
func (w *world) press(name string) {
	w.run(1300 * time.Millisecond)
	w.seen[w.knows()] = true
	w.down(w.deliberate(name, 0))
}

// deliberate is a press that somebody means.
func (w *world) deliberate(name string, after time.Duration) hands.Stroke {
	s := hands.Stroke{After: after, Text: name, By: "cashier"}
	if hands.Named(name) {
		s = hands.Key("cashier", name, after, nil)
	}
	s.Mean = func() {
		w.pressedKey(name)
		page := w.v.Page()
		w.sees()
		switch {
		case name == "enter" || name == "r" && page == "suspended":
			for amount := range w.standing {
				w.face[amount] = w.soon()
			}
			w.confirms()
		case len(name) == 1 && strings.Contains(".+0123456789", name):
			text := w.knows()
			if name == "+" && page == "amount" {
				text = w.v.Entry()
			}
			w.beginsTyping()
			value, _ := hands.Worth(text + name)
			w.typedAmount(value)
		}
		if page == "lessons" && name == "enter" {
			w.pressedKey("lesson")
		}
	}
	return s
}

// onPage is a press, and since when the page stood on which it was.
type onPage struct{ at, since time.Time }

// pressedKey notes a deliberate press.
func (w *world) pressedKey(name string) {
	w.came()
	w.presses[name] = append(w.presses[name], onPage{w.v.Now(), w.since})
	w.pressed[name] = w.soon()
}

// soon is until when a key may have its effect: the till may wait for the silence
// behind it, for whatever keeps it, and to be admitted.
func (w *world) soon() time.Time {
	return w.v.Now().Add(540*time.Millisecond + w.how.lag() + w.till.next.admit)
}

// stands: the only amount that is meant now.
func (w *world) stands(amounts ...hands.Fen) {
	clear(w.standing)
	for _, a := range amounts {
		w.standing[a], w.once[a] = true, true
	}
}

// confirms: a second press of Enter, well after the first, means what stood there at
// both: the till has said what that is.
func (w *world) confirms() {
	shown := w.v.Entry()
	if amount, ok := hands.Worth(shown); ok && w.v.Page() == "amount" && shown == w.asked && w.v.Now().Sub(w.askedAt) >= 700*time.Millisecond {
		w.face[amount] = w.soon()
	}
	w.asked, w.askedAt = shown, w.v.Now()
}

// enoughToSee is how long a cashier needs to see what stands on the screen.
const enoughToSee = time.Second

// sees: who has waited so long goes on with the amount that the screen shows, as
// long as somebody meant it once.
func (w *world) sees() {
	if w.quiet() < enoughToSee {
		return
	}
	switch w.v.Page() {
	case "amount":
		if shown, ok := hands.Worth(w.v.Entry()); ok && w.once[shown] {
			w.standing[shown] = true
		}
	case "code":
		if shown := hands.Fen(w.v.Standing()); w.once[shown] {
			w.standing[shown] = true
		}
	case "result", "stopped", "suspended", "sale":
		if n := len(w.sales); n > 0 {
			if last := w.till.last; last == nil || last.a.State != flow.Paid { // what is paid is done
				w.standing[hands.Fen(w.sales[n-1].TotalFee)] = true
			}
		}
	}
}

// down is a key that is read and handled at once, on the way to a page.
func (w *world) down(s hands.Stroke) {
	one := read{w.v.Now(), []hands.Stroke{s}}
	w.means(one)
	w.handle(one)
}

func amounts(m map[hands.Fen]bool) string {
	var list []string
	for a := range m {
		list = append(list, flow.Fen(a).String())
	}
	return strings.Join(list, ", ")
}
