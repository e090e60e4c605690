package tui

import (
	"io"
	"strings"
	"testing"
	"unicode"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/till"
	"facetill/tui/text"
)

// On a terminal without UTF-8 each page is ASCII, and as wide and high as ever,
// whatever names stand on it.
func TestFramesOfASCII(t *testing.T) {
	posix := func(name string) string { return map[string]string{"LC_ALL": "C"}[name] }
	control := 0
	for name, scene := range scenes() {
		r := scene(t)
		r.m.Opt.Cashier = "小李"
		for _, size := range []tea.WindowSizeMsg{{Width: 80, Height: 24}, {Width: 40, Height: 12}} {
			r.send(size)
			if strings.ContainsFunc(r.m.View(), func(c rune) bool { return c > unicode.MaxASCII }) {
				control++
			}
			o := r.m.Opt
			o.Getenv = posix
			utf8 := r.m.Theme
			r.m.Theme, _ = o.Look()
			r.send(size)
			frame := r.m.View()
			if i := strings.IndexFunc(frame, func(c rune) bool { return c > unicode.MaxASCII }); i >= 0 {
				t.Errorf("%s: %q", name, frame[i:min(len(frame), i+8)])
			}
			ours := strings.Replace(frame, "cashier ????", "", 1)
			ours = strings.ReplaceAll(ours, strings.Repeat("?", size.Width), "") // the edge of STILL CHECKING
			if strings.Contains(ours, "??") && name != "34 member" {
				t.Errorf("%s: question marks stand for what is ours:\n%s", name, frame)
			}
			if n := strings.Count(frame, "\n") + 1; n != size.Height {
				t.Errorf("%s: %d lines", name, n)
			}
			r.m.Theme = utf8
		}
	}
	if control == 0 {
		t.Error("the control: no page has more than ASCII")
	}
}

// Without UTF-8 a screen speaks English whatever was configured, the customer's
// display too.
func TestWordsOfASCII(t *testing.T) {
	posix := func(name string) string { return map[string]string{"LANG": "zh_CN.GBK"}[name] }
	o := Options{Language: "zh-CN", Out: io.Discard, Getenv: posix}
	if th, w := o.Look(); w != &text.English || !th.ASCII {
		t.Errorf("%s, ASCII %v", w.Paid, th.ASCII)
	}
	d := newDisplay(Options{Language: "zh-CN", Out: io.Discard, Getenv: posix, StoreName: "街角小店", Simulated: true, Width: 40, Height: 12})
	d.Update(displayMsg{&till.Display{State: till.DisplayPaid, Fee: flow.Fen(1280)}})
	if frame := d.View(); strings.ContainsFunc(frame, func(c rune) bool { return c > unicode.MaxASCII }) || !strings.Contains(frame, text.English.CustomerPaid) {
		t.Errorf("%q", frame)
	}
}
