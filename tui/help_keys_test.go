package tui

import (
	"fmt"
	"strings"
	"testing"

	"facetill/tui/page"
	"facetill/tui/page/office"
)

// beside are the keys that go with another one, under whose cap help has both.
var beside = map[string]string{"up": "down", "right": "left", "pgup": "pgdown", "end": "home"}

// Help has each key that works on its page, on each page where there is help, and nothing
// that is said of another page.
func TestHelpHasEachKey(t *testing.T) {
	pages, pair := map[string]bool{}, map[string]bool{}
	for _, list := range []map[string]func(t *testing.T) *rig{scenes(), moreScenes()} {
		for name, make := range list {
			r := make(t)
			if !r.m.helps() {
				continue
			}
			about := strings.TrimPrefix(fmt.Sprintf("%T", r.m.Top()), "*")
			keys := map[string]page.Binding{}
			for _, b := range r.m.bindings() {
				keys[b.Name] = b
			}
			r.m.openHelp()
			if _, is := r.m.Top().(*office.Help); !is {
				t.Fatalf("%s: no help", name)
			}
			r.m.Height = 60
			screen := strings.Join(strings.Fields(r.screen()), " ")
			for key, b := range keys {
				switch {
				case b.Do == nil || key == "f1":
					continue
				case beside[key] != "":
					if b, pair[key] = keys[beside[key]], true; b.Do == nil {
						t.Errorf("%s: %s without %s", name, key, beside[key])
					}
				case about == "office.Lessons" && key > "1" && key <= fmt.Sprint(int(page.Lessons)): // 1 has all of them
					continue
				case key == "enter" && about == "sale.Amount" && r.m.Amount.Text != "" && b.Cap == "": // says what is wrong with it
					continue
				case key == "esc" && about == "office.Handover" && b.Cap == "": // it does nothing
					continue
				}
				if !strings.Contains(screen, b.Cap+" "+strings.Join(strings.Fields(b.Label), " ")) || b.Cap == "" || b.Label == "" {
					t.Errorf("%s: help of %s has no %s (%q, %q):\n%s", name, about, key, b.Cap, b.Label, r.screen())
				}
			}
			pages[about] = true
			of := strings.Split(about, ".")[0]
			for _, note := range []string{r.m.Words.HelpScan, r.m.Words.HelpWords} {
				if strings.Contains(screen, note) && of != "sale" {
					t.Errorf("help of %s says %q", about, note)
				}
			}
		}
	}
	for _, about := range []string{"refund.Card", "refund.Form", "refund.Beside", "refund.Word", "office.People", "office.Handover", "office.Lessons", "sale.Amount", "sale.Result", "history.History", "settle.Open", "day.Close", "bill.Rows", "bill.Word"} {
		if !pages[about] {
			t.Errorf("no help of %s", about)
		}
	}
	if len(pair) != len(beside) {
		t.Errorf("of %v only %v", beside, pair)
	}
}

// What help says beside the keys is about its page.
func TestHelpIsOfItsPage(t *testing.T) {
	r, _ := cardOf(t, nil, isBack)
	w := r.m.Words
	r.press("f1").shows(w.RefundOnWaySay)
	r.press("esc", "p", "f1").shows(w.HelpSums)
	r = signedIn(t, lisShift()).press("f9", "f1")
	r.shows(w.PeopleHint)
	r = newRig(t, nil).press("f1")
	r.shows(w.HelpScan, w.HelpWords, w.HelpSums)
}
