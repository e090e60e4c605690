package main

import (
	"cmp"
	"maps"
	"strings"
	"time"
	"unicode"

	"facetill/cmd/proof/hands"
	"facetill/flow"
)

// judge knows what people mean by now, from what they do and never from what the till
// makes of it, and holds against that what the till does.
type judge struct {
	w       *world
	silence silence

	standing    map[hands.Fen]bool            // amounts for which a code may be charged
	once        map[hands.Fen]bool            // all that ever stood
	parts       map[hands.Fen]bool            // amounts that were typed, of which one may be a part to give back
	behind      map[hands.Fen]bool            // what was left for a look at another page
	stopped     hands.Fen                     // what the last sale that was not begun would have charged
	standingFor map[string]map[hands.Fen]bool // as it was when a code had come
	face        map[hands.Fen]time.Time       // an Enter that begins a face sale, and until when it may
	codes       map[string]int                // payment codes that came whole, and were not charged yet
	made        map[string]bool               // codes that keys in the midst of a label made of it
	amongWords  []string                      // codes, and labels "", that a scanner sent while words were typed
	presses     hands.Presses                 // deliberate presses of a key
	pressed     map[string]time.Time          // when the last one may have its effect

	typed     []rune // all that persons typed, for what lands in a field
	asked     string // what stood there at the last press of Enter
	askedAt   time.Time
	base      string          // what stands in the entry, as persons know it
	seen      map[string]bool // what stood there when somebody began something
	doubt     bool            // keys of persons may have been lost: the till may ask again
	disturbed bool            // by something that is to leave no trace there

	asks  int // of the till behind the screen
	read  int // codes that it was given
	sales []flow.SaleRequest
}

func newJudge(w *world) *judge {
	return &judge{w: w, silence: silence{w: w}, standing: map[hands.Fen]bool{}, once: map[hands.Fen]bool{}, parts: map[hands.Fen]bool{},
		standingFor: map[string]map[hands.Fen]bool{}, face: map[hands.Fen]time.Time{}, codes: map[string]int{},
		made: map[string]bool{}, presses: hands.Presses{}, pressed: map[string]time.Time{}, seen: map[string]bool{"": true}}
}

// press notes a deliberate press.
func (j *judge) press(name string) {
	j.w.came()
	j.presses[name] = append(j.presses[name], hands.Press{At: j.w.v.Now(), Since: j.w.since})
	j.pressed[name] = j.soon()
}

// down notes a key that is down, whenever the screen hears of it.
func (j *judge) down(s hands.Stroke) {
	if s.Mean != nil {
		s.Mean()
	}
	if s.Name == "" && s.By != "scanner" && (s.By != "paste" || hands.Runes(s.Text) < 3) {
		j.typed = append(j.typed, []rune(s.Text)...)
		if j.w.v.Page() == "lessons" {
			j.press("lesson")
		}
	}
	for _, r := range s.Text {
		if s.By == "paste" && r > unicode.MaxASCII { // a word of an input method, where words are typed
			j.typed = append(j.typed, r)
		}
	}
}

// deliberate is a press that somebody means.
func (j *judge) deliberate(name string, after time.Duration) hands.Stroke {
	s := hands.Stroke{After: after, Text: name, By: "cashier"}
	if hands.Named(name) {
		s = hands.Key("cashier", name, after, nil)
	}
	s.Mean = func() {
		j.press(name)
		page := j.w.v.Page()
		j.sees()
		switch {
		case name == "enter" || name == "r" && page == "suspended":
			for amount := range j.standing {
				j.face[amount] = j.soon()
			}
			j.confirms()
		case hands.InAmount(name):
			text := j.knows()
			if name == "+" && page == "amount" {
				text = j.w.v.Entry()
			}
			j.beginsTyping()
			j.typesAmount(text + name)
		}
		if page == "lessons" && name == "enter" {
			j.press("lesson")
		}
	}
	return s
}

// enter is a typist's behind an amount, if it is one: 0 is none.
func (j *judge) enter(after time.Duration, amount *hands.Fen) hands.Stroke {
	return hands.Key("typist", "enter", after, func() {
		j.press("enter")
		if j.w.v.Page() == "lessons" {
			j.press("lesson")
		}
		j.confirms()
		if *amount > 0 {
			j.face[*amount] = j.soon()
		}
	})
}

// soon is until when a key may have its effect: the till may wait for the silence
// behind it, for whatever keeps it, and to be admitted.
func (j *judge) soon() time.Time {
	return j.w.v.Now().Add(540*time.Millisecond + j.w.keys.how.Lag() + j.w.till.next.admit)
}

// goesOn is somebody who does the next thing, and knows what stands there.
func (j *judge) goesOn() {
	if !j.disturbed {
		j.base = j.knows()
		j.notes()
	}
	j.disturbed = false
}

// notes what stands in the entry, to which a scan may put it back.
func (j *judge) notes() {
	if j.w.v.Page() != "giveback" {
		j.seen[j.knows()] = true
	}
}

