package tui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/tui/keyboard"
	"facetill/tui/page"
)

// A text for which a field has no room is not cut without a word: what is left out is told,
// Enter refuses what is left of it, as of an amount, and behind a Backspace takes it.
func TestTooLongForAField(t *testing.T) {
	one := func(text string) keyboard.Read {
		r := keyboard.Read{At: noon.Add(time.Hour)}
		for _, c := range text {
			r.Keys = append(r.Keys, key(string(c)))
		}
		return r
	}
	long := strings.Repeat("退", page.MostReason+1)
	for name, enters := range map[string]func(r *rig){
		"typed":          func(r *rig) { r.typed(long[:len(long)-len("退")] + "a") },
		"at once":        func(r *rig) { r.now = noon.Add(time.Hour); r.send(one(long)) },
		"with its Enter": func(r *rig) { r.now = noon.Add(time.Hour); r.send(one(long + "\r")) },
		"scanned":        func(r *rig) { r.scan(long) },
		"by a method":    func(r *rig) { r.after(time.Second).send(key(long)) },
	} {
		r, behind := cardOf(t, nil, isBack)
		r.press("a", "a", "1").after(time.Second)
		note := r.m.keyboard.Field()
		enters(r)
		r.after(time.Second)
		if strings.Count(note.Text, "退") != page.MostReason {
			t.Fatalf("%s: %q", name, note.Text)
		}
		if name != "with its Enter" && name != "scanned" {
			r.shows(r.m.Words.KeyNoRoom)
			r.press("enter")
		}
		r.shows(fmt.Sprintf(r.m.Words.FieldFull, page.MostReason))
		if r.press("enter", "enter", "enter"); r.m.keyboard.Field() != note || len(behind.asked) > 0 {
			t.Fatalf("%s: Enter takes a text that was cut", name)
		}
		if r.press("backspace", "enter"); r.m.keyboard.Field() == note || strings.Contains(r.screen(), r.m.Words.KeyNothing) {
			t.Errorf("%s: Backspace does not say that the rest will do:\n%s", name, r.screen())
		}
	}
}

// What a scan fills and is taken out again does not make a text too long.
func TestNotTooLongAnyMore(t *testing.T) {
	r, _ := cardOf(t, nil, isBack)
	r.press("a", "a", "1").typed(strings.Repeat("ab ", 85) + "a")
	note := r.m.keyboard.Field()
	if note.Text[page.MostReason-1] != 'a' {
		t.Fatalf("%q", note.Text)
	}
	if r.scan(code).press("enter"); r.m.keyboard.Field() == note {
		t.Errorf("a scan that was taken out is a text that is too long:\n%s", r.screen())
	}
}

// The amount of a part of a sale is refused like that of a sale, where not all of a sum
// stands.
func TestTooLongForAPart(t *testing.T) {
	r, _ := cardOf(t, nil)
	r.press("p").after(time.Second).typed(strings.Repeat("0.01+", 12) + "9.99").press("enter")
	r.shows(r.m.Words.AmountTooLarge)
	if r.press("backspace"); strings.Contains(r.screen(), r.m.Words.KeyNothing) {
		t.Errorf("Backspace took what had no room, and did nothing:\n%s", r.screen())
	}
	if r.press("enter"); strings.Contains(r.screen(), r.m.Words.AmountTooLarge) {
		t.Errorf("what stands is no amount:\n%s", r.screen())
	}
	r = newRig(t, nil).typed(strings.Repeat("0.01+", 12) + "9").press("backspace")
	if r.on(page.KindAmount); strings.Contains(r.screen(), r.m.Words.KeyNothing) {
		t.Errorf("of a sale:\n%s", r.screen())
	}
}

// A paste into a text is left out like one into an amount, and no amount is asked for.
func TestPasteIntoAText(t *testing.T) {
	r, _ := cardOf(t, nil, isBack)
	r.press("a", "a", "1").after(time.Second).send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(strings.Repeat("x", 300)), Paste: true})
	r.after(time.Second).shows(r.m.Words.KeysPastedText)
}
