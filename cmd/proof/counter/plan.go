package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"facetill/cmd/proof/hands"
)

// script is what was drawn of an entry: where it is, how keys come there, what scanners
// were programmed to send, and who does what.
type script struct {
	r              *rand.Rand
	at             *place
	how            hands.Delivery
	prefix, suffix string
	programmed     int
	acts           []act
}

// plan draws what happens at the counter: one to three acts, the first of them
// with what the page fears most.
func (s *script) plan() {
	s.acts = append(s.acts, s.draws(s.pause(s.at.fresh)))
	for s.r.IntN(10) < 6 && len(s.acts) < 3 {
		s.acts = append(s.acts, s.then(s.pause(false)))
	}
	if s.r.IntN(4) == 0 {
		s.programs()
	}
	s.frame()
}

// frame has each scanner send what it was programmed to; a scan that cannot be
// told from a typist needs that.
func (s *script) frame() {
	var scans []*hands.Scan
	for _, a := range s.acts {
		scan := a.scan()
		if scan == nil {
			continue
		}
		scans = append(scans, scan)
		scan.Unseen = s.how.Unseen()
		_, among := a.(*mixed)
		for scan.Headless() && scan.LikeTypist(s.at.field, !among) { // a prefix would be what was lost
			*scan = *hands.NewScan(s.r, scan.Kind)
			scan.Unseen = s.how.Unseen()
		}
		if scan.LikeTypist(s.at.field, !among) && s.prefix == "" {
			s.programs()
		}
	}
	for _, scan := range scans {
		scan.Framed(s.prefix, s.suffix)
	}
}

// scanner is what scanners send, for the story.
func (s *script) scanner() string {
	if s.prefix == "" && s.suffix == "" {
		return ""
	}
	return fmt.Sprintf("; a scanner with prefix %q, suffix %q", s.prefix, s.suffix)
}

// programs the scanner to send what tells it from a typist (money rule 0.1).
func (s *script) programs() {
	s.prefix = hands.OneOf(s.r, "\x02", "~", "#", "`", "\x02", "SC~")
	if s.r.IntN(3) == 0 {
		s.suffix = hands.OneOf(s.r, "\x03", "|", "$")
	}
	s.programmed++
}

// pause is how long after the last key, or after a page has come by itself.
func (s *script) pause(fresh bool) time.Duration {
	if fresh {
		return time.Duration(s.r.IntN(1400)) * time.Millisecond
	}
	if s.r.IntN(3) == 0 {
		return time.Duration(1500+s.r.IntN(2500)) * time.Millisecond
	}
	return time.Duration(30+s.r.IntN(1800)) * time.Millisecond
}

// deciding are the keys that decide something, by page.
var deciding = map[string][]string{
	"stopped": {"n", "n", "u"}, "claims": {"g", "b", "g", "b"}, "open": {"m", "r"}, "resolve": {"1", "2", "enter"}, "day": {"f", "c", "enter"},
	"suspended": {"r"}, "sale": {"esc", "c", "enter"}, "amount": {"s", "u", "*", "enter", "esc", "f2", "f5"}, "result": {"enter", "esc", "u", "f2"},
	"code": {"enter", "esc"}, "lessons": {"3", "enter", "down"}, "history": {"enter", "up", "f7"}, "refund": {"a", "a", "p", "r", "s", "l", "t", "w"},
	"giveback": {"1", "enter", "enter"}, "beside": {"o", "o", "o", "down", "esc"}, "settling": {"enter"}, "tender": {"1", "enter"}, "timeline": {"t", "f7"}, "bill": {"i", "i", "a", "a", "r"}, "bill word": {"enter", "enter"}, "rest": {"enter", "esc"}, "help": {"esc"},
}

func (s *script) decides() string {
	if keys := deciding[s.at.page]; len(keys) > 0 && s.r.IntN(4) > 0 {
		return hands.OneOf(s.r, keys...)
	}
	return hands.OneOf(s.r, "n", "g", "b", "m", "f", "c", "y", "1", "2", "enter", "esc", "backspace", "s", "*", "f1", "f3", "f4", "ctrl+c", "up", "f6")
}

