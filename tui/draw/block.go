package draw

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"facetill/tui/theme"
)

// Row is a row of the page. One with draw has time in it and is drawn for every
// frame. need and part say what goes first where there is no room (fitting.go).
type Row struct {
	text  string
	draw  func() string
	blank bool
	need  need
	part  int // rows of one part go together
}

// Text is a row that stays as it is.
func Text(text string) Row { return Row{text: text} }

// String draws it as it is now.
func (r Row) String() string {
	if r.draw != nil {
		return r.draw()
	}
	return r.text
}

// Block is the body of a page on its screen. Fill paints all of it; one with Top
// begins at the top, because its length changes while it is read.
type Block struct {
	Screen
	Fill *theme.Fill
	Top  bool
	rows []Row
}

// Len is how many rows there are.
func (b *Block) Len() int { return len(b.rows) }

// Add adds a row.
func (b *Block) Add(text string) { b.rows = append(b.rows, Row{text: text}) }

// Live adds a row that is drawn for every frame.
func (b *Block) Live(draw func() string) { b.rows = append(b.rows, Row{draw: draw}) }

// Blank adds an empty row, which is the first to go where there is no room.
func (b *Block) Blank() { b.rows = append(b.rows, Row{blank: true}) }

// Append adds the rows of another block.
func (b *Block) Append(other Block) { b.rows = append(b.rows, other.rows...) }

// Center adds lines of one picture, each in the middle.
func (b *Block) Center(lines ...string) {
	for _, l := range lines {
		b.Add(b.Centered(l))
	}
}

// Wrap centers a text over as many lines as it needs.
func (b *Block) Wrap(text string, style theme.Style) {
	for _, line := range b.Wrapped(text) {
		b.Center(style.Render(line))
	}
}

// Beside sets lines to the left, in so many columns, and the rows of another block
// to the right of them. The lines are in the middle of their height.
func (b *Block) Beside(lines []string, columns int, right Block) {
	n := max(len(lines), len(right.rows))
	above := (n - len(lines)) / 2
	for i := range n {
		cell := strings.Repeat(" ", columns)
		if j := i - above; j >= 0 && j < len(lines) {
			cell = b.Fit(centered(columns, lines[j]), columns)
		}
		r := Row{}
		if i < len(right.rows) {
			r = right.rows[i]
		}
		if draw := r.draw; draw != nil {
			b.Live(func() string { return cell + draw() })
			continue
		}
		b.Add(cell + r.text)
	}
}

// Part adds what room has rows for of some lines, from one on. Where not all of them
// are shown, a row in the words of say tells which, its first, its last and how many;
// without words none does.
func (b *Block) Part(lines []string, from, room int, say string) {
	from = max(0, min(from, len(lines)-room)) // the screen may have grown
	to := min(len(lines), from+room)
	if say == "" {
		to = len(lines) // the page ends them
	}
	for _, line := range lines[from:to] {
		b.Add(line)
	}
	if to-from < len(lines) && say != "" {
		b.Center(b.Theme.Muted.Render(fmt.Sprintf(say, from+1, to, len(lines))))
	}
}

// Rows are the block in a height, painted from edge to edge where it is filled.
func (b *Block) Rows(height int) []Row {
	rows := b.place(height)
	for i := range rows {
		r := &rows[i]
		switch draw := r.draw; {
		case b.Fill == nil:
		case draw != nil:
			r.draw = func() string { return painted(b.Fill, Row{text: draw()}, b.Width, false) }
		default:
			edge := (i == 0 || i == height-1) && r.blank && !b.Theme.Colour
			r.text = painted(b.Fill, *r, b.Width, edge)
		}
		r.blank = false
	}
	return rows
}

// painted fills a row of a result from edge to edge. The first and last rows
// carry the edge where there is no colour to see.
func painted(f *theme.Fill, r Row, w int, edge bool) string {
	switch {
	case edge:
		return f.Area.Render(strings.Repeat(f.Edge, w))
	case r.blank:
		return f.Area.Render(strings.Repeat(Ink, w))
	}
	body := strings.TrimLeft(r.text, " ")
	left := len(r.text) - len(body)
	right := w - left - ansi.StringWidth(body)
	return f.Area.Render(strings.Repeat(" ", left)) + body + f.Area.Render(strings.Repeat(Ink, max(0, right)))
}
