package main

import (
	"facetill/cmd/proof/hands"
	"flag"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

var entries = flag.Int("entries", 8_000, "how many entries TestCounter plays")

// TestCounter: nothing is charged that no person meant, nothing is decided that
// no person decided, on any page, and typists are not in the way of themselves.
func TestCounter(t *testing.T) {
	begin := time.Now()
	st, failures := counter(1, *entries, 10)
	for _, f := range append(failures, tooLate(st)...) {
		t.Error(f)
	}
	st.print(os.Stdout, len(failures), time.Since(begin))
	if *entries >= 20_000 && st.typists < fewTypists || st.codes == 0 || st.decisions == 0 {
		t.Errorf("%d typists' sales, %d codes, %d decisions: too few", st.typists, st.codes, st.decisions)
	}
	if n := *entries / len(round); st.fewest() < n {
		t.Errorf("a page was visited %d times, each is to be visited %d times", st.fewest(), n)
	}
}

// TestReplay: a number is an entry, to the last line of its story. Without that a
// failure could not be looked at.
func TestReplay(t *testing.T) {
	for seed := uint64(1); seed <= 300; seed++ {
		story := func() []string {
			w := newWorld(seed, newStats(), true)
			w.play()
			return w.story
		}
		if a, b := story(), story(); !reflect.DeepEqual(a, b) {
			t.Fatalf("entry %d tells two stories:\n%s\n\n%s", seed, strings.Join(a, "\n"), strings.Join(b, "\n"))
		}
	}
}

// TestMarks: what the proof takes for a scan that cannot be told from a typist.
func TestMarks(t *testing.T) {
	doubled := reading("1.", "\r", 54*time.Millisecond)
	doubled.Keys = append(doubled.Keys, doubled.Keys...)
	doubled.Keys[2].Gap = 447 * time.Millisecond
	for _, c := range []struct {
		name  string
		s     *hands.Scan
		words bool
		like  bool
	}{
		{"quick", reading("12345", "\r", 10*time.Millisecond), false, false},
		{"two characters", reading("12", "", 10*time.Millisecond), false, true},
		{"two characters and Enter", reading("12", "\r", 10*time.Millisecond), false, false},
		{"two characters, a gap, Enter, and all once more", doubled, false, true},
		{"ten slow ones", reading("1234567890", "\r", 90*time.Millisecond), false, true},
		{"eleven slow ones", reading("12345678901", "\r", 90*time.Millisecond), false, false},
		{"eleven slow ones in a field of words", reading("12345678901", "\r", 90*time.Millisecond), true, true},
		{"a plus among them", reading("123456+78901", "", 90*time.Millisecond), false, true},
		{"slower than people", reading("12345678901", "", 200*time.Millisecond), false, true},
	} {
		if got := c.s.LikeTypist(c.words, true); got != c.like {
			t.Errorf("%s: like a typist %t, want %t", c.name, got, c.like)
		}
	}
}

// TestWorth: the proof reckons amounts by itself.
func TestWorth(t *testing.T) {
	for text, want := range map[string]hands.Fen{"12.80": 1280, "5.5": 550, ".5": 50, "7": 700, "12.80+3.5": 1630, "１２。８": 1280, "7，35": 735,
		"7-35": 0, "": 0, "0": 0, "12.805": 0, "1.2.3": 0, "12345678": 0, "1e2": 0, "12.80+": 1280} {
		got, ok := hands.Worth(text)
		if ok != (want > 0) || ok && got != want {
			t.Errorf("%q is worth %d %t, want %d", text, got, ok, want)
		}
	}
}

// TestMade: a code is nobody's only where a key of a person stands in its midst, or right
// before or behind it.
func TestMade(t *testing.T) {
	for _, c := range []struct {
		name  string
		list  []hands.Stroke
		codes string
	}{
		{"a label by itself", hands.Strokes("scanner", reading("7"+someCode, "\r", time.Millisecond).Keys), ""},
		{"a digit within", append(append(hands.Strokes("scanner", reading(someCode[:5], "", time.Millisecond).Keys), hands.Stroke{Text: someCode[5:6], By: "typist"}),
			hands.Strokes("scanner", reading(someCode[6:], "\r", time.Millisecond).Keys)...), someCode},
		{"an Enter within", append(append(hands.Strokes("scanner", reading("99", "", time.Millisecond).Keys), hands.Key("typist", "enter", 0, nil)),
			hands.Strokes("scanner", reading(someCode, "\r", time.Millisecond).Keys)...), someCode},
	} {
		w := newWorld(1, newStats(), false)
		if w.judge.makes(c.list); len(w.judge.made) > 1 || c.codes != "" && !w.judge.made[c.codes] || c.codes == "" && len(w.judge.made) > 0 {
			t.Errorf("%s: made %v, want %q", c.name, w.judge.made, c.codes)
		}
	}
}

// TestPressBehindAStall: two presses that are handled at one moment are two, and the first
// of them has acted before the second is looked at.
func TestPressBehindAStall(t *testing.T) {
	for _, second := range []string{"２", "1"} {
		i := slices.IndexFunc(places, func(p place) bool { return p.name == "a word by hand, to choose" })
		w := newWorld(uint64(i), newStats(), true)
		w.script.at, w.script.how = &places[i], hands.Delivery{Stall: 1500 * time.Millisecond, From: 600 * time.Millisecond}
		w.script.acts = []act{&misspelt{after: time.Second, text: "２" + second, keys: []hands.Timed{{R: '２'}, {R: []rune(second)[0], Gap: 228 * time.Millisecond}}}}
		if v := w.play(); v != nil {
			t.Errorf("rule %s: %s\n%s", v.Rule, v.What, strings.Join(w.story, "\n"))
		}
	}
}

// TestPressWithinAStall: a press that waits for a stall that nobody sees, too, acts with the
// key that is handled behind it, whether the look at the time or the key comes first then.
func TestPressWithinAStall(t *testing.T) {
	i := slices.IndexFunc(places, func(p place) bool { return p.name == "reason of a refund" })
	for n := range 6 {
		w := newWorld(uint64(i+n*len(places)), newStats(), true)
		w.script.at, w.script.how = &places[i], hands.Delivery{Stall: 48 * time.Millisecond, From: 1630 * time.Millisecond}
		w.script.acts = []act{&misspelt{after: 1500 * time.Millisecond, text: "40", keys: []hands.Timed{{R: '4', Gap: 200 * time.Millisecond}, {R: '0', Gap: 154 * time.Millisecond}}}}
		if v := w.play(); v != nil {
			t.Errorf("rule %s: %s\n%s", v.Rule, v.What, strings.Join(w.story, "\n"))
		}
	}
}

// TestBounceIsOnePress: who presses Ctrl+C on a worn key, sees the question and presses it
// again wants to leave; who presses it once does not.
func TestBounceIsOnePress(t *testing.T) {
	for _, again := range []bool{true, false} {
		acts := []act{&pressed{after: time.Second, name: "ctrl+c", times: 2, apart: 60 * time.Millisecond}}
		if again {
			acts = append(acts, once("ctrl+c"))
		}
		if w := visit(t, "timeline", acts...); w.v.Left() != again {
			t.Errorf("pressed again %t: left %t", again, w.v.Left())
		}
	}
}

// TestCodeBeforeAnAmount: a code that came whole before somebody touched a key is for what
// the screen offers; one that somebody types into is not.
func TestCodeBeforeAnAmount(t *testing.T) {
	for into, want := range map[int]string{0: "12.80 face, 12.80 code", 1: "12.80 face"} {
		hand := &handCode{after: time.Second, code: someCode, keys: byHand(someCode, 140*time.Millisecond).keys, enter: 140 * time.Millisecond}
		hand.keys[7].Gap = 190 * time.Millisecond // not read whole
		a := &mixed{t: byHand(".90", 130*time.Millisecond), s: reading(someCode[:17]+"8", "\r", time.Millisecond), into: into, ahead: 80 * time.Millisecond}
		a.t.after = 2 * time.Second
		if sold := visit(t, "not charged", hand, a).sold(); sold != want && sold != want+", 0.90 face" {
			t.Errorf("before key %d: %s, want %s", into+1, sold, want)
		}
	}
}

// TestPart: somebody gives a part of a sale back after a label was scanned there; what is
// given back is what they typed.
func TestPart(t *testing.T) {
	label := &scanned{reading("6901234567892", "\r", 4*time.Millisecond), 1500 * time.Millisecond}
	for page, typed := range map[string]string{"amount of a refund": "2.5", "half an amount of a refund": "5"} {
		part := &gaveAPart{t: byHand(typed, 150*time.Millisecond), apart: time.Second}
		w := visit(t, page, label, part)
		if n := w.st.decisions; n != 1 || !w.judge.parts[250] {
			t.Errorf("%s: %d decisions, typed was %s\n%s", page, n, amounts(w.judge.parts), strings.Join(w.story, "\n"))
		}
	}
}

// TestFirstPressBehindAStall: what waited behind a stall asks for its second press when it
// is handled, and means something from then on.
func TestFirstPressBehindAStall(t *testing.T) {
	i := slices.IndexFunc(places, func(p place) bool { return p.name == "refund to be sent again" })
	w := newWorld(uint64(i), newStats(), true)
	w.script.at, w.script.how = &places[i], hands.Delivery{Windows: true, Stall: 1775 * time.Millisecond, From: 750 * time.Millisecond}
	w.script.acts = []act{&pressed{after: 1500 * time.Millisecond, name: "enter", times: 2, apart: 1500 * time.Millisecond},
		&pressed{after: 3200 * time.Millisecond, name: "enter", times: 1}}
	if v := w.play(); v != nil || w.st.decisions != 1 {
		t.Errorf("%d decisions, %v\n%s", w.st.decisions, v, strings.Join(w.story, "\n"))
	}
}