// words are the pages where a person's word wants several presses: more of them press well.
const words = "giveback beside settling tender resolve refund bill word"

// givesAPart: where the amount of a refund is typed, one act in three is that.
func (s *script) givesAPart() bool {
	return strings.HasSuffix(s.at.name, "amount of a refund") && s.r.IntN(3) == 0
}

// draws an act.
func (s *script) draws(after time.Duration) act {
	r := s.r
	if s.givesAPart() {
		return newPart(r, after)
	}
	if s.at.page != "" && strings.Contains(words, s.at.page) && r.IntN(5) < 2 {
		return &pressed{after: max(after, aGoodSecond), name: s.decides(), times: 1 + r.IntN(3), apart: time.Duration(750+r.IntN(1200)) * time.Millisecond}
	}
	switch n := r.IntN(100); {
	case n < 21:
		return newTyped(r, after, false)
	case n < 30:
		return newTyped(r, after, true)
	case n < 54:
		return &scanned{hands.NewScan(r, ""), after}
	case n < 62:
		return &scanned{hands.NewScan(r, "WeChat code"), after}
	case n < 70:
		t := newTyped(r, after, false)
		kind, correcting := "", r.IntN(3) == 0
		if correcting { // the customer's phone is read while a wrong digit is taken away
			t.wrong, kind = 1+r.IntN(len(t.keys)), "WeChat code"
		}
		scan := hands.NewScan(r, kind)
		for scan.Nearly() {
			scan = hands.NewScan(r, kind)
		}
		if correcting {
			return &mixed{t, scan, t.wrong + 1, time.Duration(r.IntN(200)) * time.Millisecond}
		}
		return &mixed{t, scan, r.IntN(len(t.keys)), time.Duration(r.IntN(300)) * time.Millisecond}
	case n < 75:
		text := hands.NotAmount(r)
		return &misspelt{after: after, text: text, keys: hands.NewTypist(r).Types(text)}
	case n < 80:
		return s.pastes(after)
	case n < 84:
		d := hands.HeldFor(r)
		return &heldDown{after: after, name: s.holds(), d: d}
	case n < 94:
		p := &pressed{after: after, name: s.decides(), times: 1 + r.IntN(3), apart: time.Duration(700+r.IntN(1500)) * time.Millisecond}
		if r.IntN(4) == 0 {
			p.apart = time.Duration(5+r.IntN(600)) * time.Millisecond
		}
		return p
	case n < 97:
		code := hands.Wechat(r)
		t := hands.NewTypist(r)
		return &handCode{after: after, code: code, keys: t.Types(code), enter: t.Gap()}
	}
	return &escaped{after: after, r: rune(hands.Decisive[r.IntN(len(hands.Decisive))])}
}

func (s *script) holds() string {
	if s.r.IntN(2) == 0 {
		return hands.OneOf(s.r, "1", "5", "0", ".", "+", "backspace")
	}
	return s.decides()
}

func (s *script) pastes(after time.Duration) act {
	r := s.r
	text := hands.PastedText(r)
	switch r.IntN(4) {
	case 0:
		word := hands.ByInputMethod(r, hands.AmountText(r))
		return &pasted{after: after, text: word, word: true, enter: time.Duration(100+r.IntN(900)) * time.Millisecond}
	case 1:
		return &pasted{after: after, text: text + hands.OneOf(r, "\r", "\n", "\r\n", "")}
	}
	return &pasted{after: after, text: text + hands.OneOf(r, "\n", "", ""), brackets: true}
}

// then draws what follows: mostly somebody who goes on with a sale.
func (s *script) then(after time.Duration) act {
	if s.givesAPart() {
		return newPart(s.r, after)
	}
	switch s.r.IntN(6) {
	case 0, 1:
		return newTyped(s.r, after, true)
	case 2:
		return newTyped(s.r, after, false)
	case 3:
		return &pressed{after: max(after, 1300*time.Millisecond), name: hands.OneOf(s.r, "enter", "enter", s.decides()), times: 1}
	}
	return s.draws(after)
}
