package tui

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"facetill/tui/page"
	"facetill/tui/page/history"
	"facetill/tui/page/sale"
	"facetill/tui/text"
)

// click presses the left button on the last such text of the screen.
func (r *rig) click(text string) *rig {
	r.t.Helper()
	for y, line := range slices.Backward(strings.Split(r.screen(), "\n")) {
		before, _, found := strings.Cut(line, text)
		if !found {
			continue
		}
		r.after(2e9).send(tea.MouseMsg{X: ansi.StringWidth(before) + 1, Y: y, Action: tea.MouseActionPress, Button: tea.MouseButtonLeft})
		return r
	}
	r.t.Fatalf("%q is not on the screen:\n%s", text, r.screen())
	return r
}

// A click on an offered key is that key; the count opens its page; the wheel
// moves through a list. A click has the same grace as a key.
func TestMouse(t *testing.T) {
	r := newRig(t, nil).typed("12.80")
	r.click(" Enter ").on(page.KindSale)
	r.admit()
	r.send(tea.MouseMsg{X: 3, Y: 23, Action: tea.MouseActionPress, Button: tea.MouseButtonLeft})
	if r.m.Sale.Stopping != "" {
		t.Error("a double click cancelled the sale")
	}
	r.screen()
	r.click(" Esc ")
	if r.m.Sale.Stopping != "cashier" {
		t.Error("a click on Esc does not cancel")
	}
	r = needing(t)
	r.click("unsettled").onPanel()
	r = withHistory(t)
	r.send(tea.MouseMsg{Action: tea.MouseActionPress, Button: tea.MouseButtonWheelDown})
	r.send(tea.MouseMsg{Action: tea.MouseActionPress, Button: tea.MouseButtonWheelDown})
	if got := r.m.Top().(*history.History).Pick.Row; got != 2 {
		t.Errorf("the wheel went to row %d", got)
	}
}

// The ear tells the three results apart.
func TestBells(t *testing.T) {
	for v, want := range map[text.Money]string{text.MoneyPaid: "\a", text.MoneyNotCharged: "\a\a", text.MoneyChecking: "\a\a\a"} {
		synctest.Test(t, func(t *testing.T) {
			var out bytes.Buffer
			m := newModel(t.Context(), Options{Till: &fakeTill{}, Out: &out, Bell: true})
			sale.Bell(m.Context, v)()
			if out.String() != want {
				t.Errorf("%s rings %q", v, out.String())
			}
		})
	}
}

// Keys come before the mouse.
func TestHasMouse(t *testing.T) {
	terminal := func(string) string { return "1" }
	none := func(string) string { return "" }
	if !hasMouse("linux", none) || hasMouse("windows", none) || !hasMouse("windows", terminal) {
		t.Error("the mouse is asked for where it is not safe, or not where it is")
	}
}