// knows is what a person sees in the entry, and goes on with.
func (j *judge) knows() string {
	switch {
	case j.w.v.Page() == "giveback":
		return j.w.v.Part()
	case j.w.v.Page() == "amount" && !j.w.v.Kept():
		return j.w.v.Entry()
	}
	return ""
}

// beginsTyping: where an amount can be typed, no other one is meant any more. It
// returns what stands there already.
func (j *judge) beginsTyping() (prior string) {
	switch page := j.w.v.Page(); {
	case page == "giveback":
	case strings.Contains("amount result claims rest", page):
		j.stands()
	default:
		return ""
	}
	if j.knows() == "" { // a new page, or taken out whole
		return ""
	}
	return j.base
}

// stands: the only amount that is meant now.
func (j *judge) stands(amounts ...hands.Fen) {
	clear(j.standing)
	for _, a := range amounts {
		j.means(a)
	}
}

// means an amount from the last character of it on; 0 is none. That of a refund is none
// that a code may be charged for; a digit that chooses its reason is neither.
func (j *judge) means(amount hands.Fen) {
	if amount == 0 {
		return
	}
	if j.w.v.Page() != "giveback" {
		j.standing[amount], j.once[amount], j.parts[amount] = true, true, true
	} else if j.w.v.TypesPart() {
		j.parts[amount] = true
	}
}

// typesAmount means what a text is worth, and returns that.
func (j *judge) typesAmount(text string) hands.Fen {
	value, _ := hands.Worth(text)
	j.means(value)
	return value
}

// confirms: a second press of Enter, well after the first, means what stood there at
// both: the till has said what that is.
func (j *judge) confirms() {
	shown, now := cmp.Or(j.w.v.Part(), j.w.v.Entry()), j.w.v.Now()
	if amount, ok := hands.Worth(shown); ok && shown == j.asked && now.Sub(j.askedAt) >= 700*time.Millisecond {
		if j.w.v.Page() == "amount" {
			j.face[amount] = j.soon()
		}
		j.parts[amount] = j.parts[amount] || j.w.v.TypesPart()
	}
	j.asked, j.askedAt = shown, now
}

// enoughToSee is how long a cashier needs to see what stands on the screen.
const enoughToSee = time.Second

// sees: who has waited so long goes on with the amount that the screen shows, as
// long as somebody meant it once.
func (j *judge) sees() {
	if j.w.keys.quiet() < enoughToSee {
		return
	}
	var shown hands.Fen
	switch j.w.v.Page() {
	case "amount":
		if value, ok := hands.Worth(j.w.v.Entry()); ok && j.once[value] {
			shown = value
		}
	case "code":
		if value := hands.Fen(j.w.v.Standing()); j.once[value] {
			shown = value
		}
	case "result", "stopped", "suspended", "sale":
		if last := j.w.till.last; len(j.sales) > 0 && (last == nil || last.a.State != flow.Paid) { // what is paid is done
			shown = hands.Fen(j.sales[len(j.sales)-1].TotalFee)
		}
	}
	if shown > 0 {
		j.standing[shown] = true
	}
}

// seesLeft: who takes away sees what is left.
func (j *judge) seesLeft(name string) {
	if value, ok := hands.Worth(j.w.v.Entry()); ok && name == "backspace" && j.w.v.Page() == "amount" {
		j.stands(value)
	}
	if name == "backspace" {
		j.seesPart()
	}
}

// seesPart: what stands there of a refund is what a person sees who typed it, or took away
// from it.
func (j *judge) seesPart() {
	if value, ok := hands.Worth(j.w.v.Part()); ok {
		j.parts[value] = true
	}
}

// seesSame: the entry is what it was, and who looks sees that.
func (j *judge) seesSame(b before) {
	if j.w.look() == b.view && b.page == "amount" {
		j.standing = b.stood
	}
}

// stillDown: Enter that is held means what it meant, until a sale has begun.
func (j *judge) stillDown(name string, from int) {
	if name == "enter" && len(j.sales) == from {
		for amount := range j.face {
			j.face[amount] = j.soon()
		}
	}
}

// comes is a payment code that came whole; complete, it is for what stands there now,
// whenever the till hears of it.
func (j *judge) comes(code string)    { j.codes[code]++ }
func (j *judge) complete(code string) { j.standingFor[code] = maps.Clone(j.standing) }

// makes notes which payment codes that no phone shows come of keys in the midst of a label.
func (j *judge) makes(list []hands.Stroke) {
	for _, code := range hands.Made(list) {
		if _, real := j.codes[code]; !real {
			j.made[code] = true
		}
	}
}

// strays notes what a scanner sends while somebody types words: a person's Backspace or Enter
// in its midst hides what it is, and a field of words may keep it. No amount does.
func (j *judge) strays(list []hands.Stroke, code string) {
	j.amongWords = append(j.amongWords, code)
	for i := range list {
		if s := list[i]; s.By == "scanner" && s.Name == "" {
			list[i].Also(func() { j.typed = append(j.typed, []rune(s.Text)...) })
		}
	}
}
