package tui

import (
	"strings"

	"github.com/charmbracelet/lipgloss"
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
	artCheck = []string{"       ##", "      ## ", "##   ##  ", " ## ##   ", "  ###    "}
	artCross = []string{"##   ##", " ## ## ", "  ###  ", " ## ## ", "##   ##"}
	artQuery = []string{" #### ", "##  ##", "   ## ", "      ", "  ##  "}
)

const fontHeight = 5

// ink is what a painted pixel is made of: a blank that no recorder, pager or
// multiplexer takes for the empty end of a line, as they do with spaces.
const ink = "\u00a0"

// painter draws pixels: painted blanks, or a glyph where there is no colour.
type painter struct {
	on, off lipgloss.Style
	colour  bool
	block   string
}

func (m *model) paint(on lipgloss.Style) painter {
	return painter{on: on, off: m.th.Text, colour: m.th.Colour, block: m.th.Block}
}

// scale is how many columns a pixel has where there is room: two, or four and
// two rows on a tall screen.
func (m *model) scale() int {
	if m.height >= tallHeight {
		return 4
	}
	return 2
}

// large is a number in large digits, as large as fits, or plain text on a small
// screen.
func (m *model) large(text string, width int, p painter) []string {
	rows := make([]string, fontHeight)
	for i, r := range text {
		glyph := font[r]
		for y := range rows {
			if i > 0 {
				rows[y] += " "
			}
			rows[y] += glyph[y]
		}
	}
	n := len(rows[0])
	switch {
	case m.height < smallHeight:
	case m.scale() > 2 && m.scale()*n+4 <= width:
		return p.pixels(rows, m.scale())
	case 2*n+4 <= width:
		return p.pixels(rows, 2)
	case n+2 <= width:
		return p.pixels(rows, 1)
	}
	return []string{p.plain(text)}
}

// plain is an amount in one line.
func (p painter) plain(text string) string { return p.off.Bold(true).Render("¥ " + text) }

// pixels draws a bitmap, each pixel some columns wide; from four columns on it
// is two rows high, so that it stays square.
func (p painter) pixels(bitmap []string, scale int) []string {
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
				b.WriteString(p.on.Render(strings.Repeat(ink, n)))
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

// spaced sets a short Chinese word with room between its characters, so that it
// looks as large as a terminal can make it.
func spaced(word string) string {
	if lipgloss.Width(word) == len(word) {
		return word
	}
	return strings.Join(strings.Split(word, ""), " ")
}
