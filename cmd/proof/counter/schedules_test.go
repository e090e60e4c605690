package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"facetill/cmd/proof/hands"
	"facetill/flow"
)

// visit plays acts on a page in a state, key by key, and has them judged.
func visit(t *testing.T, name string, acts ...act) *world {
	t.Helper()
	i := slices.IndexFunc(places, func(p place) bool { return p.name == name })
	if i < 0 {
		t.Fatalf("no page is called %q", name)
	}
	w := newWorld(uint64(i), newStats(), true)
	w.script.at, w.script.how, w.script.acts = &places[i], hands.Delivery{}, acts
	w.script.frame()
	if v := w.play(); v != nil {
		t.Errorf("rule %s: %s\n%s", v.Rule, v.What, strings.Join(w.story, "\n"))
	}
	return w
}

// reading is a scanner that reads a label, key by key.
func reading(content, suffix string, speed time.Duration) *hands.Scan {
	s := &hands.Scan{Kind: "label", Content: content, Suffix: suffix, Speed: speed}
	for _, c := range content + suffix {
		s.Keys = append(s.Keys, hands.Timed{R: c, Gap: speed})
	}
	if hands.IsWeChat(strings.TrimRight(content, " ")) {
		s.Code = strings.TrimRight(content, " ")
	}
	return s
}

// byHand is somebody who types, and Enter.
func byHand(text string, gap time.Duration) *typed {
	a := &typed{after: time.Second, text: text, enter: gap}
	for _, c := range text {
		a.keys = append(a.keys, hands.Timed{R: c, Gap: gap})
	}
	return a
}

const someCode = "134500000000000017"

// sold are the sales that began, as "12.80 face".
func (w *world) sold() string {
	var list []string
	for _, s := range w.judge.sales {
		list = append(list, fmt.Sprint(s.TotalFee, " ", s.Method))
	}
	return strings.Join(list, ", ")
}

// S35: the scanner loses the radio before a digit of a payment code, wherever it
// is, with 12.00 typed before. The sale is 12.00 by that code, or there is none,
// and the amount stands; the camera is never asked.
func TestS35_CodeWithAGap(t *testing.T) {
	for _, speed := range []time.Duration{4, 25, 60, 100} {
		for at := 1; at < 18; at++ {
			for gap := time.Duration(60); gap <= 500; gap += 40 {
				s := reading(someCode, "\r", speed*time.Millisecond)
				s.Keys[at].Gap = gap * time.Millisecond
				w := visit(t, "typed amount", &scanned{s, 1500 * time.Millisecond})
				if sold := w.sold(); sold != "" && sold != "12.80 code" {
					t.Errorf("%v a key, %v before digit %d: %s", speed, gap, at+1, sold)
				}
				if w.sold() == "" && w.v.Entry() != "12.80" {
					t.Errorf("%v a key, %v before digit %d: the amount is %q", speed, gap, at+1, w.v.Entry())
				}
				if t.Failed() {
					return
				}
			}
		}
	}
}

// labels are what is scanned by mistake.
var labels = []string{"https://u.wechat.com/EAbcdefgH1jklm", "wxp://f2f0abc", "12345", "7", "42", "6901234567892", "96385074", "NK12345678", "B0291928891",
	"ABC", "g", "nn", "1.2.3", "12.80", "......", "+5", "]C16901234567892", "281234567890123456", "6212345678901234567", "M1234567", "99999999999999999999999999999999"}

// S36: a link, a short barcode, letters, points: scanned on every page in every
// state, quickly and slowly, with each suffix, nothing changes but the notice. A
// scanner that cannot be told from a typist is programmed to send a prefix. Each
// label with each suffix comes at one of the three speeds, and from page to page at
// another one.
func TestS36_ScansChangeNothing(t *testing.T) {
	speeds := []time.Duration{4 * time.Millisecond, 40 * time.Millisecond, 90 * time.Millisecond}
	for i, p := range places {
		for j, label := range labels {
			for k, suffix := range []string{"\r", "", "\t", "\n", "\r\n"} {
				s := reading(label, suffix, speeds[(i+j+k)%len(speeds)])
				visit(t, p.name, &scanned{s, 1500 * time.Millisecond})
			}
			if t.Failed() {
				return
			}
		}
	}
}

// S37: a comma is the point. What is no amount stands as it was typed, Enter
// refuses it by name, and Backspace mends it.
func TestS37_CharactersOfAnAmount(t *testing.T) {
	for text, want := range map[string]string{"7,35": "7.35 face", "7，35": "7.35 face", "７．３５": "7.35 face", "7.35": "7.35 face"} {
		if sold := visit(t, "empty amount", byHand(text, 150*time.Millisecond)).sold(); sold != want {
			t.Errorf("%q came to %q, want %q", text, sold, want)
		}
	}
	for text, says := range map[string]string{"7-35": "-", "1e2": "e", "12.805": "two", "1 280": "", "7.35元": "元", "12345678": "9999999.99", "1.2.3": ""} {
		w := visit(t, "empty amount", &misspelt{after: time.Second, text: text, keys: byHand(text, 150*time.Millisecond).keys})
		if sold := w.sold(); sold != "" {
			t.Errorf("%q charged %s", text, sold)
		}
		if w.v.Entry() != text || w.v.Notice() == "" || !strings.Contains(w.v.Notice(), says) {
			t.Errorf("%q stands as %q and is refused with %q", text, w.v.Entry(), w.v.Notice())
		}
	}
}

// S38: an amount is typed from 0.1 to 1.2 s after PAID came up: that amount or
// nothing. So it is after each other result.
func TestS38_AmountRightAfterAResult(t *testing.T) {
	for _, page := range []string{"paid, this moment", "not charged, this moment", "checking, this moment"} {
		for after := time.Duration(100); after <= 1200; after += 50 {
			for _, gap := range []time.Duration{80, 120, 150, 200, 300, 400} {
				a := byHand("7.35", gap*time.Millisecond)
				a.after = after * time.Millisecond
				w := visit(t, page, a)
				if fee := w.judge.sales[len(w.judge.sales)-1].TotalFee; fee != flow.Fen(asked) && fee != 735 {
					t.Fatalf("%s: typed %vms after it at %vms a key: %s", page, after, gap, fee)
				}
			}
		}
	}
}

// S39: labels that begin with n are scanned where n means "another customer",
// also right behind a press of it. No sale begins.
func TestS39_LabelsWhereNDecides(t *testing.T) {
	for _, page := range []string{"stopped by an open sale", "stopped by a paid sale", "stopped, with a code in hand"} {
		for _, label := range []string{"nNK12345678", "n", "nn", "nnnn", "n7", "NK12345678", "n\tn"} {
			for _, speed := range []time.Duration{4, 40, 90} {
				for _, pressed := range []bool{false, true} {
					acts := []act{&scanned{reading(label, "\r", speed*time.Millisecond), 1200 * time.Millisecond},
						&scanned{reading(label, "\r", speed*time.Millisecond), 1200 * time.Millisecond}}
					if pressed {
						acts = slices.Insert(acts, 0, act(once("n")))
					}
					w := visit(t, page, acts...)
					if n := len(w.judge.sales); n != 1 {
						t.Errorf("%s: %q at %vms a key: %d sales began", page, label, speed, n)
					}
				}
			}
		}
	}
}

func once(name string) *pressed {
	return &pressed{after: 1200 * time.Millisecond, name: name, times: 1}
}
