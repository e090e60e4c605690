package draw

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"facetill/tui/theme"
)

func screen(width, height int) Screen {
	return Screen{width, height, theme.New(io.Discard, theme.Options{Name: "mono", Getenv: func(string) string { return "" }}), 0}
}

// A part of a list says which, unless it is shown as it is printed; a screen that has
// grown shows all of it.
func TestPart(t *testing.T) {
	var lines []string
	for i := range 6 {
		lines = append(lines, fmt.Sprint(i))
	}
	for _, c := range []struct {
		from, room int
		say, want  string
	}{
		{0, 3, "%d-%d of %d", "0 1 2 1-3 of 6"},
		{9, 2, "%d-%d of %d", "4 5 5-6 of 6"},
		{4, 9, "%d-%d of %d", "0 1 2 3 4 5"},
		{2, 3, "", "2 3 4 5"},
	} {
		b := screen(80, 24).Block()
		b.Part(lines, c.from, c.room, c.say)
		var got []string
		for _, r := range b.rows {
			got = append(got, strings.TrimSpace(r.String()))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("from %d in %d: %q", c.from, c.room, got)
		}
	}
}

// What has no room is left out whole, the obvious key and the way out stay, and the
// place of each is where it was drawn.
func TestKeyRow(t *testing.T) {
	keys := []Key{{Name: "enter", Cap: "Enter", Label: "charge the face", Brief: "face", Next: true}, {Cap: "0-9", Label: "amount"},
		{Name: "x", Quiet: true}, {Name: "f3", Cap: "F3", Label: "history"}, {Name: "esc", Cap: "Esc", Label: "back"}, {Name: "f1", Cap: "F1", Label: "help"}}
	for width := 28; width < 100; width++ {
		line, spans := screen(width, 24).KeyRow(keys, "more")
		if n := ansi.StringWidth(line); n > width {
			t.Errorf("%d columns in %d: %q", n, width, line)
		}
		if !strings.Contains(line, "face") || !strings.Contains(line, "back") || !strings.Contains(line, "history") && !strings.Contains(line, "F1  more") && !strings.HasSuffix(line, "…") {
			t.Errorf("width %d: %q", width, line)
		}
		for _, s := range spans {
			if at := ansi.Cut(line, s.From, s.To); !strings.Contains(strings.ToLower(at), s.Name) {
				t.Errorf("width %d: %s stands at %q", width, s.Name, at)
			}
		}
	}
}
