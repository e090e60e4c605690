package tui

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"facetill/tui/page"
	"facetill/tui/text"
)

// No key stands in the last line without its word, the obvious one and Esc are
// always there, and keys that are left out are said to be.
func TestKeyLineHasWords(t *testing.T) {
	for name, make := range scenes() {
		for _, language := range text.Languages() {
			for _, width := range []int{40, 60, 80} {
				r := make(t)
				r.speak(language)
				r.send(tea.WindowSizeMsg{Width: width, Height: 24})
				line := ansi.Strip(r.m.keyRow())
				if ansi.StringWidth(line) > width {
					t.Errorf("%s %s at %d is too wide: %q", name, language, width, line)
				}
				left := 0
				for _, o := range r.m.bindings() {
					if o.Quiet {
						continue
					}
					if o.Brief != "" && r.m.Compact() {
						o.Label = o.Brief
					}
					said := " " + o.Cap + "  " + o.Label
					if o.Name == "f1" && strings.Contains(line, r.m.Words.DoMore) {
						said = " F1  " + r.m.Words.DoMore
					}
					there := strings.Contains(line, said)
					if strings.Contains(line, " "+o.Cap+" ") && !there && o.Cap != "0-9" {
						t.Errorf("%s %s at %d: %s has no word: %q", name, language, width, o.Cap, line)
					}
					if (o.Next || o.Name == "esc") && !there {
						t.Errorf("%s %s at %d: %s is missing: %q", name, language, width, o.Cap, line)
					}
					if !there {
						left++
					}
				}
				if left > 0 && !strings.Contains(line, r.m.Words.DoMore) && !strings.HasSuffix(line, r.m.Theme.Ellipsis) {
					t.Errorf("%s %s at %d: %d keys are left out in silence: %q", name, language, width, left, line)
				}
			}
		}
	}
}

// Who is here to practise finds the key for it, with an amount too.
func TestKeyLineOffersTraining(t *testing.T) {
	for _, language := range text.Languages() {
		r, _ := training(t)
		r.speak(language)
		for range 2 {
			if line := ansi.Strip(r.m.keyRow()); !strings.Contains(line, "F10") || !strings.Contains(line, "F1  "+r.m.Words.DoMore) {
				t.Errorf("%q", line)
			}
			r.typed("12.80")
		}
	}
}

// A click on the mark for more opens the page of all keys.
func TestClickOnMore(t *testing.T) {
	r, _ := training(t)
	at := strings.Index(ansi.Strip(r.m.keyRow()), "F1  "+r.m.Words.DoMore)
	r.screen()
	r.after(1e9).send(tea.MouseMsg{X: at, Y: 23, Button: tea.MouseButtonLeft, Action: tea.MouseActionPress})
	r.onPanel()
	r.shows(r.m.Words.HelpTitle, "F11", "F12")
}

// A Chinese input method makes full-width signs of a keypad's keys.
func TestFullWidthKeys(t *testing.T) {
	r := newRig(t, nil)
	r.typed("１２．８０＋３。５")
	r.shows("12.80 + 3.5")
	r.press("＊").on(page.KindCode)
}

// A question about money offers all its answers: on the smallest screen, too, a
// cashier who gave no goods sees the key that says so.
func TestBothAnswersAreOffered(t *testing.T) {
	for name, make := range scenes() {
		for _, language := range text.Languages() {
			r := make(t)
			r.speak(language)
			r.send(tea.WindowSizeMsg{Width: 40, Height: 12})
			if r.m.At() != page.KindClaims || len(r.m.Unclaimed()) == 0 {
				continue
			}
			line := ansi.Strip(r.m.keyRow())
			for _, key := range []string{" g ", " b "} {
				if !strings.Contains(line, key) {
					t.Errorf("%s, %s: no %q in %q", name, language, key, line)
				}
			}
		}
	}
}
