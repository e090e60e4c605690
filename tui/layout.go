package tui

import (
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"

	"facetill/tui/theme"
)

// Sizes of a screen: below small only the amount and the state are shown; a
// compact one has no room for rules and large marks; a wide one has the steps
// beside the amount.
const (
	smallWidth, smallHeight     = 40, 12
	compactWidth, compactHeight = 64, 20
	wideWidth                   = 110
	tallHeight                  = 36
	textWidth                   = 84 // longer lines are hard to read
)

func (m *model) small() bool   { return m.width < smallWidth || m.height < smallHeight }
func (m *model) compact() bool { return m.width < compactWidth || m.height < compactHeight }
func (m *model) wide() bool    { return m.width >= wideWidth && !m.compact() }

// row is a line of the page. One with draw has time in it and is drawn for
// every frame. need and part say what goes first where there is no room
// (fitting.go).
type row struct {
	text  string
	draw  func() string
	blank bool
	need  need
	part  int // rows of one part go together
}

// block is the body of a page. fill paints all of it; one with top begins at
// the top, because its length changes while it is read.
type block struct {
	rows []row
	fill *theme.Fill
	top  bool
}

func (b *block) add(text string)           { b.rows = append(b.rows, row{text: text}) }
func (b *block) live(draw func() string)   { b.rows = append(b.rows, row{draw: draw}) }
func (b *block) blank()                    { b.rows = append(b.rows, row{blank: true}) }
func (b *block) center(w int, text string) { b.add(centered(w, text)) }

// centerAll centers lines of one picture.
func (b *block) centerAll(w int, lines []string) {
	for _, l := range lines {
		b.center(w, l)
	}
}

// wrap centers a text over as many lines as it needs.
func (b *block) wrap(w int, text string, style lipgloss.Style) {
	for _, line := range wrapped(text, min(w-2, textWidth)) {
		b.center(w, style.Render(line))
	}
}

func centered(w int, text string) string {
	pad := w - ansi.StringWidth(text)
	if pad < 0 {
		return ansi.Truncate(text, w, "")
	}
	return strings.Repeat(" ", pad/2) + text
}

// fit cuts or pads a text to a width.
func fit(text string, w int, ellipsis string) string {
	n := ansi.StringWidth(text)
	if n > w {
		text = ansi.Truncate(text, w, ellipsis)
		n = ansi.StringWidth(text)
	}
	return text + strings.Repeat(" ", max(0, w-n))
}

// painted fills a row of a result from edge to edge. The first and last rows
// carry the edge where there is no colour to see.
func painted(f *theme.Fill, r row, w int, edge bool) string {
	switch {
	case edge:
		return f.Area.Render(strings.Repeat(f.Edge, w))
	case r.blank:
		return f.Area.Render(strings.Repeat(ink, w))
	}
	body := strings.TrimLeft(r.text, " ")
	left := len(r.text) - len(body)
	right := w - left - ansi.StringWidth(body)
	return f.Area.Render(strings.Repeat(" ", left)) + body + f.Area.Render(strings.Repeat(ink, max(0, right)))
}
