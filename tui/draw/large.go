package draw

import (
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"

	"facetill/tui/theme"
)

// font is three pixels wide and five high: readable from the other side of the
// counter, and the same in every terminal, because a pixel is a painted blank.
var font = map[rune][]string{
	'0': {"###", "# #", "# #", "# #", "###"},
	'1': {" # ", "## ", " # ", " # ", "###"},
	'2': {"###", "  #", "###", "#  ", "###"},
	'3': {"###", "  #", "###", "  #", "###"},
	'4': {"# #", "# #", "###", "  #", "  #"},
	'5': {"###", "#  ", "###", "  #", "###"},
	'6': {"###", "#  ", "###", "# #", "###"},
	'7': {"###", "  #", "  #", "  #", "  #"},
	'8': {"###", "# #", "###", "# #", "###"},
	'9': {"###", "# #", "###", "  #", "###"},
	'.': {" ", " ", " ", " ", "#"},
	':': {" ", "#", " ", "#", " "},
}

// The marks of the three results.
var (
	ArtCheck = []string{"       ##", "      ## ", "##   ##  ", " ## ##   ", "  ###    "}
	ArtCross = []string{"##   ##", " ## ## ", "  ###  ", " ## ## ", "##   ##"}
	ArtQuery = []string{" #### ", "##  ##", "   ## ", "      ", "  ##  "}
)

const fontHeight = 5

// Ink is what a painted pixel is made of: a blank that no recorder, pager or
// multiplexer takes for the empty end of a line, as they do with spaces.
const Ink = "\u00a0"

// Painter draws pixels: painted blanks, or a glyph where there is no colour.
type Painter struct {
	on, off theme.Style
	colour  bool
	block   string
}

// Paint is a painter in a style, on the ground of the terminal.
func (s Screen) Paint(on theme.Style) Painter { return s.paint(on, s.Theme.Text) }

// PaintOn is the painter of a result that fills the screen.
func (s Screen) PaintOn(f *theme.Fill) Painter { return s.paint(f.Digits, f.Area) }

func (s Screen) paint(on, off theme.Style) Painter {
	return Painter{on: on, off: off, colour: s.Theme.Colour, block: s.Theme.Block}
}

// scale is how many columns a pixel has where there is room: two, or four and
// two rows on a tall screen.
func (s Screen) scale() int {
	if s.Height >= tallHeight {
		return 4
	}
	return 2
}

// Number is what stands in large digits, and the line that stands for it on a small
// screen.
type Number struct{ Digits, Line string }

// Large is a number in large digits, as large as a width has room for, or its line,
// also where it has a character that is no digit or point.
func (s Screen) Large(number Number, width int, p Painter) []string {
	rows := make([]string, fontHeight)
	for i, r := range number.Digits {
		glyph, is := font[r]
		if !is { // an amount that is being added up
			return []string{p.line(number)}
		}
		for y := range rows {
			if i > 0 {
				rows[y] += " "
			}
			rows[y] += glyph[y]
		}
	}
	n := len(rows[0])
	switch {
	case s.Height < SmallHeight:
	case s.scale() > 2 && s.scale()*n+4 <= width:
		return p.pixels(rows, s.scale())
	case 2*n+4 <= width:
		return p.pixels(rows, 2)
	case n+2 <= width:
		return p.pixels(rows, 1)
	}
	return []string{p.line(number)}
}

func (p Painter) line(number Number) string { return p.off.Bold(true).Render(number.Line) }

// Large adds a number in large digits that always stand.
func (b *Block) Large(number Number, p Painter) { b.Center(b.Screen.Large(number, b.Width, p)...) }

// Big adds a number in large digits. Where they have no room it stands in one line.
func (b *Block) Big(number Number, p Painter) {
	lines := b.Screen.Large(number, b.Width, p)
	if len(lines) == 1 {
		b.Center(lines...)
		return
	}
	b.mark(large, func() { b.Center(lines...) })
	b.mark(smallForm, func() { b.Center(p.line(number)) })
}

// Mark adds a large mark.
func (b *Block) Mark(art []string, p Painter) { b.Center(p.pixels(art, b.scale())...) }

// Word sets a word off from a filled page, three rows high where there is room.
func (b *Block) Word(f theme.Fill, text string, high bool) {
	line := f.Word.Render("    " + text + "    ")
	if !high || !b.Theme.Colour {
		b.Center(line)
		return
	}
	edge := f.Word.Render(strings.Repeat(" ", ansi.StringWidth(text)+8))
	b.Center(edge, line, edge)
}

// pixels draws a bitmap, each pixel some columns wide; from four columns on it
// is two rows high, so that it stays square.
func (p Painter) pixels(bitmap []string, scale int) []string {
	out := make([]string, 0, 2*len(bitmap))
	for _, line := range bitmap {
		var b strings.Builder
		for x := 0; x < len(line); {
			end := x
			for end < len(line) && line[end] == line[x] {
				end++
			}
			n := (end - x) * scale
			switch {
			case line[x] == ' ':
				b.WriteString(p.off.Render(strings.Repeat(" ", n)))
			case p.colour:
				b.WriteString(p.on.Render(strings.Repeat(Ink, n)))
			default:
				b.WriteString(strings.Repeat(p.block, n))
			}
			x = end
		}
		out = append(out, b.String())
		if scale >= 4 {
			out = append(out, b.String())
		}
	}
	return out
}

// Spaced sets a short Chinese word with room between its characters, so that it
// looks as large as a terminal can make it.
func Spaced(word string) string {
	if lipgloss.Width(word) == len(word) {
		return word
	}
	return strings.Join(strings.Split(word, ""), " ")
}
