package tui

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/flow/golden"
	"facetill/flow/till"
	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/text"
)

// The display follows the till: amount, camera, password, result, and idle again.
func TestShown(t *testing.T) {
	var got []string
	r := newRig(t, func(o *Options) {
		o.Display = func(s till.Display) { got = append(got, fmt.Sprintf("%s %s", s.State, s.Fee)) }
	})
	r.typed("12").press("enter")
	run := r.admit()
	r.becomes(run, flow.Submitting, nil)
	r.becomes(run, flow.Confirming, func(a *flow.Attempt) { a.PayAnswer = flow.AnswerPaying })
	r.over(run, flow.Paid, nil)
	r.screen()
	r.tick(3 * time.Second)
	r.send(page.ShownMsg{No: run.a.OutTradeNo, Err: nil})
	r.press("enter")
	r.typed("5").press("enter")
	second := r.admit()
	r.becomes(second, flow.Submitting, nil)
	r.over(second, flow.Reversing, nil)
	want := []string{"idle 0.00", "amount 1.00", "amount 12.00", "wait 12.00", "look 12.00", "wait 12.00", "password 12.00", "paid 12.00", "idle 0.00",
		"amount 5.00", "wait 5.00", "look 5.00", "wait 5.00", "checking 5.00"}
	if !slices.Equal(got, want) {
		t.Errorf("shown\n%q, want\n%q", got, want)
	}
}

// The customer's frames, in both languages: large, few words, and no number of
// an order or a payer.
func TestDisplayFrames(t *testing.T) {
	for _, language := range text.Languages() {
		var b strings.Builder
		for _, size := range []struct{ w, h int }{{40, 12}, {80, 24}} {
			d := newDisplay(Options{Out: os.Stderr, Language: language, Theme: "mono", StoreName: "街角小店", Simulated: true, Width: size.w, Height: size.h})
			for _, s := range []*till.Display{nil, {State: till.DisplayIdle}, {State: till.DisplayAmount, Fee: 1280}, {State: till.DisplayLook, Fee: 1280}, {State: till.DisplayWait, Fee: 1280}, {State: till.DisplayPassword, Fee: 1280}, {State: till.DisplayPaid, Fee: 1280}, {State: till.DisplayNotCharged, Fee: 1280}, {State: till.DisplayChecking, Fee: 1280}} {
				model, _ := d.Update(displayMsg{s})
				frame := ansi.Strip(model.View())
				fmt.Fprintf(&b, "=== %dx%d %+v\n", size.w, size.h, s)
				rows := strings.Split(frame, "\n")
				if len(rows) != size.h {
					t.Errorf("%+v at %d has %d rows", s, size.h, len(rows))
				}
				for _, row := range rows {
					if ansi.StringWidth(row) > size.w {
						t.Errorf("%+v: a row of %d: %q", s, ansi.StringWidth(row), row)
					}
					b.WriteString(strings.TrimRight(row, " "+draw.Ink) + "\n")
				}
			}
		}
		golden.File(t, "testdata/display-"+language+".golden", b.String())
	}
}

// Ctrl+C ends a display, any other key does nothing.
func TestDisplayEnds(t *testing.T) {
	d := newDisplay(Options{Out: os.Stderr, Language: "en"})
	if _, cmd := d.Update(key("q")); cmd != nil {
		t.Error("a key does something")
	}
	if _, cmd := d.Update(key("ctrl+c")); cmd == nil {
		t.Error("ctrl+c does nothing")
	} else if _, is := cmd().(tea.QuitMsg); !is {
		t.Error("ctrl+c does not end it")
	}
}
