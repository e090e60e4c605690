package tui

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow/golden"
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
	"refund": "60 refund card", "people": "72 people", "bill": "78 bill rows", "walk": "90 walk",
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
	if r.m.Opt.Walk != nil { // beside the page
		size = tea.WindowSizeMsg{Width: 132, Height: 30}
	}
	none := func(string) string { return "" }
	r.m.Theme = theme.New(r.m.Opt.Out, theme.Options{Name: "dark", TrueColor: true, Getenv: none})
	r.send(size)
	r.m.Now = r.now
	return svgOf(r.m.View())
}

func TestCells(t *testing.T) {
	rows := cellsOf("a\x1b[1;38;2;1;2;255mb\x1b[48:5:16m 中\x1b[0mc\n\x1b[7md\x1b[mx\n")
	want := [][]cell{
		{{"a", 1, look{}}, {"b", 1, look{fg: "#0102ff", bold: true}}, {" ", 1, look{fg: "#0102ff", bg: "#000000", bold: true}},
			{"中", 2, look{fg: "#0102ff", bg: "#000000", bold: true}}, {"c", 1, look{}}},
		{{"d", 1, look{reverse: true}}, {"x", 1, look{}}},
	}
	if len(rows) != len(want) {
		t.Fatalf("%d rows", len(rows))
	}
	for y := range want {
		for x := range want[y] {
			if rows[y][x] != want[y][x] {
				t.Errorf("%d,%d: %+v, want %+v", y, x, rows[y][x], want[y][x])
			}
		}
	}
}

func TestIndexed(t *testing.T) {
	for n, want := range map[int]string{16: "#000000", 21: "#0000ff", 196: "#ff0000", 231: "#ffffff", 232: "#080808", 255: "#eeeeee", 256: "", -1: ""} {
		if got := indexed(n); got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
}

// Whatever a terminal shows, the picture is well-formed and has the text.
func TestPictureIsXML(t *testing.T) {
	out := string(svgOf("\x1b[31m<已支付> & \"x\"\x1b[0m\n\x1b[44m   \x1b["))
	text := ""
	for d := xml.NewDecoder(strings.NewReader(out)); ; {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		if c, ok := tok.(xml.CharData); ok {
			text += strings.TrimSpace(string(c))
		}
	}
	if text != `<已支付>&"x"` {
		t.Errorf("text %q", text)
	}
}
