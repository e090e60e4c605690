package checkout

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/cmd/proof/hands"
	"facetill/flow"
	"facetill/tui"
)

// mostActs is how many acts a customer takes at most: a cashier is free at last.
const mostActs = 900

// acts is what the cashier does next, by the page.
func (s *checkout) acts(c *customer) {
	if c.acts++; c.acts > mostActs {
		s.w.Broken("4.4", "the cashier of %s comes to no end on the page %s", c.name, s.course.v.Page())
	}
	switch page := s.course.v.Page(); {
	case page == "sale":
		s.waits()
	case page == "result" && s.running:
		s.result(c)
	case page == "stopped":
		s.stopped(c)
	case page == "claims":
		s.found(c)
	case page == "amount" && s.running:
		s.cancelled(c)
	case page == "amount", page == "result":
		s.rings(c)
	case page == "code" && s.running: // the customer chose it at the camera
		s.cancelled(c)
		s.scans()
	default:
		s.press("esc", 0)
		s.pass(time.Second)
		c.tries++
	}
}

// moment is one within some milliseconds.
func (s *checkout) moment(most int) time.Duration {
	return time.Duration(s.w.Rng.IntN(most)) * time.Millisecond
}

// tried is how often a customer is rung up at most.
const tried = 5

// rings types the amount and begins. The first time the cashier may do so without a look,
// also where the result of the customer before still stands.
func (s *checkout) rings(c *customer) {
	v := s.course.v
	if c.tries++; c.tries > tried {
		s.clears()
		c.goes()
		return
	}
	s.named = nil
	s.pass(s.moment(2500))
	if c.tries > 1 || s.w.Rng.IntN(2) == 0 {
		s.clears()
	}
	if v.Page() != "amount" && v.Page() != "result" {
		return // it can be seen that this is not where amounts are typed
	}
	if c.code && c.tries == 1 && s.paidBefore() && s.w.Rng.IntN(6) == 0 { // the phone comes first
		s.w.Stats.Mark("scanned before it was typed")
		s.scanned(s.w.PhoneCode(), "\r")
	}
	if flow.Fen(v.Standing()) != c.fee || v.Page() != "amount" {
		s.strokes(hands.Strokes("cashier", s.typist.Types(c.text)))
	}
	if c.code {
		s.pass(900*time.Millisecond + s.moment(1500))
		if s.w.Rng.IntN(3) == 0 {
			s.press("*", 0)
			s.pass(700*time.Millisecond + s.moment(1500))
		}
		s.scans()
	} else {
		s.meant = flow.MethodFace
		s.press("enter", s.typist.Gap())
	}
	s.pass(700 * time.Millisecond)
}

// paidBefore reports whether the customer before has paid: nothing stands then that a code
// might be for.
func (s *checkout) paidBefore() bool {
	n := len(s.customers)
	return n > 1 && s.paid != "" && s.customers[n-2].goods == s.paid
}

// clears looks at the screen, and leaves a result or an amount that is not this one.
func (s *checkout) clears() {
	v := s.course.v
	for range 3 {
		switch {
		case v.Page() == "result":
			s.pass(time.Second)
			s.press("enter", 0)
		case v.Page() == "amount" && v.Entry() != "" && flow.Fen(v.Standing()) != s.serving.fee:
			s.press("esc", 0)
		default:
			return
		}
		s.pass(time.Second)
	}
}

// waits is a cashier beside a sale that runs, who does now and then what is of no use.
func (s *checkout) waits() {
	w, v := s.w, s.course.v
	s.pass(200*time.Millisecond + s.moment(600))
	if v.Page() != "sale" || w.Fault.Healed {
		return
	}
	switch w.Rng.IntN(40) {
	case 0:
		s.escapes()
	case 1:
		s.press("enter", 0) // ask now
	case 2:
		s.strokes(hands.Strokes("cashier", s.typist.Types(hands.OneOf(w.Rng, amounts...))))
		w.Stats.Mark("typed into a running sale")
		if s.pass(time.Second); v.Page() == "amount" || v.Page() == "result" {
			s.serving.tries = max(s.serving.tries, 1) // look at what stands there
		}
	case 3:
		w.Stats.Mark("code while the camera waits")
		s.scans()
	case 4:
		w.Stats.Mark("label scanned")
		s.scanned("6901234567892", "\r")
	case 5:
		if w.Rng.IntN(4) == 0 {
			s.leaves()
		}
	}
}

// escapes cancels, or ends the window by a second press.
func (s *checkout) escapes() {
	if s.press("esc", 0); s.course.v.Page() != "sale" || !s.course.v.Seen().Armed() {
		s.w.Stats.Mark("Esc cancels")
		return
	}
	if s.pass(time.Second); s.course.v.Page() == "sale" {
		s.press("esc", 0)
		s.w.Stats.Mark("Esc ends the window")
	}
}

// scans is the customer's phone before the scanner.
func (s *checkout) scans() {
	code := s.w.PhoneCode()
	s.meant = flow.MethodCode
	s.serving.codes = append(s.serving.codes, code)
	s.scanned(code, hands.OneOf(s.w.Rng, "\r", "\r", "\n", "\t", ""))
}

func (s *checkout) scanned(text, suffix string) {
	speed := time.Millisecond + s.moment(30)
	var list []hands.Stroke
	for _, r := range text + suffix {
		list = append(list, hands.Stroke{After: speed, Text: string(r), By: "scanner"})
	}
	s.strokes(list)
	s.pass(800 * time.Millisecond)
}

// press is one key of the cashier's.
func (s *checkout) press(key string, after time.Duration) {
	if hands.Named(key) {
		s.strokes([]hands.Stroke{hands.Key("cashier", key, after, nil)})
		return
	}
	s.strokes([]hands.Stroke{{After: after, Text: key, By: "cashier"}})
}

// twice is a key that decides, pressed with a look between.
func (s *checkout) twice(key string) {
	s.press(key, 0)
	s.pass(1100*time.Millisecond + s.moment(500))
	s.press(key, 0)
	s.pass(time.Second)
}

func (s *checkout) strokes(list []hands.Stroke) {
	v := s.course.v
	for _, one := range list {
		s.pass(one.After)
		s.w.Stats.Keys++
		s.w.Note("%s: %s on the page %s", one.By, one.Shown(), v.Page())
		var keys []tea.KeyMsg
		for _, key := range hands.Parse(one) {
			keys = hands.Join(keys, key)
		}
		v.Send(tui.Read{At: v.Now(), Keys: keys})
	}
}
