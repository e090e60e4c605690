package tui

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow/golden"
	"facetill/tui/pictures"
	"facetill/tui/text"
	"facetill/tui/theme"
)

// pictured are the scenes of which the README has a picture, by the picture's
// name: one for each page.
var pictured = map[string]string{
	"amount": "02 amount", "sum": "02 sum", "found": "03 found", "scanning": "05 scanning", "password": "07 password", "esc": "08 esc",
	"paid": "10 paid", "refused": "11 refused", "checking": "14 checking", "code": "17 code", "stopped": "20 stopped", "halted": "21 halted",
	"claim": "22 claim", "open": "24 open", "resolve": "26 resolve reason", "history": "27 history", "timeline": "29 timeline",
	"help": "30 help", "settings": "31 settings", "training": "32 training", "member": "34 member", "receipt": "36 receipt", "day": "37 day",
}

// The pictures of the README are the screen as it is drawn today.
func TestPictures(t *testing.T) {
	const dir = "pictures"
	known := map[string]bool{}
	for _, language := range text.Languages() {
		for _, name := range slices.Sorted(maps.Keys(pictured)) {
			file := fmt.Sprintf("%s-%s.svg", name, language)
			known[file] = true
			golden.File(t, filepath.Join(dir, file), string(picture(t, scenes()[pictured[name]], language)))
		}
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.svg"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !known[filepath.Base(f)] {
			t.Errorf("%s shows nothing that is drawn today", f)
		}
	}
}

// picture draws a scene in colour: in Chinese as wide as a till's terminal, else
// with more room.
func picture(t *testing.T, scene func(*testing.T) *rig, language string) []byte {
	r := scene(t)
	r.speak(language)
	r.m.Opt.StoreName = "Corner Store"
	size := tea.WindowSizeMsg{Width: 100, Height: 30}
	if language == "zh-CN" {
		r.m.Opt.StoreName, size = "街角小店", tea.WindowSizeMsg{Width: 80, Height: 24}
	}
	none := func(string) string { return "" }
	r.m.Theme = theme.New(r.m.Opt.Out, theme.Options{Name: "dark", TrueColor: true, Getenv: none})
	r.send(size)
	r.m.Now = r.now
	return pictures.SVG(r.m.View())
}
