package draw

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"facetill/tui/theme"
)

// Sizes of a screen: below small only the amount and the state are shown; a
// compact one has no room for rules and large marks; a wide one has the steps
// beside the amount.
const (
	SmallWidth, SmallHeight     = 40, 12
	CompactWidth, CompactHeight = 64, 20
	WideWidth                   = 110
	tallHeight                  = 36
	textWidth                   = 84 // longer lines are hard to read
)

// Screen is a terminal: its size in columns and rows, and how things look on it.
type Screen struct {
	Width, Height int // of a page
	Theme         *theme.Theme
	Aside         int // columns to the right of a page that are a panel's
}

// Whole is the terminal from edge to edge, for the rows that stand above and below a page.
func (s Screen) Whole() Screen {
	s.Width, s.Aside = s.Width+s.Aside, 0
	return s
}

// WithAside sets rows of a panel to the right of those of a page.
func (s Screen) WithAside(rows []Row, aside []string) []Row {
	out := make([]Row, len(rows))
	for i, r := range rows {
		cell := ""
		if i < len(aside) {
			cell = aside[i]
		}
		if r.draw == nil {
			out[i] = Text(s.Fit(r.text, s.Width) + cell)
			continue
		}
		out[i] = Row{draw: func() string { return s.Fit(r.draw(), s.Width) + cell }}
	}
	return out
}

// Small reports whether there is no room for a page.
func (s Screen) Small() bool { return s.Width < SmallWidth || s.Height < SmallHeight }

// Compact reports whether there is room for what has to be read, and little more.
func (s Screen) Compact() bool { return s.Width < CompactWidth || s.Height < CompactHeight }

// Wide reports whether two columns have room.
func (s Screen) Wide() bool { return s.Width >= WideWidth && !s.Compact() }

// PageHeight is how many rows a page has between the header and the last rows.
func (s Screen) PageHeight() int {
	if s.Compact() {
		return s.Height - 3
	}
	return s.Height - 4
}

// Block is an empty page.
func (s Screen) Block() Block { return Block{Screen: s} }

// TopBlock is one that begins at the top.
func (s Screen) TopBlock() Block { return Block{Screen: s, Top: true} }

// Centered is a text with as many blanks before it as put it in the middle.
func (s Screen) Centered(text string) string { return centered(s.Width, text) }

func centered(w int, text string) string {
	pad := w - ansi.StringWidth(text)
	if pad < 0 {
		return ansi.Truncate(text, w, "")
	}
	return strings.Repeat(" ", pad/2) + text
}

// Cut ends a row at the edge of the screen.
func (s Screen) Cut(line string) string { return ansi.Truncate(line, s.Width, s.Theme.Ellipsis) }

// Fit cuts or pads a text to a width.
func (s Screen) Fit(text string, w int) string {
	n := ansi.StringWidth(text)
	if n > w {
		text = ansi.Truncate(text, w, s.Theme.Ellipsis)
		n = ansi.StringWidth(text)
	}
	return text + strings.Repeat(" ", max(0, w-n))
}

// Right sets a text at the right edge of a width, behind a blank at least.
func Right(text string, w int) string {
	return strings.Repeat(" ", max(1, w-ansi.StringWidth(text))) + text
}

// Indent sets lines of a width in the middle of the screen, behind some columns at
// least, and ends them at its edge. Without a width it is the widest one's.
func (s Screen) Indent(lines []string, width, least int) []string {
	if width == 0 {
		for _, line := range lines {
			width = max(width, ansi.StringWidth(line))
		}
	}
	left := strings.Repeat(" ", max(least, (s.Width-width)/2))
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = s.Cut(left + line)
	}
	return out
}

// ListRow is a row of a list; the chosen one has a mark and another ground.
func (s Screen) ListRow(chosen bool, left, right string) string {
	mark := "  "
	if chosen {
		mark = s.Theme.Pointer + " "
	}
	line := " " + mark + s.Fit(left, max(0, s.Width-5-ansi.StringWidth(right))) + " " + right + " "
	if chosen {
		return s.Theme.Strong.Render(line)
	}
	return line
}

// Window returns the part of n rows that is shown around the chosen one.
func Window(n, chosen, room int) (from, to int) {
	if n <= room {
		return 0, n
	}
	from = max(0, min(chosen-room/2, n-room))
	return from, from + room
}
