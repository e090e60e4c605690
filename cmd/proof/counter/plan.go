package main

import (
	"facetill/cmd/proof/hands"
	"time"
)

// plan draws what happens at the counter: one to three acts, the first of them
// with what the page fears most.
func (w *world) plan() {
	w.acts = append(w.acts, w.draws(w.pause(w.at.fresh)))
	for w.r.IntN(10) < 6 && len(w.acts) < 3 {
		w.acts = append(w.acts, w.then(w.pause(false)))
	}
	if w.r.IntN(4) == 0 {
		w.programs()
	}
	w.frame()
}

// frame has each scanner send what it was programmed to; a scan that cannot be
// told from a typist needs that.
func (w *world) frame() {
	for _, a := range w.acts {
		s := a.scan()
		if s == nil {
			continue
		}
		s.Unseen = w.how.unseen()
		_, among := a.(*mixed)
		for s.Headless() && s.LikeTypist(w.at.field, !among) { // a prefix would be what was lost
			*s = *hands.NewScan(w.r, s.Kind)
			s.Unseen = w.how.unseen()
		}
		if s.LikeTypist(w.at.field, !among) && w.opt.ScanPrefix == "" {
			w.programs()
		}
	}
	for _, a := range w.acts {
		if s := a.scan(); s != nil {
			s.Framed(w.opt.ScanPrefix, w.opt.ScanSuffix)
		}
	}
}

// programs the scanner to send what tells it from a typist (money rule 0.1).
func (w *world) programs() {
	w.opt.ScanPrefix = hands.OneOf(w.r, "\x02", "~", "#", "`", "\x02", "SC~")
	if w.r.IntN(3) == 0 {
		w.opt.ScanSuffix = hands.OneOf(w.r, "\x03", "|", "$")
	}
	w.st.prefixed++
}

// pause is how long after the last key, or after a page has come by itself.
func (w *world) pause(fresh bool) time.Duration {
	if fresh {
		return time.Duration(w.r.IntN(1400)) * time.Millisecond
	}
	if w.r.IntN(3) == 0 {
		return time.Duration(1500+w.r.IntN(2500)) * time.Millisecond
	}
	return time.Duration(30+w.r.IntN(1800)) * time.Millisecond
}

// deciding are the keys that decide something, by page.
var deciding = map[string][]string{
	"stopped": {"n", "n", "u"}, "claims": {"g", "b", "g", "b"}, "open": {"m", "r"}, "resolve": {"1", "2", "enter"}, "day": {"f", "enter"},
	"suspended": {"r"}, "sale": {"esc", "c", "enter"}, "amount": {"s", "u", "*", "enter", "esc", "f2", "f5"}, "result": {"enter", "esc", "u", "f2"},
	"code": {"enter", "esc"}, "lessons": {"3", "enter", "down"}, "history": {"enter", "up"}, "rest": {"enter", "esc"}, "help": {"esc"},
}

func (w *world) decides() string {
	if keys := deciding[w.at.page]; len(keys) > 0 && w.r.IntN(4) > 0 {
		return hands.OneOf(w.r, keys...)
	}
	return hands.OneOf(w.r, "n", "g", "b", "m", "f", "y", "1", "2", "enter", "esc", "backspace", "s", "*", "f1", "f3", "f4", "ctrl+c", "up", "f6")
}

// draws an act.
func (w *world) draws(after time.Duration) act {
	r := w.r
	switch n := r.IntN(100); {
	case n < 21:
		return w.newTyped(after, false)
	case n < 30:
		return w.newTyped(after, true)
	case n < 54:
		return &scanned{hands.NewScan(r, ""), after}
	case n < 62:
		return &scanned{hands.NewScan(r, "WeChat code"), after}
	case n < 70:
		t := w.newTyped(after, false)
		kind, correcting := "", r.IntN(3) == 0
		if correcting { // the customer's phone is read while a wrong digit is taken away
			t.wrong, kind = 1+r.IntN(len(t.keys)), "WeChat code"
		}
		s := hands.NewScan(r, kind)
		for s.Nearly() {
			s = hands.NewScan(r, kind)
		}
		if correcting {
			return &mixed{t, s, t.wrong + 1, time.Duration(r.IntN(200)) * time.Millisecond}
		}
		return &mixed{t, s, r.IntN(len(t.keys)), time.Duration(r.IntN(300)) * time.Millisecond}
	case n < 75:
		text := hands.NotAmount(r)
		return &misspelt{after: after, text: text, keys: hands.NewTypist(r).Types(text)}
	case n < 80:
		return w.pastes(after)
	case n < 84:
		d := time.Duration(100+r.IntN(2500)) * time.Millisecond
		if d > hands.RepeatAfter && d < hands.RepeatAfter+100*time.Millisecond {
			d = hands.RepeatAfter / 2 // two presses, for all that anybody can tell
		}
		return &heldDown{after: after, name: w.holds(), d: d}
	case n < 94:
		p := &pressed{after: after, name: w.decides(), times: 1 + r.IntN(3), apart: time.Duration(700+r.IntN(1500)) * time.Millisecond}
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

func (w *world) holds() string {
	if w.r.IntN(2) == 0 {
		return hands.OneOf(w.r, "1", "5", "0", ".", "+", "backspace")
	}
	return w.decides()
}

func (w *world) pastes(after time.Duration) act {
	r := w.r
	text := hands.AmountText(r)
	if r.IntN(2) == 0 {
		text = hands.NewScan(r, "").Content
	}
	if r.IntN(3) == 0 {
		text = hands.OneOf(r, "12,80", "¥12.80", "12.80元", "n", "g", "1 280.00", text)
	}
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
func (w *world) then(after time.Duration) act {
	switch w.r.IntN(6) {
	case 0, 1:
		return w.newTyped(after, true)
	case 2:
		return w.newTyped(after, false)
	case 3:
		return &pressed{after: max(after, 1300*time.Millisecond), name: hands.OneOf(w.r, "enter", "enter", w.decides()), times: 1}
	}
	return w.draws(after)
}
