package tui

import (
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/till"
	"facetill/tui/page"
	"facetill/tui/page/office"
	"facetill/tui/page/settle"
)

// Help is of the page it was opened from, and goes back to it: a result stays a
// result, for the customer's display too.
func TestHelpGoesBack(t *testing.T) {
	var shown till.Display
	r := newRig(t, func(o *Options) { o.Display = func(s till.Display) { shown = s } })
	r.typed("12.80").press("enter")
	run := r.admit()
	r.press("f1").on(page.KindSale) // not while a camera runs
	r.becomes(run, flow.Submitting, nil)
	r.over(run, flow.Paid, nil)
	r.screen()
	r.after(200 * time.Millisecond).send(key("f1"))
	r.on(page.KindResult) // PAID was not shown for its second
	r.tick(3 * time.Second)
	r.send(page.ShownMsg{No: run.a.OutTradeNo, Err: nil})
	r.press("f1").onPanel()
	r.shows("Keys of this page", "next customer", "F6")
	if shown.State != till.DisplayPaid {
		t.Errorf("the customer sees %q", shown.State)
	}
	r.press("esc").on(page.KindResult)
	r.shows("PAID")

	r = newRig(t, nil).typed("12.80").press("s").onto(page.KindCode).press("f1").onto(page.KindHelp)
	r.press("esc").on(page.KindCode)
	r = newRig(t, nil).press("f3", "f1").onto(page.KindHelp)
	r.shows("Keys of this page", "another day")
	r.press("f1", "esc")
	r.shows("Sales 2026-11-25")
}

// Help would not hear what a camera or a check answers.
func TestNoHelpWhileAPanelWaits(t *testing.T) {
	r := newRig(t, func(o *Options) { o.Members = true }).press("f5", "f1")
	if _, is := r.m.Top().(*office.Member); !is {
		t.Error("help lies over a camera that runs")
	}
	r = needing(t)
	r.press("f2", "m", "m", "1", "1", "enter").typed("seen").press("enter", "enter")
	r.press("f1")
	if _, is := r.m.Top().(*settle.Resolve); !is {
		t.Error("help lies over a word that is being written")
	}
}

// On a small screen all of help can be read.
func TestHelpScrolls(t *testing.T) {
	r := newRig(t, nil).typed("12.80")
	r.send(tea.WindowSizeMsg{Width: 40, Height: 12})
	r.press("f1")
	r.shows("scroll", "1 to 7 of")
	if strings.Contains(r.screen(), "12.80+3.50") {
		t.Fatalf("it is all there:\n%s", r.screen())
	}
	for range 30 {
		r.press("down")
	}
	r.shows("Amounts may be added: 12.80+3.50")
	from := r.m.Top().(*office.Help).From
	r.press("up")
	if got := r.m.Top().(*office.Help).From; got != from-1 {
		t.Errorf("a press up at the end went from %d to %d", from, got)
	}
}

// The slip of a reversal is offered where the customer waits for it.
func TestReversedOffersItsSlip(t *testing.T) {
	for _, state := range []flow.State{flow.Reversed, flow.Refunded} {
		r, run := selling(t)
		r.becomes(run, flow.Submitting, nil)
		r.over(run, state, nil)
		r.tick(time.Second)
		r.shows("F6 receipt")
		r.press("f6").onPanel()
		r.shows("Reversal slip")
		if strings.Contains(r.screen(), "REPRINT") {
			t.Error("the first slip is a copy")
		}
	}
	r, run := selling(t)
	r.over(run, flow.Refused, nil)
	r.tick(time.Second).press("f6").on(page.KindResult) // nothing to give
}

// onto is on, in a chain.
func (r *rig) onto(p page.Kind) *rig {
	r.t.Helper()
	r.on(p)
	return r
}
